import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import type { FieldDefinition } from '../../../functions/customers/fields/fields.schema.ts';
import { indexCustomer } from '../../../functions/customers/search/operations/index-customer.ts';
import { searchCustomers } from '../../../functions/customers/search/operations/search-customers.ts';
import { spell } from '../../../functions/customers/search/operations/spell-names.ts';
import { createSearchStore } from '../../../functions/customers/search/search.store.ts';
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

const index = (customerId: string, on: Table = table) =>
  retryOnConflict(async () => {
    const context = {
      search: createSearchStore(on),
      customers: createCustomerReader(on),
      spell,
      fields: { list: async () => definitions },
    };
    return on.commit((await indexCustomer(customerId, context)).writes);
  });

const definition = (name: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  ...{ name, label: { en: name }, type: 'text', required: false, unique: false, searchable: true },
  ...{ visibleTo: 'everyone', appliesTo: 'both', version: 1, createdAt: origin.at, updatedAt: origin.at },
  ...more,
});
let definitions: readonly FieldDefinition[] = [];

let made = 5000;
async function create(fields: Partial<Customer>): Promise<Customer> {
  made += 3;
  const { company, email, ...plain } = somebody(made);
  const customer = { ...plain, owner: null, ...fields };
  await table.commit(createCustomersStore(table).create(customer, origin, unique));
  return customer;
}

async function change(before: Customer, fields: Partial<Customer>): Promise<Customer> {
  const after = { ...before, ...fields, version: before.version + 1 };
  await table.commit(createCustomersStore(table).change(before, after, origin, unique));
  return after;
}

const search = async (q: string) => {
  const context = { search: createSearchStore(table), nameOwners: async () => new Map(), principal: manager };
  return (await searchCustomers({ q, limit: 50 }, context)).items;
};
const found = async (q: string) => (await search(q)).map(({ id }) => id);

/** Everything that lies in the index of one customer. */
async function entriesLeft(customerId: string): Promise<number> {
  const { Items = [] } = await rig.client.send(new ScanCommand({ TableName: rig.name }));
  return Items.filter((item) => item.customerId === customerId && String(item.type).startsWith('search-'))
    .length;
}

describe('indexing a customer', () => {
  it('finds numbers of other systems as they are written, and four digits at the end of phone numbers first', async () => {
    const numbered = async (id: string, phone: string) => {
      const customer = await create({ phone, externalIds: [{ source: 'erp', id }] });
      await index(customer.id);
      return customer.id;
    };
    const short = await numbered('Y-2', '+8613700000001');
    const longer = await numbered('Y-23', '+8613700000002');
    const exact = await numbered('C-7302', '+8613700000003');
    const prefix = await numbered('C-73025', '+8613700000004');
    const tail = await numbered('D-1', '+8613700007302');
    expect(await found('Y-2')).toEqual([short, longer]);
    for (const q of ['erp:C-7302', 'erp: C-7302', 'c7302']) expect(await found(q)).toEqual([exact, prefix]);
    expect(await found('7302')).toEqual([exact, tail, prefix]);
  });

  it('finds them by everything that is known, and by nothing of before once that has changed', async () => {
    const phone = '+8613900001234';
    const customer = await create({ name: '欧阳娜娜', phone, externalIds: [{ source: 'erp', id: 'Q-77' }] });
    await index(customer.id);
    const asked = ['欧阳', '娜娜', 'ouyang', 'nana ou', 'oynn', '139 0000 1234', '1234', 'q-77', 'NÀNA'];
    for (const q of asked) expect(await found(q), q).toEqual([customer.id]);
    await change(customer, { name: '司马光', externalIds: [] });
    await index(customer.id);
    for (const q of ['欧阳', 'ouyang', 'q-77']) expect(await found(q), q).toEqual([]);
    for (const q of ['司马', 'simaguang', '1234']) expect(await found(q), q).toEqual([customer.id]);
  });

  it('finds them by defined fields that are searchable and that everyone sees', async () => {
    const custom = { member_no: 'M-10017', level: 'Platinum', salary: 'Secretgrade' };
    const customer = await create({ name: 'Fields Owner', custom });
    definitions = [
      definition('member_no'),
      definition('level', { searchable: false }),
      definition('salary', { visibleTo: ['manager'] }),
    ];
    await index(customer.id);
    expect(await search('m-100')).toMatchObject([{ id: customer.id, matched: 'field' }]);
    expect(await found('10017 fields')).toEqual([customer.id]);
    expect([await found('platinum'), await found('secretgrade')]).toEqual([[], []]);
    definitions = [];
    await index(customer.id);
    expect(await found('m-100')).toEqual([]);
  });

  it('leaves nothing of a customer who is deleted, whatever comes late', async () => {
    const customer = await create({ name: '慕容雪村' });
    await index(customer.id);
    expect(await entriesLeft(customer.id)).toBeGreaterThan(8);
    await table.commit(await createCustomersStore(table).delete(customer, origin, unique));
    await Promise.all([index(customer.id), index(customer.id), index(customer.id)]);
    expect(await entriesLeft(customer.id)).toBe(0);
  });

  it('costs two reads and no write while nothing has changed by which they are found or shown', async () => {
    const customer = await create({ name: '令狐冲' });
    await index(customer.id);
    await change(customer, { tags: ['vip'], language: 'en' });
    const observed = observedTable(rig.client, rig.name);
    const cost = await observed.count(() => index(customer.id, observed.table));
    expect(cost).toMatchObject({ writeUnits: 0, queries: 0 });
    expect(cost.readUnits).toBeLessThanOrEqual(2);
  });

  it('ends with the newest state however many take the changes at once and in whatever order', async () => {
    let customer = await create({ name: '百里守约' });
    const work: Promise<unknown>[] = [];
    for (let round = 0; round < 12; round += 1) {
      customer = await change(customer, { name: `百里${'甲乙丙丁戊己'[round % 6]}${round % 5}` });
      work.push(index(customer.id), index(customer.id));
    }
    await Promise.all(work);
    expect((await search('百里')).filter(({ id }) => id === customer.id)).toMatchObject([
      { name: customer.name },
    ]);
    const fresh = await create({ name: customer.name });
    await index(fresh.id);
    // Two customers of one name have as many entries.
    const { id, phone, externalIds } = customer;
    await change(customer, { name: fresh.name });
    expect([await entriesLeft(id), phone === undefined, externalIds.length]).toEqual([
      await entriesLeft(fresh.id),
      false,
      1,
    ]);
  });
});

