import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { searchCustomers } from '../../../functions/customers/search/operations/search-customers.ts';
import { spell } from '../../../functions/customers/search/operations/spell-names.ts';
import { termsOfCustomer } from '../../../functions/customers/search/operations/terms-of-customer.ts';
import { foundCustomer } from '../../../functions/customers/search/search.rules.ts';
import { createSearchStore } from '../../../functions/customers/search/search.store.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';
import { addCrowd, manager, somebody } from '../../support/search-crowd.ts';

let rig: TestTable;

const agent: Principal = {
  ...{ kind: 'person', id: 'agent-3', roles: ['agent'], reach: new Set(['agent-3']) },
  rowAccess: { 'customers.read': 'own', 'customers.write': 'own' },
};

/** Nobody of the crowd: their number begins with 77. */
const fields: Partial<Customer> = {
  ...{ name: '欧阳小明', company: '杭州云栖茶业有限公司', phone: '+8677712345678' },
  otherEmails: [{ email: 'second.box@example.test' }],
  ...{ email: 'xiaoming.ouyang@example.test', externalIds: [{ source: 'erp', id: 'TEA-2026/0815' }] },
};
const foreign: Customer = { ...somebody(3_000_001), ...fields, owner: 'agent-4' };
const own: Customer = { ...somebody(3_000_002), ...fields, phone: '+8677712345679', owner: 'agent-3' };

beforeAll(async () => {
  rig = await startTable();
  const search = createSearchStore(rig.table);
  for (const customer of [foreign, own]) {
    const terms = termsOfCustomer(customer, spell, ['gold']);
    const content = { terms, customer: foundCustomer(customer) };
    const writes = search.change(customer.id, undefined, content);
    await rig.table.commit(writes.filter(({ action }) => action === 'Put'));
  }
  await addCrowd(rig, 0, 2000);
});
afterAll(() => rig?.close());

const context = (principal: Principal) => ({
  search: createSearchStore(rig.table),
  nameOwners: async () => new Map<string, string>(),
  principal,
});
const find = (q: string, principal: Principal = agent) =>
  searchCustomers({ q, limit: 50 }, context(principal));
const idsOf = async (q: string, principal?: Principal) =>
  (await find(q, principal)).items.map(({ id }) => id);

describe('a customer who is not the caller’s to see', () => {
  it.each([
    ['欧阳', 'name'],
    ['小明', 'name'],
    ['欧阳小明', 'name'],
    ['ouyang xiaoming', 'name'],
    ['XiaoMing Ouyang', 'name'],
    ['+86 777 1234 5678', 'phone'],
    ['77712345678', 'phone'],
    ['5678', 'phone'],
    ['小明 5678', 'phone'],
    ['Xiaoming.Ouyang@example.test', 'email'],
    ['second.box@example.test', 'email'],
    ['TEA-2026/0815', 'external-id'],
  ])('is found by %s, which is known as a whole', async (q, matched) => {
    const { items } = await find(q);
    expect(items.find(({ id }) => id === foreign.id)).toMatchObject({ masked: true, matched });
  });

  it.each([
    ...['欧', '欧阳小', '明', 'ouyangxiao', 'ming', 'xiaom'],
    ...['777', '7771234567', '+86 777 1234 567', '45678', '712345678', '小明 7771', '欧阳 5678 45678'],
    ...['xiaoming.ouy', 'xiaomingouyang@example.tes', 'second', 'secondbox', '欧阳 second'],
    ...['杭州', '杭州云栖茶业有限公司', 'yunqi', '欧阳 杭州', 'gold'],
    ...['TEA', 'TEA-2026', 'TEA-2026/081', '0815 TEA', '欧阳 tea'],
  ])('is not found by %s, of which more could be learnt', async (q) => {
    expect(await idsOf(q)).not.toContain(foreign.id);
  });

  it.each([
    '欧',
    'ouyangxiao',
    '明',
    '777',
    '7771234567',
    'xiaoming.ouy',
    'second',
    '杭州',
    'gold',
    'TEA-2026',
  ])('hides nobody who is: %s', async (q) => {
    expect(await idsOf(q)).toContain(own.id);
    expect(await idsOf(q, manager)).toEqual(expect.arrayContaining([own.id, foreign.id]));
  });

  it('is in no cursor, and every page comes to all others, each once', async () => {
    const all: string[] = [];
    const { table, count } = observedTable(rig.client, rig.name);
    const search = createSearchStore(table);
    let cursor: string | undefined;
    do {
      const request = { q: '138', limit: 3, cursor };
      let page: Awaited<ReturnType<typeof find>> | undefined;
      const cost = await count(async () => {
        page = await searchCustomers(request, { ...context(agent), search });
      });
      expect(cost.queries).toBeLessThanOrEqual(9);
      expect(cost.readUnits).toBeLessThanOrEqual(40);
      all.push(...(page?.items ?? []).map(({ id }) => id));
      cursor = page?.cursor ?? undefined;
      const position = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
      // The number of somebody who may be shown has eleven digits, too, but a shorter one does for going on behind it.
      expect(position).not.toMatch(/138\d{8}/);
    } while (cursor !== undefined);
    // Every third of the crowd has such a number, every seventh is the agent's.
    const expected = Array.from({ length: 2000 }, (_, index) => index).filter(
      (index) => index % 3 === 0 && index % 7 === 3,
    );
    expect(all).toHaveLength(expected.length);
    expect(new Set(all).size).toBe(expected.length);
  });
});
