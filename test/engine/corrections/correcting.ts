/** A correction on a real engine: begun, and worked on as the function does it. */
import type { StoredCorrection } from '../../../functions/customers/corrections/corrections.schema.ts';
import { NewCorrection } from '../../../functions/customers/corrections/corrections.schema.ts';
import { createCorrectionsStore } from '../../../functions/customers/corrections/corrections.store.ts';
import * as direct from '../../../functions/customers/corrections/operations/direct-correction.ts';
import { listRows } from '../../../functions/customers/corrections/operations/list-rows.ts';
import type { Work } from '../../../functions/customers/corrections/operations/work.ts';
import { workOn } from '../../../functions/customers/corrections/operations/work-on.ts';
import {
  createCustomerIntake,
  createCustomerReader,
  customerStays,
  customersSentences,
} from '../../../functions/customers/customers/index.ts';
import { createFieldReader } from '../../../functions/customers/fields/index.ts';
import { createListReader } from '../../../functions/customers/lists/index.ts';
import { createQualityReader } from '../../../functions/customers/quality/index.ts';
import { createCallerReader, createTeamReader } from '../../../functions/people/teams/index.ts';
import { rewordedBy } from '../../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../../shared/errors/sentences.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Pace } from '../../../shared/time/pace.ts';

export const manager: Principal = {
  kind: 'person',
  id: 'li.na',
  roles: ['manager'],
  rowAccess: { 'customers.read': 'all', 'customers.write': 'all' },
  reach: new Set(['li.na']),
};

export function openCorrections(
  table: Table,
  principal: Principal = manager,
  pace: Pace = async () => undefined,
) {
  const corrections = createCorrectionsStore(table);
  const by = () => ({
    principal,
    origin: {
      actor: { kind: principal.kind, id: principal.id },
      correlationId: 'test',
      hops: 0,
      at: new Date().toISOString(),
    },
  });
  const directing = () => ({ corrections, ...by() });
  /** One delivery of a message. @param through what the work is done with, e.g. a table that fails */
  const deliver = (
    message: { correctionId: string; step: number },
    through: Table = table,
    fields: Partial<Work> = {},
  ) =>
    workOn(message, {
      corrections: createCorrectionsStore(through),
      customers: createCustomerReader(through),
      customerStays,
      openIntake: () => createCustomerIntake(through),
      quality: createQualityReader(through),
      lists: createListReader(through),
      teams: createTeamReader(table),
      fields: createFieldReader(through),
      callers: createCallerReader(table),
      inChinese: rewordedBy([customersSentences, sharedSentences]),
      now: () => new Date().toISOString(),
      pace,
      hasTime: () => true,
      ...fields,
    });
  const work = async (correctionId: string) => {
    let step: number | undefined = (await corrections.get(correctionId)).step;
    while (step !== undefined) step = await deliver({ correctionId, step });
    return corrections.get(correctionId);
  };
  const begin = async (input: unknown): Promise<StoredCorrection> => {
    const context = {
      ...directing(),
      lists: createListReader(table),
      teams: createTeamReader(table),
      fields: createFieldReader(table),
    };
    const { result, writes } = await direct.createCorrection(NewCorrection.parse(input), context);
    await table.commit(writes);
    return result;
  };
  const ask = async (id: string, operation: typeof direct.startCorrection): Promise<StoredCorrection> => {
    const { result, writes } = await operation(id, directing());
    await table.commit(writes);
    return result;
  };
  return {
    corrections,
    by,
    deliver,
    work,
    begin,
    ask,
    preview: async (input: unknown) => work((await begin(input)).id),
    start: async (id: string) => work((await ask(id, direct.startCorrection)).id),
    undo: async (id: string) => work((await ask(id, direct.undoCorrection)).id),
    cancel: (id: string) => ask(id, direct.cancelCorrection),
    async rows(id: string, outcome?: Parameters<typeof listRows>[1]['outcome']) {
      const correction = await corrections.get(id);
      const context = {
        corrections,
        customers: createCustomerReader(table),
        principal,
        language: 'en',
      } as const;
      const all: Awaited<ReturnType<typeof listRows>>['items'] = [];
      let cursor: string | undefined;
      do {
        const page = await listRows(correction, { outcome, limit: 50, cursor }, context);
        all.push(...page.items);
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      return all;
    },
    /** Customers by their fields, stored at once. */
    async store(inputs: readonly object[]): Promise<string[]> {
      const intake = createCustomerIntake(table);
      const { newId } = await import('../../../shared/values/ids.ts');
      const { customerId } = await import('../../../functions/customers/customers/customers.schema.ts');
      const ids: string[] = [];
      for (const input of inputs) {
        const id = newId(customerId);
        const { writes } = await intake.create(id, { name: '王芳', ...input }, by());
        await table.commit(writes);
        ids.push(id);
      }
      return ids;
    },
    async patch(id: string, patch: object) {
      const intake = createCustomerIntake(table);
      const [before] = await intake.findMany([id]);
      if (before === undefined) throw new Error('gone');
      await table.commit((await intake.change(before, patch, by())).writes);
    },
    async read(ids: readonly string[]) {
      const found = new Map((await createCustomerIntake(table).findMany(ids)).map((each) => [each.id, each]));
      return ids.map((id) => found.get(id));
    },
  };
}