describe('what is found', () => {
  it('stands in order: exactly so, then longer, then within a word; among the same the newest first', async () => {
    const ids: string[] = [];
    for (const name of ['Mingus Dew', 'Ming Alt', '楚留明', 'Ming Neu']) {
      // Ids of one millisecond have no order.
      const customer = await create({ name });
      await index(customer.id);
      ids.push(customer.id);
    }
    const [longer, old, inner, fresh] = ids;
    expect((await found('ming')).filter((id) => ids.includes(id))).toEqual([fresh, old, longer, inner]);
  });

  it('is each customer once, over all pages', async () => {
    const names = ['Zaza Zabriskie', 'Zab Zabel', 'Zabine Azab', 'Otto Zabel', 'Zabriskie Zabriskie'];
    const ids = new Set<string>();
    for (const name of names) {
      const customer = await create({ name, company: 'Zabco' });
      await index(customer.id);
      ids.add(customer.id);
    }
    for (const q of ['zab', 'zab zab', 'zabel o', 'zabco zab', 'za zabr']) {
      const context = {
        search: createSearchStore(table),
        nameOwners: async () => new Map(),
        principal: manager,
      };
      const whole = (await searchCustomers({ q, limit: 100 }, context)).items.map(({ id }) => id);
      const paged: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await searchCustomers({ q, limit: 1, cursor }, context);
        paged.push(...page.items.map(({ id }) => id));
        if (page.cursor === null) break;
        cursor = page.cursor;
      }
      expect(new Set(whole).size, q).toBe(whole.length);
      expect(paged, q).toEqual(whole);
      if (q === 'zab') expect(new Set(whole)).toEqual(ids);
    }
  });

  it('matches every word, in any order', async () => {
    const customer = await create({
      name: 'Xavier Quint',
      company: 'Quarz Handel GmbH',
      email: 'xq@example.test',
    });
    await index(customer.id);
    for (const q of [
      'xavier quint',
      'quint xavier',
      'xa qu handel',
      'quarz x',
      'xq@example',
      'XQ@EXAMPLE.TEST',
    ])
      expect(await found(q), q).toEqual([customer.id]);
    for (const q of ['xavier wang', 'xq@other.test', 'quint y', 'handel quintus'])
      expect(await found(q), q).toEqual([]);
  });

  it.each(['.', 'x', '🙂', '+', '"; --'])(
    'is refused for %s, in which there is nothing to look up',
    async (q) => {
      await expect(search(q)).rejects.toMatchObject({ code: 'invalid-request' });
    },
  );

  it('is refused for more words than anybody types', async () => {
    await expect(search('ab cd ef gh ij kl mn op qr')).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it.each(['..', '9.0.', '.9.x', '.0.1#x', '0.0.0#zzz'])(
    'goes on nowhere behind a made-up position %s',
    async (made) => {
      const { cursor } = await (async () => {
        for (const name of ['Made Upone', 'Made Uptwo']) await index((await create({ name })).id);
        const context = {
          search: createSearchStore(table),
          nameOwners: async () => new Map(),
          principal: manager,
        };
        return searchCustomers({ q: 'made', limit: 1 }, context);
      })();
      const [question] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
      const forged = Buffer.from(JSON.stringify([question, made])).toString('base64url');
      const context = {
        search: createSearchStore(table),
        nameOwners: async () => new Map(),
        principal: manager,
      };
      await expect(searchCustomers({ q: 'made', limit: 1, cursor: forged }, context)).rejects.toMatchObject({
        code: 'invalid-request',
      });
    },
  );
});
