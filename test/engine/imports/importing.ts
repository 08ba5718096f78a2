/** An import on a real engine: begun, and worked on as the function does it, with its files in memory. */
import { createCustomerIntake, customersSentences } from '../../../functions/customers/customers/index.ts';
import { createFieldReader } from '../../../functions/customers/fields/index.ts';
import type { NewImport, StoredImport } from '../../../functions/customers/imports/imports.schema.ts';
import {
  createImportFiles,
  createImportsStore,
  createMappingsStore,
} from '../../../functions/customers/imports/imports.store.ts';
import { createImport } from '../../../functions/customers/imports/operations/create-import.ts';
import * as direct from '../../../functions/customers/imports/operations/direct-import.ts';
import type { Work } from '../../../functions/customers/imports/operations/parts.ts';
import { workOn } from '../../../functions/customers/imports/operations/work-on.ts';
import { createListFiller } from '../../../functions/customers/lists/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { createCallerReader } from '../../../functions/people/teams/index.ts';
import { rewordedBy } from '../../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../../shared/errors/sentences.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Pace } from '../../../shared/time/pace.ts';

const manager: Principal = {
  kind: 'person',
  id: 'li.na',
  roles: ['manager'],
  rowAccess: { 'customers.read': 'all', 'customers.write': 'all' },
  reach: new Set(['li.na']),
};

/** Files in memory. */
export function memoryFiles() {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    put: async (key: string, content: Uint8Array) => void kept.set(key, content),
    find: async (key: string) => kept.get(key),
    async open(key: string) {
      const content = kept.get(key);
      if (content === undefined) return undefined;
      const size = 64 * 1024;
      return async () =>
        (async function* pieces() {
          for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
        })();
    },
    remove: async (key: string) => void kept.delete(key),
  };
}

export function openImports(
  table: Table,
  options: { principal?: Principal; now?: () => string; pace?: Pace } = {},
) {
  const { principal = manager, now = () => new Date().toISOString(), pace = async () => undefined } = options;
  const bucket = memoryFiles();
  const files = createImportFiles(bucket);
  const imports = createImportsStore(table);
  const originNow = (): EventContext => ({
    actor: { kind: principal.kind, id: principal.id },
    correlationId: 'test',
    hops: 0,
    at: now(),
  });
  const directing = (): direct.Directing => ({ imports, principal, origin: originNow() });
  /** One delivery of a message. @param through what the work is done with, e.g. a table that fails */
  const deliver = (
    message: { importId: string; step: number },
    through: Table = table,
    fields: Partial<Work> = {},
  ) =>
    workOn(message, {
      imports: createImportsStore(through),
      files,
      open: bucket.open,
      openIntake: () => createCustomerIntake(through),
      lists: createListFiller(through),
      callers: createCallerReader(table),
      inChinese: rewordedBy([customersSentences, sharedSentences]),
      fields: createFieldReader(table),
      staff: createStaffReader(table),
      now,
      pace,
      hasTime: () => true,
      ...fields,
    });
  const work = async (importId: string) => {
    let step: number | undefined = (await imports.get(importId)).step;
    while (step !== undefined) step = await deliver({ importId, step });
    return imports.get(importId);
  };
  const act = async (importId: string, operation: typeof direct.runImport): Promise<StoredImport> => {
    const { writes } = await operation(importId, directing());
    await table.commit(writes);
    return work(importId);
  };
  return {
    bucket,
    files,
    imports,
    directing,
    deliver,
    work,
    /** Begins an import and has its file read. */
    async begin(input: NewImport): Promise<StoredImport> {
      const stores = { mappings: createMappingsStore(table), lists: createListFiller(table) };
      const context = { ...stores, files, importDays: 30, ...directing() };
      const { result, writes } = await createImport(input, { ...context, imports });
      await table.commit(writes);
      return work(result.id);
    },
    /** Begins an import of bytes. */
    async beginWith(content: Uint8Array, input: NewImport): Promise<StoredImport> {
      return this.begin({ ...input, base64: Buffer.from(content).toString('base64') });
    },
    patch: async (importId: string, patch: Parameters<typeof direct.patchImport>[0]['patch']) => {
      const { writes } = await direct.patchImport({ importId, version: '*', patch }, directing());
      await table.commit(writes);
      return work(importId);
    },
    check: (importId: string) => act(importId, direct.checkImport),
    run: (importId: string) => act(importId, direct.runImport),
    revert: (importId: string) => act(importId, direct.revertImport),
  };
}
