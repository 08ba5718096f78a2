import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;
let analyst: Api;
let erp: Api;

beforeAll(async () => {
  [manager, wangFang, analyst, erp] = (await Promise.all(
    ['li.na', 'wang.fang', 'zhao.wei', 'erp'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api];
});

const unique = () => crypto.randomUUID().slice(0, 13);
const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

async function create(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({ body: { name: '王芳', ...fields } });
  return body;
}

type Query = NonNullable<NonNullable<Parameters<Api['customers']['listCustomers']>[0]>['query']>;
const idsFor = async (api: Api, query: Query) =>
  (await api.customers.listCustomers({ query })).body.items.map(({ id }) => id);

describe('looking a customer up', () => {
  it('finds the one with an address, a number or a number elsewhere, at once and as it is written', async () => {
    const source = `sys:%3a ${unique()}`;
    const customer = await create({
      email: `${unique()}@example.test`,
      phone: phone(),
      externalIds: [{ source, id: 'a:b' }],
    });
    const externalId = `${source.replace('%', '%25').replace(':', '%3A')}:a:b`;
    const asked = [{ email: customer.email?.toUpperCase() }, { phone: customer.phone }, { externalId }];
    for (const api of [manager, wangFang, erp]) {
      for (const query of asked)
        expect(await idsFor(api, query), JSON.stringify(query)).toEqual([customer.id]);
    }
    expect(await idsFor(manager, { email: `${unique()}@example.test` })).toEqual([]);
    expect(await idsFor(manager, { externalId: `${source}:a:b` })).toEqual([]);
  });

  it('finds nothing of colleagues, and nothing by contact details for who may not see them', async () => {
    const theirs = await create({ owner: 'chen.jing', email: `${unique()}@example.test` });
    const { email = '' } = theirs;
    expect(await idsFor(wangFang, { email })).toEqual([]);
    expect(await idsFor(manager, { email })).toEqual([theirs.id]);
    expect((await refusal(idsFor(analyst, { email }))).status).toBe(403);
    expect((await refusal(idsFor(analyst, { phone: phone() }))).status).toBe(403);
  });

  it.each([
    [{ owner: 'none' }, ['/query/owner']],
    [{ kind: 'person', phone: '+8613812345678' }, ['/query/phone', '/query/kind']],
    [{ updatedSince: '2026-11-21T09:00:00Z' }, ['/query/updatedSince']],
  ] as const)('is refused together with %o', async (others, pointers) => {
    const { status, problem } = await refusal(idsFor(manager, { email: 'a@example.test', ...others }));
    expect([status, problem.errors?.map(({ pointer }) => pointer)]).toEqual([400, pointers]);
  });

  it.each(['erp', 'erp:', ':4711', 'erp: \u200b', 'erp:4711\n4712'])(
    'is refused for the number %s',
    async (externalId) => {
      const { status, problem } = await refusal(idsFor(manager, { externalId }));
      expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/query/externalId']);
    },
  );
});

describe('a row of a list', () => {
  it('has what it takes to act, and is one’s own with owner=me', async () => {
    const { body: mine } = await wangFang.customers.createCustomer({
      body: {
        ...{ name: 'Mine', tags: ['vip'], language: 'en', timeZone: 'Europe/London' },
        externalIds: [{ source: 'erp', id: unique() }],
      },
    });
    await cloud.idle();
    const { items } = (await wangFang.customers.listCustomers({ query: { owner: 'me', limit: 50 } })).body;
    expect(new Set(items.map(({ owner }) => owner))).toEqual(new Set(['wang.fang']));
    const row = items.find((item) => item.id === mine.id);
    const { id, version, tags, language, timeZone, updatedAt, externalIds } = mine;
    expect(row).toMatchObject({ version, tags, language, timeZone, updatedAt, externalIds });
    const everybody = await manager.customers.listCustomers({ query: { limit: 100 } });
    expect(everybody.body.items.find((item) => item.id === id)).toMatchObject({ externalIds });
    const patched = await wangFang.customers.patchCustomer(
      { params: { customerId: id }, body: { tags: [] } },
      { ifMatch: row?.version ?? 0 },
    );
    expect(patched.body.version).toBe(2);
  });
});

describe('a value that somebody has', () => {
  it('is told with the customer who has it, masked where that is a colleague’s', async () => {
    const [email, number, external] = [
      `w${unique()}@example.test`,
      phone(),
      { source: 'erp', id: unique() },
    ] as const;
    const holder = await create({
      ...{ name: '王小明', email, phone: number, externalIds: [external], owner: 'chen.jing' },
      ...{
        company: '上海远洋贸易有限公司',
        address: { city: '上海' },
        tags: ['vip'],
        birthday: '1980-02-03',
      },
    });
    const owner = { id: 'chen.jing', name: 'Chen Jing' };
    const seen = { id: holder.id, masked: false, name: '王小明', email, phone: number, owner };
    const summary = {
      id: holder.id,
      masked: true,
      name: '王**',
      email: 'w***@e***.test',
      phone: `***${number.slice(-4)}`,
      owner,
    };
    const attempts = [
      [{ email: email.toUpperCase() }, '/body/email'],
      [{ phone: number }, '/body/phone'],
      [{ externalIds: [external] }, '/body/externalIds/0'],
    ] as const;
    const send = (api: Api, fields: object) =>
      refusal(api.customers.createCustomer({ body: { name: 'Second', ...fields } }));
    for (const [fields, pointer] of attempts) {
      const { status, problem } = await send(manager, fields);
      expect([status, problem.existing, problem.errors?.[0]?.pointer]).toEqual([409, seen, pointer]);
      const theirs = await send(wangFang, fields);
      expect([theirs.status, theirs.problem.existing, theirs.problem.errors]).toEqual([
        409,
        summary,
        [{ pointer, reason: `Taken by ${holder.id}.` }],
      ]);
      await expect(
        wangFang.customers.getCustomer({ params: { customerId: holder.id } }),
      ).rejects.toMatchObject({ status: 404 });
    }
    const own = await create({ phone: phone(), owner: 'wang.fang' });
    const [theirs, mine] = [`Taken by ${holder.id}.`, `Taken by ${own.id}.`];
    const both = await send(wangFang, { externalIds: [external], email, phone: own.phone });
    expect([both.status, both.problem.existing, both.problem.errors]).toEqual([
      409,
      summary,
      [
        { pointer: '/body/externalIds/0', reason: theirs },
        { pointer: '/body/email', reason: theirs },
        { pointer: '/body/phone', reason: mine },
      ],
    ]);
    const other = await create();
    const patch = { params: { customerId: other.id }, body: { email } };
    const patched = await refusal(manager.customers.patchCustomer(patch, { ifMatch: 1 }));
    expect(patched.problem.existing).toEqual(seen);
    const params = { source: 'erp', externalId: unique() };
    const upsert = await refusal(
      erp.customers.upsertCustomer({ params, body: { name: 'Third', phone: number } }),
    );
    expect(upsert.problem.existing).toEqual(seen);
    const nobodys = await create({ phone: phone(), owner: null });
    for (const { id, name, phone: taken } of [own, nobodys])
      expect((await send(wangFang, { phone: taken })).problem.existing).toMatchObject({
        ...{ id, masked: false, name, phone: taken },
      });
  });
});

describe('the owner of a customer', () => {
  it('is somebody of the staff who is active', async () => {
    const gone = `gone.${unique()}`;
    const chenJing = await cloud.as('chen.jing', 3);
    const entry = { name: 'Gone', email: `${gone}@example.test` };
    await chenJing.staff.putStaff({ params: { staffId: gone }, body: { ...entry, active: false } });
    for (const owner of [gone, `unknown.${unique()}`]) {
      const customer = await create();
      const params = { source: 'erp', externalId: unique() };
      const known = { source: 'erp', externalId: unique() };
      await erp.customers.upsertCustomer({ params: known, body: { name: 'Known' } });
      const refusals = await Promise.all([
        refusal(manager.customers.createCustomer({ body: { name: 'X', owner } })),
        refusal(
          manager.customers.patchCustomer(
            { params: { customerId: customer.id }, body: { owner } },
            { ifMatch: 1 },
          ),
        ),
        refusal(erp.customers.upsertCustomer({ params, body: { name: 'X', owner } })),
        refusal(erp.customers.upsertCustomer({ params: known, body: { name: 'X', owner } })),
      ]);
      for (const { status, problem } of refusals) {
        expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/body/owner']);
        expect(problem.errors?.[0]?.reason).toContain('GET /staff');
      }
    }
  });
});

describe('another system that tells of a customer', () => {
  it('clears with null what may be missing, for a new customer as well', async () => {
    const params = { source: 'erp', externalId: unique() };
    const email = `${unique()}@example.test`;
    const put = (body: object) =>
      erp.customers.upsertCustomer({ params, body: { name: 'Cleared', ...body } });
    const first = await put({ email, company: 'Acme', birthday: null, owner: null });
    expect(first).toMatchObject({ status: 201, body: { email, company: 'Acme' } });
    const { body } = await put({ email: null, company: null });
    expect(Object.keys(body)).not.toContain('company');
    expect(Object.keys(body)).not.toContain('email');
    expect((await create({ email })).email).toBe(email);
    const refused = await refusal(put({ name: null }));
    expect([refused.status, refused.problem.errors?.[0]?.pointer]).toEqual([400, '/body/name']);
  });

  it('makes a new customer with the number, address and phone of one that was deleted', async () => {
    const params = { source: 'erp', externalId: unique() };
    const body = { name: 'Back again', email: `${unique()}@example.test`, phone: phone() };
    const impatient = await cloud.as('erp', 0);
    const first = await impatient.customers.upsertCustomer({ params, body });
    await manager.customers.deleteCustomer({ params: { customerId: first.body.id } }, { ifMatch: 1 });
    const second = await impatient.customers.upsertCustomer({ params, body });
    expect(second).toMatchObject({ status: 201, body: { ...body, version: 1 } });
    expect(second.body.id).not.toBe(first.body.id);
    const again = await impatient.customers.upsertCustomer({ params, body });
    expect([again.status, again.body]).toEqual([200, second.body]);
    const { status } = await refusal(
      manager.customers.getCustomer({ params: { customerId: first.body.id } }),
    );
    expect(status).toBe(404);
  });
});
