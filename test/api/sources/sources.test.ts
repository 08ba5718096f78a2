/** Rules of sources are for a whole deployment: a cloud of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent] = (await Promise.all(['li.na', 'wang.fang'].map((id) => cloud.as(id, 3)))) as [Api, Api];
});
afterAll(() => cloud?.close());

const unique = () => crypto.randomUUID().slice(0, 13);
const email = () => `${unique()}@example.test`;
const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

/** An upsert, with what its headers say was left alone. */
async function put(path: string, query: Record<string, string>, body: object) {
  const reply = await fetch(`${cloud.url}${path}?${new URLSearchParams(query)}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await cloud.token('li.na')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { leftAlone: reply.headers.get('fields-left-alone'), body: (await reply.json()) as Customer };
}

describe('upserting by an address', () => {
  it('creates once, then brings up to date who has it, wherever it stands', async () => {
    const [address, number, other] = [email(), phone(), email()];
    const query = { email: address };
    const created = await manager.customers.upsertCustomerByEmail({ query, body: { name: '王芳' } });
    expect([created.status, created.body.email]).toEqual([201, address]);
    const again = await manager.customers.upsertCustomerByEmail({
      query: { email: address.toUpperCase() },
      body: { name: '王芳', phone: number, otherEmails: [{ email: other }] },
    });
    expect([again.status, again.body.id, again.body.version]).toEqual([200, created.body.id, 2]);
    const byOther = await manager.customers.upsertCustomerByEmail({
      query: { email: other },
      body: { email: other, stage: 'active' },
    });
    expect(byOther.body).toMatchObject({ id: created.body.id, email: address, stage: 'active', version: 3 });
    const byPhone = await manager.customers.upsertCustomerByPhone({
      query: { phone: number },
      body: { stage: 'active' },
    });
    expect([byPhone.status, byPhone.body.version]).toEqual([200, 3]);
    expect(
      (await refusal(manager.customers.upsertCustomerByPhone({ query: { phone: phone() }, body: {} })))
        .status,
    ).toBe(400);
  });

  it('makes one customer of many at once', async () => {
    const query = { email: email() };
    const ids = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const body = { name: '王芳', tags: [`tag-${index}`] };
        return (await manager.customers.upsertCustomerByEmail({ query, body })).body.id;
      }),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('is a conflict over a customer whom the caller does not reach', async () => {
    const address = email();
    await manager.customers.createCustomer({ body: { name: '李小龙', email: address, owner: 'chen.jing' } });
    const refused = await refusal(
      agent.customers.upsertCustomerByEmail({ query: { email: address }, body: { name: '李' } }),
    );
    expect([refused.status, refused.problem.detail, refused.problem.existing]).toMatchObject([
      409,
      'Another customer has this e-mail address.',
      { name: '李**' },
    ]);
  });

  it('is what a row of a batch can ask for', async () => {
    const [address, number] = [email(), phone()];
    const send = (rows: object[]) => manager.customers.batchCustomers({ body: { rows: rows as never } });
    const first = await send([
      { key: '1', match: 'email', email: address, name: '王芳' },
      { key: '2', match: 'email', email: address, name: '王小芳', phone: number },
      { key: '3', match: 'phone', phone: phone(), name: '李雷' },
      { key: '4', match: 'phone', name: '李雷' },
      { key: '5', match: 'email', email: email(), externalId: { source: 'erp', id: unique() }, name: 'X' },
    ]);
    expect(first.body.rows.map(({ status }) => status)).toEqual([201, 200, 201, 400, 400]);
    const later = await send([{ key: '1', match: 'phone', phone: number, name: '王芳' }]);
    expect(later.body.rows).toMatchObject([{ status: 200, id: first.body.rows[0]?.id }]);
  });
});

describe('the rules of sources', () => {
  it('keep what a source may not write over, say so, and bind nobody else', async () => {
    const { body: before } = await manager.sources.getSourceRules();
    expect(before).toEqual({ version: 1, rules: [] });
    const rules = [{ source: 'erp', owns: ['address' as const], never: ['preferences' as const] }];
    const stale = await refusal(manager.sources.putSourceRules({ body: { rules } }, { ifMatch: 7 }));
    expect(stale.status).toBe(412);
    expect((await refusal(agent.sources.putSourceRules({ body: { rules } }, { ifMatch: 1 }))).status).toBe(
      403,
    );
    const { body: after } = await manager.sources.putSourceRules({ body: { rules } }, { ifMatch: 1 });
    expect(after).toMatchObject({ version: 2, rules });

    const query = { source: 'erp', externalId: unique() };
    const erp = (body: object) => put('/customers/by-external-id', query, body);
    const address = email();
    const { body: customer } = await erp({ name: '王芳', email: address, address: { city: '上海' } });
    const shop = await put(
      '/customers/by-email',
      { email: address, from: 'shop' },
      { address: { city: '北京' }, gender: 'female', name: '王芳' },
    );
    expect([shop.leftAlone, shop.body.address, shop.body.gender]).toEqual([
      'address',
      { city: '上海' },
      'female',
    ]);
    // Nobody has said what they like yet: any source may.
    const first = await erp({ preferences: { channel: 'call' } });
    expect([first.leftAlone, first.body.preferences]).toEqual([null, { channel: 'call' }]);
    const second = await erp({ preferences: { channel: 'email' }, address: { city: '广州' }, company: null });
    expect([second.leftAlone, second.body]).toMatchObject([
      'preferences',
      { preferences: { channel: 'call' }, address: { city: '广州' } },
    ]);
    const { body: batch } = await manager.customers.batchCustomers({
      body: {
        rows: [{ key: '1', match: 'email', email: address, from: 'shop', address: null, tags: ['new'] }],
      },
    });
    expect(batch.rows).toMatchObject([{ status: 200, leftAlone: ['address'] }]);
    const patched = await manager.customers.patchCustomer(
      { params: { customerId: customer.id }, body: { address: { city: '杭州' } } },
      { ifMatch: '*' },
    );
    expect(patched.body.address).toEqual({ city: '杭州' });

    const { items } = (await manager.audit.listAudit({ query: { record: 'source-rules' } })).body;
    expect(items.map(({ type }) => type)).toEqual(['source-rules.changed']);
    const params = { customerId: customer.id };
    const told = (await manager.customers.listTimeline({ params, query: { type: 'customer.changed' } })).body
      .items;
    expect(told.map(({ data }) => [data.from, data.leftAlone])).toEqual([
      [undefined, undefined],
      ['shop', ['address']],
      ['erp', ['preferences']],
      ['erp', undefined],
      ['shop', ['address']],
    ]);
  });
});
