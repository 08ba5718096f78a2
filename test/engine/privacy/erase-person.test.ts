/** Erasing on the real engine: what was demanded is done, also of a table that knows nothing of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import { customerId as kind, NewCustomer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { erasePerson } from '../../../functions/people/privacy/operations/erase-person.ts';
import { erasureOf } from '../../../functions/people/privacy/privacy.schema.ts';
import { createPeopleStore, createPrivacyStore } from '../../../functions/people/privacy/privacy.store.ts';
import * as personalData from '../../../functions/personal-data.ts';
import { insert } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const at = '2026-11-23T01:00:00.000Z';
const person = { kind: 'person', id: 'li.na' } as const;
const origin = { actor: { kind: 'system' as const, id: 'test' }, correlationId: 'request', hops: 0, at };

async function aCustomer() {
  const id = newId(kind);
  const entry = NewCustomer.parse({ name: 'Erasmus Gone', company: 'Gone Ltd' });
  await engine.table.commit([insert(customerItem, newCustomer(id, entry, at), { onConflict: 'retry' })]);
  return id;
}

function services(put: () => Promise<void> = async () => undefined) {
  const links = { tokenOf: async (version: string, subject: string) => `${version}.${subject}` };
  return {
    privacy: createPrivacyStore(engine.table),
    people: createPeopleStore(engine.table, { links, declarations: Object.values(personalData) }),
    files: { put, remove: async () => undefined },
    ...{ erasureDays: 15, origin },
  };
}

const demandOf = (customerId: string) => ({
  ...{ erasureId: erasureOf(customerId), customerId },
  ...{ by: person, at },
});

it('is done of a customer whom a restore has brought back after it was demanded', async () => {
  const customerId = await aCustomer();
  expect(await erasePerson(demandOf(customerId), services())).toBe('running');
  const erasure = await createPrivacyStore(engine.table).findErasure(erasureOf(customerId));
  expect(erasure).toMatchObject({ customerId, requestedBy: person, requestedAt: at, state: 'running' });
  expect(await engine.table.find(customerItem, { id: customerId })).toBeUndefined();
});

it('hides a customer although nothing can be told outside the table yet', async () => {
  const customerId = await aCustomer();
  const down = async () => {
    throw new Error('S3 is down');
  };
  await expect(erasePerson(demandOf(customerId), services(down))).rejects.toThrow('S3 is down');
  expect(await engine.table.find(customerItem, { id: customerId })).toMatchObject({ deletedAt: at });
});

it('leaves a place in the list of all customers that says nothing of the one who was there', async () => {
  const customerId = await aCustomer();
  const customers = createCustomersStore(engine.table);
  const customer = await engine.table.find(customerItem, { id: customerId });
  await customers.refreshDirectory(customerId);
  await engine.table.commit(await customers.delete(customer!, origin, { uniqueFields: new Set() }));
  await customers.refreshDirectory(customerId);
  const people = services().people;
  const place = (await people.collect(customerId)).find(({ type }) => type === 'directory-entry');
  expect(place).toBeDefined();
  expect(JSON.stringify(place)).not.toMatch(/Erasmus|Gone/);
});
