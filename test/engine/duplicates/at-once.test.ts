import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { assertNobodyAlike } from '../../../functions/customers/customers/operations/assert-nobody-alike.ts';
import { createDuplicatesStore } from '../../../functions/customers/duplicates/duplicates.store.ts';
import { alikeAtOnce } from '../../../functions/customers/duplicates/operations/alike-at-once.ts';
import { findDuplicates } from '../../../functions/customers/duplicates/operations/find-duplicates.ts';
import { spell } from '../../../functions/customers/search/index.ts';
import { systemContext } from '../../../shared/events/event.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';
import { manager, somebody } from '../../support/search-crowd.ts';

const asked = (customer: Parameters<typeof assertNobodyAlike>[0]['customer']) => ({
  customer,
  createAnyway: false,
});

let rig: TestTable;
const origin = systemContext('test', 'test', '2026-11-26T09:00:00.000Z');
const unique = { uniqueFields: new Set<string>(), whenTaken: async () => new Error('taken') };

beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig?.close());

let made = 0;
function draft(fields: Partial<Customer>): Customer {
  made += 1;
  const { company, email, phone, ...plain } = somebody(made);
  return { ...plain, externalIds: [], owner: 'wang.fang', ...fields };
}

async function known(fields: Partial<Customer>): Promise<Customer> {
  const customer = draft(fields);
  const { table } = rig;
  await table.commit(createCustomersStore(table).create(customer, origin, unique));
  await findDuplicates(customer.id, {
    ...{ duplicates: createDuplicatesStore(table), customers: createCustomerReader(table), spell },
    ...{ commit: table.commit, at: origin.at },
  });
  return customer;
}

const settings = (checkOnCreate: boolean) => async () => ({ threshold: 80, checkOnCreate, version: 1 });
const alike = (customer: Customer, checkOnCreate = true, table = rig.table) =>
  alikeAtOnce(customer, {
    duplicates: { ...createDuplicatesStore(table), getSettings: settings(checkOnCreate) },
  });

describe('who is about to be created', () => {
  it('is looked for by phone and name, at once and for two queries', async () => {
    const lei = await known({ name: '李雷', birthday: '1980-05-06', phone: '+8613912340001' });
    const ada = await known({ name: 'Ada Lovelace', birthday: '1915-12-10' });
    const first = draft({ name: '李蕾', birthday: '1980-05-06', phone: '+8613912340001' });
    const { table, count } = observedTable(rig.client, rig.name);
    const cost = await count(async () => {
      expect((await alike(first, true, table)).map(({ id }) => id)).toEqual([lei.id]);
    });
    expect(cost.queries).toBeLessThanOrEqual(2);
    const second = draft({ name: 'Lovelace, Ada', birthday: '1915-12-10' });
    expect((await alike(second)).map(({ id }) => id)).toEqual([ada.id]);
    expect(await alike(draft({ name: 'Ada Lovelace' }))).toEqual([]);
    expect(await alike(second, false)).toEqual([]);
  });

  it('is refused with the candidates, masked where they are a colleague’s, and whom to ask', async () => {
    const grace = await known({ name: 'Grace Hopper', birthday: '1906-12-09', email: 'grace@example.test' });
    const staff = { findMany: async () => [{ id: 'wang.fang', name: 'Wang Fang' }] as never };
    const check = (principal: typeof manager) =>
      assertNobodyAlike(asked(draft({ name: 'Grace Hopper', birthday: '1906-12-09' })), {
        ...{ findAlike: (customer) => alike(customer), staff, principal },
      });
    const owner = { id: 'wang.fang', name: 'Wang Fang' };
    const told = (candidate: object) => ({ code: 'conflict', members: { candidates: [candidate] } });
    const { id, name, email } = grace;
    const seen = told({ id, masked: false, name, email, phone: undefined, owner });
    await expect(check(manager)).rejects.toMatchObject(seen);
    const agent = (staffId: string): Principal => ({
      ...{ kind: 'person', id: staffId, roles: ['agent'], reach: new Set([staffId]) },
      rowAccess: { 'customers.read': 'own', 'customers.write': 'own' },
    });
    await expect(check(agent('wang.fang'))).rejects.toMatchObject(seen);
    await expect(check(agent('david.brown'))).rejects.toMatchObject(
      told({ id, masked: true, name: 'G**', email: 'g***@e***.test', owner }),
    );
    const writer = { ...manager, rowAccess: { 'customers.write': 'all' } } as typeof manager;
    await expect(check(writer)).rejects.toMatchObject({ code: 'conflict', members: {} });
    await expect(
      assertNobodyAlike(asked(draft({ name: 'Nobody Known' })), {
        findAlike: alike,
        staff,
        principal: manager,
      }),
    ).resolves.toBeUndefined();
  });
});
