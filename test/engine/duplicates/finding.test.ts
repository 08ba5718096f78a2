import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createDuplicatesStore } from '../../../functions/customers/duplicates/duplicates.store.ts';
import { putDuplicate } from '../../../functions/customers/duplicates/operations/decide-pair.ts';
import { findDuplicates } from '../../../functions/customers/duplicates/operations/find-duplicates.ts';
import { spell } from '../../../functions/customers/search/index.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { retryOnConflict } from '../../../shared/table/retry.ts';
import type { Table } from '../../../shared/table/table.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';
import { manager, somebody } from '../../support/search-crowd.ts';

let rig: TestTable;
let table: Table;
const origin = systemContext('test', 'test', '2026-11-26T09:00:00.000Z');
const unique = { uniqueFields: new Set<string>(), whenTaken: async () => new Error('taken') };

beforeAll(async () => {
  rig = await startTable();
  table = rig.table;
});
afterAll(() => rig?.close());

const find = (customerId: string, on: Table = table) =>
  retryOnConflict(() =>
    findDuplicates(customerId, {
      ...{ duplicates: createDuplicatesStore(on), customers: createCustomerReader(on), spell },
      ...{ commit: on.commit, at: origin.at },
    }),
  );

let made = 0;
async function create(fields: Partial<Customer>): Promise<Customer> {
  made += 1;
  const { company, email, phone, ...plain } = somebody(made);
  const customer = { ...plain, owner: null, externalIds: [], ...fields };
  await table.commit(createCustomersStore(table).create(customer, origin, unique));
  return customer;
}

async function change(before: Customer, fields: Partial<Customer>): Promise<Customer> {
  const after = { ...before, ...fields, version: before.version + 1 };
  await table.commit(createCustomersStore(table).change(before, after, origin, unique));
  return after;
}

const sides = (customerId: string) => createDuplicatesStore(table).listSides(customerId);
const pairs = async ({ id }: Customer) => (await sides(id)).map(({ otherId, status }) => [otherId, status]);

const decide = async (one: Customer, other: Customer, status: 'open' | 'dismissed') => {
  const { writes } = await putDuplicate(
    { customerId: one.id, otherId: other.id, status },
    {
      ...{ duplicates: createDuplicatesStore(table), customers: createCustomerReader(table) },
      ...{ principal: manager, origin },
    },
  );
  await table.commit(writes);
};

async function left(customerId: string): Promise<number> {
  const { Items = [] } = await rig.client.send(new ScanCommand({ TableName: rig.name }));
  return Items.filter(
    (item) =>
      String(item.type).startsWith('duplicate-') &&
      (item.customerId === customerId || item.otherId === customerId),
  ).length;
}

describe('finding duplicates', () => {
  it('keeps a pair with both customers, with score and reasons, whoever comes first', async () => {
    const one = await create({ name: 'Tyler Heerey', birthday: '1942-11-03', owner: 'wang.fang' });
    const other = await create({ name: 'Heerey Tylor', birthday: '1942-11-03' });
    await Promise.all([find(one.id), find(other.id)]);
    expect(await pairs(one)).toEqual([[other.id, 'open']]);
    expect(await pairs(other)).toEqual([[one.id, 'open']]);
    const [side] = await sides(one.id);
    expect(side?.score).toBeGreaterThanOrEqual(80);
    expect(side?.reasons).toEqual([
      { field: 'name', agreement: 'similar' },
      { field: 'birthday', agreement: 'same' },
    ]);
    const open = async (owner: string) =>
      (await createDuplicatesStore(table).listOpen(owner, { limit: 50 })).items.map(({ otherId }) => otherId);
    expect(await open('wang.fang')).toEqual([other.id]);
    await change(one, { owner: 'chen.jing' });
    await find(one.id);
    expect([await open('wang.fang'), await open('chen.jing')]).toEqual([[], [other.id]]);
  });

  it('parts what is not alike any more, and everything of who is deleted', async () => {
    const one = await create({ name: '李雷', birthday: '1980-05-06', phone: '+8613912340001' });
    const other = await create({ name: '李蕾', birthday: '1980-05-06', phone: '+8613912340002' });
    await find(one.id);
    await find(other.id);
    expect(await pairs(one)).toEqual([[other.id, 'open']]);
    const changed = await change(other, { name: '韩梅梅', birthday: '1981-01-09', phone: '+8613700000009' });
    await find(other.id);
    expect([await pairs(one), await pairs(changed)]).toEqual([[], []]);
    const again = await change(changed, { name: '李雷', birthday: '1980-05-06' });
    await find(other.id);
    expect(await pairs(one)).toEqual([[other.id, 'open']]);
    await table.commit(await createCustomersStore(table).delete(again, origin, unique));
    await Promise.all([find(other.id), find(other.id)]);
    expect(await pairs(one)).toEqual([]);
    expect(await left(other.id)).toBe(0);
  });

  it('remembers for good that two are two, also beforehand, until somebody reopens it', async () => {
    const one = await create({ name: 'Ines Quark', birthday: '1990-10-10' });
    const other = await create({ name: 'Ines Quark', birthday: '1990-10-10' });
    await decide(other, one, 'dismissed');
    for (let round = 0; round < 2; round += 1) {
      await find(one.id);
      await find(other.id);
    }
    expect([await pairs(one), await pairs(other)]).toEqual([
      [[other.id, 'dismissed']],
      [[one.id, 'dismissed']],
    ]);
    const open = await createDuplicatesStore(table).listOpen(undefined, { limit: 100 });
    expect(open.items.filter(({ customerId, otherId }) => [customerId, otherId].includes(one.id))).toEqual(
      [],
    );
    await decide(one, other, 'open');
    expect(await pairs(other)).toEqual([[one.id, 'open']]);
    const listed = await createDuplicatesStore(table).listOpen(undefined, { limit: 100 });
    expect(
      listed.items.filter(({ customerId, otherId }) => [customerId, otherId].includes(one.id)),
    ).toHaveLength(1);
    await expect(decide(one, one, 'dismissed')).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('ends the same however many look at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () => create({ name: 'Zeno Pair', birthday: '1971-07-17' })),
    );
    await Promise.all(all.flatMap(({ id }) => [find(id), find(id)]));
    for (const one of all) {
      const others = all.filter((each) => each !== one).map(({ id }) => id);
      expect((await pairs(one)).map(([id]) => id).toSorted()).toEqual(others.toSorted());
    }
  });

  it('reads a block that everybody shares no further than fifty', { timeout: 120_000 }, async () => {
    const crowd = Array.from({ length: 60 }, () => ({ birthday: '1970-01-01' }));
    for (const fields of crowd) {
      const { id } = await create(fields);
      await find(id);
    }
    const last = await create({ name: 'Odd Oneout', birthday: '1970-01-01' });
    const { table: observed, count } = observedTable(rig.client, rig.name);
    const cost = await count(() => find(last.id, observed));
    expect(cost.rowsRead).toBeLessThanOrEqual(51 + 10);
    expect(cost.readUnits).toBeLessThanOrEqual(20);
  });
});
