/** What a customer in a plan of periodic callbacks costs to write, looked at from joining to a year later. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { interactionItem } from '../../../functions/customers/customers/customers.items.ts';
import { interactionId } from '../../../functions/customers/customers/customers.schema.ts';
import { sweepDueList } from '../../../functions/platform/operations/sweep-due-list.ts';
import { createDueListStore } from '../../../functions/platform/platform.store.ts';
import { put } from '../../../shared/table/write.ts';
import { instantAfter, now } from '../../../shared/time/clock.ts';
import { newIdAt } from '../../../shared/values/derived-id.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';
import { makeCrowd, makePlan, openPlanning, readEntries } from '../../support/planned-crowd.ts';

let database: TestTable;
beforeAll(async () => {
  database = await startTable();
});
afterAll(() => database.close());

it('is some fifty write units a year for one callback each quarter, beside the callbacks', async () => {
  const { table, count } = observedTable(database.client, database.name);
  const at = now();
  await makeCrowd(table, 300, at);
  const plan = await makePlan(table, at, { everyDays: 90 });
  const { start, page, entries } = openPlanning(table, at);
  const [first] = await start(plan.id);
  const joined = await count(() => page(first!));
  // One that is looked at on a working day: a call can be promised seven days later.
  const entry = (await readEntries(table, plan.id)).find(
    ({ dueAt }) => ![0, 6].includes(new Date(dueAt).getUTCDay()),
  );
  const joining = joined.writeUnits / (await readEntries(table, plan.id)).length;
  // The entry comes up, which the sweep notes.
  const bus = { publish: async (given: readonly unknown[]) => ({ published: given.length }) };
  const dueList = createDueListStore(table);
  const { customerId, dueAt } = entry!;
  const others = (await readEntries(table, plan.id)).filter((each) => each.dueAt <= dueAt).length;
  const swept = await count(() => sweepDueList(dueAt, { dueList, bus, tellAge: () => undefined }));
  const sweeping = swept.writeUnits / others;
  const promised = await count(() => openPlanning(table, dueAt).look(customerId, dueAt));
  const after = await entries.find(customerId);
  expect(after?.callbackId).toBeDefined();
  // Somebody is in touch before it falls due again: it moves on.
  const met = instantAfter(after!.dueAt, { days: -1 });
  const contact = {
    ...{ id: newIdAt(interactionId, met), version: 1, customerId, at: met, channel: 'call' as const },
    ...{ direction: 'inbound' as const, subject: 'Asked', recordedBy: 'wang.fang' },
    envelope: {
      ...{ id: 'event_1', type: 'interaction.recorded', at: met, data: {}, correlationId: 'x', hops: 0 },
      actor: { kind: 'person' as const, id: 'wang.fang' },
    },
  };
  await table.commit([put(interactionItem, contact as never)]);
  const moved = await count(() => openPlanning(table, after!.dueAt).look(customerId, after!.dueAt));
  const next = await entries.find(customerId);
  expect(next).toMatchObject({ countedFrom: { what: 'contact', at: met } });
  // Its event is an item, and so are the callback, which stands in three indexes, and its row in the department.
  const ofCallback = 2 + 3 + (2 + 2) + 2;
  const looking = promised.writeUnits - ofCallback;
  const year = 4 * (sweeping + looking);
  console.log(
    `joining ${joining.toFixed(1)}, coming up ${sweeping.toFixed(1)}, a look that opens a callback ${promised.writeUnits} (of which ${ofCallback} are the callback), one that moves on ${moved.writeUnits}; a year with one each quarter ${Math.round(year)}`,
  );
  expect(joining).toBeLessThanOrEqual(4.5);
  expect(sweeping).toBeLessThanOrEqual(3);
  expect(moved.writeUnits).toBeLessThanOrEqual(6);
  expect(year).toBeLessThanOrEqual(50);
});
