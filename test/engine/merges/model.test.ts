/**
 * Random sequences of merges, their undoing, changes, contacts and new records, some of them at once, through the
 * operations and the engine: against what each record was given, kept by hand. `SEQUENCES` says how many.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NewCustomer, NewInteraction } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { createCustomer } from '../../../functions/customers/customers/operations/create-customer.ts';
import { patchCustomer } from '../../../functions/customers/customers/operations/patch-customer.ts';
import { listTimeline } from '../../../functions/customers/customers/operations/read-timeline.ts';
import { recordInteraction } from '../../../functions/customers/customers/operations/record-interaction.ts';
import { createFieldReader } from '../../../functions/customers/fields/index.ts';
import { mergeCustomers } from '../../../functions/customers/merges/operations/merge-customers.ts';
import { undoMerge } from '../../../functions/customers/merges/operations/undo-merge.ts';
import { createChainReader } from '../../../functions/customers/relations/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import type { Change } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { manager, origin } from '../callbacks/department.ts';

const sequences = Number(process.env.SEQUENCES ?? 100);

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

/** What one record was given, and into which it was merged. */
interface Given {
  readonly tags: Set<string>;
  readonly emails: Set<string>;
  readonly subjects: Set<string>;
  into?: string;
}

function openDepartment() {
  const customers = createCustomersStore(rig.table);
  const context = {
    ...{ customers, staff: createStaffReader(rig.table), fields: createFieldReader(rig.table) },
    ...{ chains: createChainReader(rig.table), principal: manager, origin },
  };
  const act = async <Result>(decide: () => Promise<Change<Result>>) =>
    (await commitWithRetry(rig.table, decide)).result;
  return {
    create: (fields: object) =>
      act(() => createCustomer(NewCustomer.parse({ name: '王芳', ...fields }), context)),
    tag: async (customerId: string, tag: string) =>
      act(async () => {
        const { tags } = await customers.get(customerId);
        const input = { customerId, version: '*' as const, patch: { tags: [...tags, tag] } };
        return patchCustomer(input, context);
      }),
    note: (customerId: string, subject: string) => {
      const input = NewInteraction.parse({ channel: 'call', direction: 'inbound', subject });
      return act(() => recordInteraction({ customerId, input }, context));
    },
    merge: (customerId: string, loserId: string) => {
      const request = { customerId: loserId, fields: {} };
      return act(() => mergeCustomers({ customerId, request }, context));
    },
    undo: (customerId: string, mergedId: string) => act(() => undoMerge({ customerId, mergedId }, context)),
    see: async (customerId: string) => {
      const page = { limit: 100, newestFirst: true };
      const [customer, timeline] = await Promise.all([
        customers.get(customerId),
        listTimeline({ customerId, type: 'interaction.recorded', ...page } as never, context),
      ]);
      const { id, tags, email, otherEmails = [], mergedFrom = [] } = customer;
      return {
        ...{ id, tags: [...tags].sort(), mergedFrom: [...mergedFrom].sort() },
        emails: [...(email === undefined ? [] : [email]), ...otherEmails.map((each) => each.email)].sort(),
        subjects: timeline.items.map(({ data }) => data.subject).sort(),
      };
    },
  };
}

it('no more are merged than can be deleted at once', async () => {
  const definitions = ['card', 'seat', 'plate'].map((name) => ({
    ...{ name, label: { en: name }, type: 'text', unique: true, required: false, searchable: false },
    ...{ appliesTo: 'both', visibleTo: 'everyone', version: 1, createdAt: origin.at, updatedAt: origin.at },
  })) as never;
  const customers = createCustomersStore(rig.table);
  const fields = { list: async () => definitions, listNow: async () => definitions };
  const context = {
    ...{ customers, staff: createStaffReader(rig.table), fields, principal: manager, origin },
    chains: createChainReader(rig.table),
  };
  const act = async <Result>(decide: () => Promise<Change<Result>>) =>
    (await commitWithRetry(rig.table, decide)).result;
  const create = (at: number) =>
    act(() => {
      const custom = { card: `c${at}`, seat: `s${at}`, plate: `p${at}` };
      return createCustomer(NewCustomer.parse({ name: '王芳', custom }), context);
    });
  const survivor = await create(0);
  const mergeAnother = async (at: number) => {
    const loser = await create(at);
    const request = { customerId: loser.id, fields: {} };
    return act(() => mergeCustomers({ customerId: survivor.id, request }, context));
  };
  // Two items and three unique values of each: 21 of them would be 105 writes.
  let merged = 0;
  let refused: unknown;
  for (; refused === undefined && merged < 25; merged += 1)
    await mergeAnother(merged + 1).catch((error: unknown) => {
      refused = error;
    });
  expect(refused).toMatchObject({
    violations: [{ pointer: '/body/customerId', reason: expect.stringContaining('can be deleted at once') }],
  });
  const gone = await customers.get(survivor.id);
  const uniqueFields = new Set(['card', 'seat', 'plate']);
  await act(async () => ({
    result: undefined,
    writes: await customers.delete(gone, origin, { uniqueFields }),
  }));
  await expect(customers.get(survivor.id)).rejects.toThrow(AppError);
});

