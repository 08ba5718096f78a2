/** A plan that takes customers over from as many plans as there can be. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { entryItem } from '../../../functions/callbacks/plans/plans.items.ts';
import { directoryEntryItem } from '../../../functions/customers/customers/customers.items.ts';
import { put } from '../../../shared/table/write.ts';
import { now } from '../../../shared/time/clock.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { makeCrowd, makePlan, openPlanning, readEntries } from '../../support/planned-crowd.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

it('goes through all of them, whatever plans the customers of a page stand in', async () => {
  const { table } = engine;
  const at = now();
  await makeCrowd(table, 400, at);
  const others = await Promise.all(Array.from({ length: 99 }, () => makePlan(table, at, { order: 1000 })));
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: engine.name }));
  const customerIds = Items.flatMap(({ type, customerId }) =>
    type === directoryEntryItem.name ? [String(customerId)] : [],
  );
  expect(customerIds).toHaveLength(400);
  for (const [index, customerId] of customerIds.entries()) {
    const planId = others[index % others.length]?.id ?? '';
    const countedFrom = { what: 'created', at } as const;
    const entry = { customerId, planId, version: 1, dueAt: at, countedFrom };
    await table.commit([put(entryItem, entry)]);
  }
  const plan = await makePlan(table, at, { order: 1 });
  const { start, page } = openPlanning(table, at);
  for (const first of await start(plan.id))
    for (let message = await page(first); message !== undefined; ) message = await page(message);
  expect(await readEntries(table, plan.id)).toHaveLength(400);
});
