import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { sideOf } from '../../../functions/customers/relations/relations.rules.ts';
import { createRelationsStore } from '../../../functions/customers/relations/relations.store.ts';
import { createPeopleStore } from '../../../functions/people/privacy/privacy.store.ts';
import * as personalData from '../../../functions/personal-data.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

const at = '2026-11-21T09:00:00.000Z';
const origin = systemContext('test', 'test', at);

it('leaves of a relation nothing on the other side, and nothing that was said of the one who is gone', async () => {
  const [person, company, friend] = [newId(customerId), newId(customerId), newId(customerId)];
  const relations = createRelationsStore(rig.table);
  const kept = { version: 1, createdAt: at, updatedAt: at };
  const contact = sideOf(
    { customerId: person, kind: 'contact-of', otherId: company },
    { role: 'Erasmus buys', primary: true },
    kept,
  );
  const brother = sideOf(
    { customerId: person, kind: 'family', otherId: friend },
    { role: 'Erasmus brother', primary: false },
    kept,
  );
  await rig.table.commit([
    ...relations.create(contact, origin),
    relations.setPrimary({ ...contact, customerId: company, otherId: person }, undefined),
    ...relations.create(brother, origin),
  ]);
  const links = { tokenOf: async (version: string, subject: string) => `${version}.${subject}` };
  const people = createPeopleStore(rig.table, { links, declarations: Object.values(personalData) });
  for (const record of await people.collect(person)) {
    const erased = people.erase(record, origin);
    if ('writes' in erased) await rig.table.commit(erased.writes ?? []);
  }
  for (const id of [company, friend]) {
    expect(await relations.listFew(id)).toEqual([]);
    expect((await relations.listMany(id, { limit: 10 })).items).toEqual([]);
  }
  expect(await relations.findPrimary(company)).toBeUndefined();
  for (const id of [person, company, friend])
    expect(JSON.stringify(await people.collect(id))).not.toContain('Erasmus');
});
