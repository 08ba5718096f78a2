/** Whoever is looked at seven days before their call gets it on its day, however early in the day they are looked at. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTable, type TestTable } from '../../support/engine.ts';
import { makeCrowd, makePlan, openPlanning, readEntries } from '../../support/planned-crowd.ts';

/** A Monday. */
const at = '2026-11-23T02:00:00.000Z';

let database: TestTable;
beforeAll(async () => {
  database = await startTable();
});
afterAll(() => database?.close());

it('promises the call of a working day when its customer is looked at', async () => {
  const { table } = database;
  await makeCrowd(table, 100, at);
  const plan = await makePlan(table, at, { everyDays: 90, perDay: 1000 });
  const { start, page } = openPlanning(table, at);
  for (const message of await start(plan.id)) await page(message);
  const onWorkingDays = (await readEntries(table, plan.id)).filter(
    ({ dueAt }) => ![0, 6].includes(new Date(dueAt).getUTCDay()),
  );
  expect(onWorkingDays.length).toBeGreaterThan(40);
  for (const { customerId, dueAt } of onWorkingDays) await openPlanning(table, dueAt).look(customerId, dueAt);
  const after = new Map((await readEntries(table, plan.id)).map((entry) => [entry.customerId, entry]));
  const putOff = onWorkingDays.filter(({ customerId }) => after.get(customerId)?.skipped !== undefined);
  expect(putOff.map(({ customerId, dueAt }) => [dueAt, after.get(customerId)?.skipped?.because])).toEqual([]);
});
