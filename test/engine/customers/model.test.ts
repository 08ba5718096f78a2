import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import { customerId, NewCustomer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { createPeopleStore } from '../../../functions/people/privacy/privacy.store.ts';
import * as personalData from '../../../functions/personal-data.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { toRecord } from '../../../shared/table/item.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

const at = '2026-11-21T09:00:00.000Z';
const origin = systemContext('test', 'test', at);

function aCustomer(fields: object = {}) {
  return newCustomer(newId(customerId), NewCustomer.parse({ name: '王芳', ...fields }), at);
}

it('a customer who was stored before there were stages is potential', async () => {
  const customer = aCustomer({ stage: 'lost' });
  const { stage: _, ...record } = toRecord(customerItem, customer);
  await rig.client.send(new PutCommand({ TableName: rig.name, Item: { ...record, v: 1 } }));
  expect(await createCustomersStore(rig.table).get(customer.id)).toEqual({ ...customer, stage: 'potential' });
});

it('every unique value of a customer is among what goes with the person', async () => {
  const customer = aCustomer({
    ...{ email: 'a@example.test', otherEmails: [{ email: 'b@example.test' }, { email: 'c@example.test' }] },
    ...{ phone: '+8613900000001', otherPhones: [{ phone: '+8613900000002' }] },
  });
  await rig.table.commit(
    createCustomersStore(rig.table).create(customer, origin, {
      whenTaken: async () => new Error('Taken'),
      uniqueFields: new Set(),
    }),
  );
  const links = { tokenOf: async (version: string, subject: string) => `${version}.${subject}` };
  const people = createPeopleStore(rig.table, { links, declarations: Object.values(personalData) });
  const found = await people.collect(customer.id);
  expect(found.filter(({ type }) => type === 'unique')).toHaveLength(5);
});
