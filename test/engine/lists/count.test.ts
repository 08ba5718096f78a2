/** An estimate among more customers than are all looked at. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import { customerId, NewCustomer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader, createCustomersStore } from '../../../functions/customers/customers/index.ts';
import { countCustomers } from '../../../functions/customers/lists/operations/count-customers.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { newIdAt } from '../../../shared/values/derived-id.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { manager } from '../callbacks/department.ts';

const at = '2026-11-26T09:00:00.000Z';
let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

it('holds the number between its limits, and says that it is an estimate', async () => {
  const store = createCustomersStore(rig.table);
  const uniqueness = { whenTaken: async () => new Error('taken'), uniqueFields: new Set<string>() };
  const origin = systemContext('test', 'correlation', at);
  for (let start = 0; start < 1500; start += 50)
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const fields = NewCustomer.parse({ name: '李雷', tags: index % 5 === 0 ? ['fair'] : [] });
        const customer = newCustomer(newIdAt(customerId, at), fields, at);
        await rig.table.commit(store.create(customer, origin, uniqueness));
        await store.refreshDirectory(customer.id);
      }),
    );
  const told = await countCustomers(
    { filter: { field: 'tags', op: 'contains', value: 'fair' } },
    {
      customers: createCustomerReader(rig.table),
      fields: { listNow: async () => [] },
      principal: manager,
      at,
    },
  );
  expect(told).toMatchObject({ isExact: false });
  expect(told.from).toBeLessThanOrEqual(300);
  expect(told.to).toBeGreaterThanOrEqual(300);
  expect(told.to - told.from).toBeLessThan(300);
}, 120_000);