const record = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('merge' as const), one: record, other: record }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), one: record, other: record }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('merge both ways' as const), one: record, other: record }),
  },
  ...(['tag', 'note', 'create'] as const).map((kind) => ({
    weight: 1,
    arbitrary: fc.record({ do: fc.constant(kind), one: record, other: record }),
  })),
);

it(`${sequences} sequences show a tree of records as one, and give each record back with what is its own`, async () => {
  const department = openDepartment();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const given = new Map<string, Given>();
      const create = async () => {
        count += 1;
        const fields = { email: `r${count}@example.test`, tags: [`own ${count}`] };
        const { id } = await department.create(fields);
        given.set(id, {
          ...{ tags: new Set(fields.tags), emails: new Set([fields.email]), subjects: new Set() },
        });
      };
      for (let made = 0; made < 4; made += 1) await create();
      const of = (id: string): Given => {
        const found = given.get(id);
        if (found === undefined) throw new Error(`no ${id}`);
        return found;
      };
      const idOf = (index: number) => [...given.keys()][index % given.size]!;
      const rootOf = (id: string): string => {
        const { into } = of(id);
        return into === undefined ? id : rootOf(into);
      };
      /** Refused where the two are one already. */
      const merge = async (one: string, other: string) => {
        if (rootOf(one) === rootOf(other)) {
          await expect(department.merge(one, other)).rejects.toThrow(AppError);
          return;
        }
        expect(await department.merge(one, other)).toMatchObject({ id: rootOf(one) });
        of(rootOf(other)).into = rootOf(one);
      };
      for (const { do: what, one: oneAt, other: otherAt } of steps) {
        const [one, other] = [idOf(oneAt), idOf(otherAt)];
        count += 1;
        if (what === 'create') await create();
        if (what === 'tag') {
          await department.tag(one, `tag ${count}`);
          of(rootOf(one)).tags.add(`tag ${count}`);
        }
        if (what === 'note') {
          await department.note(one, `note ${count}`);
          of(rootOf(one)).subjects.add(`note ${count}`);
        }
        if (what === 'merge') await merge(one, other);
        if (what === 'merge both ways' && rootOf(one) !== rootOf(other)) {
          const both = await Promise.allSettled([department.merge(one, other), department.merge(other, one)]);
          const won = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
          expect(won).toHaveLength(1);
          const [root = ''] = won;
          const lost = [rootOf(one), rootOf(other)].find((each) => each !== root);
          of(lost ?? '').into = root;
        }
        if (what === 'undo') {
          if (of(one).into === undefined) {
            await expect(department.undo(other, one)).rejects.toThrow(AppError);
          } else {
            await department.undo(rootOf(one), one);
            delete of(one).into;
          }
        }
        await expectSeen();
      }
      // In any order, everybody stands alone again.
      for (const [id, { into }] of given) {
        if (into !== undefined) await department.undo(rootOf(id), id);
        delete of(id).into;
      }
      await expectSeen();

      async function expectSeen() {
        for (const id of given.keys()) {
          const root = rootOf(id);
          const tree = [...given.keys()].filter((each) => rootOf(each) === root);
          const all = (part: 'tags' | 'emails' | 'subjects') =>
            tree.flatMap((each) => [...of(each)[part]]).sort();
          expect(await department.see(id)).toEqual({
            ...{ id: root, tags: all('tags'), emails: all('emails'), subjects: all('subjects') },
            mergedFrom: tree.filter((each) => each !== root).sort(),
          });
        }
      }
    }),
    { numRuns: sequences },
  );
}, 3_600_000);
