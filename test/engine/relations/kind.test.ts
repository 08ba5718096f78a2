import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { patchCustomer } from '../../../functions/customers/customers/operations/patch-customer.ts';
import { createFieldReader } from '../../../functions/customers/fields/index.ts';
import { putRelation } from '../../../functions/customers/relations/operations/put-relation.ts';
import { createRelationsStore } from '../../../functions/customers/relations/relations.store.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { manager, somebody } from '../../support/search-crowd.ts';

let rig: TestTable;
const origin = systemContext('test', 'test', '2026-11-26T09:00:00.000Z');
const unique = { uniqueFields: new Set<string>(), whenTaken: async () => new Error('taken') };

beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

let made = 70_000;
async function create(kind: Customer['kind']): Promise<Customer> {
  made += 1;
  const { email, phone, ...plain } = somebody(made);
  const customer: Customer = { ...plain, kind, owner: null, externalIds: [] };
  await rig.table.commit(createCustomersStore(rig.table).create(customer, origin, unique));
  return customer;
}

/** What turning into the other kind would write. */
async function turned({ id, kind }: Customer) {
  const { table } = rig;
  const context = {
    ...{ customers: createCustomersStore(table), staff: createStaffReader(table) },
    ...{ fields: createFieldReader(table), principal: manager, origin },
  };
  const patch = { kind: kind === 'person' ? 'company' : 'person' } as const;
  return (await patchCustomer({ customerId: id, version: [1], patch }, context)).writes;
}

async function related(customerId: string, kind: 'parent' | 'contact-of' | 'family', otherId: string) {
  const { table } = rig;
  const context = {
    ...{ relations: createRelationsStore(table), customers: createCustomerReader(table) },
    ...{ principal: manager, origin },
  };
  const place = { customerId, kind, otherId };
  return (await putRelation({ place, version: 'unsaid', entry: { primary: false } }, context)).writes;
}

describe('a kind and a relation that needs it, at the same moment', () => {
  it.each([
    ['parent', 'company', 'company'],
    ['contact-of', 'person', 'company'],
    ['family', 'person', 'person'],
  ] as const)('are not both written: %s', async (kind, own, other) => {
    for (const turning of ['own', 'other'] as const) {
      const [one, two] = [await create(own), await create(other)];
      const turner = turning === 'own' ? one : two;
      const [turn, relate] = [await turned(turner), await related(one.id, kind, two.id)];
      await rig.table.commit(relate);
      await expect(rig.table.commit(turn)).rejects.toThrow('changed by somebody else');
      await expect(turned(turner)).rejects.toMatchObject({ code: 'not-allowed-now' });

      const [third, fourth] = [await create(own), await create(other)];
      const late = await related(third.id, kind, fourth.id);
      await rig.table.commit(await turned(turning === 'own' ? third : fourth));
      await expect(rig.table.commit(late)).rejects.toThrow('changed by somebody else');
    }
  });
});
