import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../../shared/contract/client.ts';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let erp: Api;
let manager: Api;
let token: string;

beforeAll(async () => {
  [erp, manager] = (await Promise.all([cloud.as('erp', 3), cloud.as('li.na', 3)])) as [Api, Api];
  token = await cloud.token('erp');
});

const unique = () => crypto.randomUUID().slice(0, 13);

interface Answer {
  readonly failed: number;
  readonly rows: readonly {
    readonly row: number;
    readonly key?: string;
    readonly status: number;
    readonly id?: string;
    readonly problem?: {
      title: string;
      detail: string;
      code: string;
      errors?: { pointer: string; reason: string }[];
      existing?: { id: string };
    };
  }[];
}

/** Sends rows as they are, valid or not. */
async function send(rows: unknown, key: string = crypto.randomUUID(), language = 'en') {
  const reply = await fetch(`${cloud.url}/customers/batch`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'accept-language': language,
    },
    body: JSON.stringify({ rows }),
  });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Answer };
}

const statuses = ({ body }: { body: Answer }) => body.rows.map(({ status }) => status);

describe('a batch of customers', () => {
  it('creates and brings up to date, each row by itself, rows about the same one in the order of the request', async () => {
    const externalId = { source: 'erp', id: unique() };
    const email = `${unique()}@example.test`;
    const { status, body } = await erp.customers.batchCustomers({
      body: {
        rows: [
          { key: 'a', externalId, name: 'First', tags: ['new'], company: 'Acme' },
          { key: 'b', name: 'Second', email },
          { key: 'c', externalId, name: 'First, later', company: null },
        ],
      },
    });
    expect([status, body.failed]).toEqual([200, 0]);
    expect(body.rows).toMatchObject([
      { row: 0, key: 'a', status: 201 },
      { row: 1, key: 'b', status: 201 },
      { row: 2, key: 'c', status: 200, id: body.rows[0]?.id },
    ]);
    const read = async (index: number) =>
      (await manager.customers.getCustomer({ params: { customerId: String(body.rows[index]?.id) } })).body;
    expect(await read(0)).toMatchObject({ name: 'First, later', tags: ['new'], externalIds: [externalId] });
    expect(await read(0)).not.toHaveProperty('company');
    expect(await read(1)).toMatchObject({ name: 'Second', email, owner: null });
  });

  it('tells of each refused row where and why, and stops no other', async () => {
    const taken = `${unique()}@example.test`;
    const { body: holder } = await manager.customers.createCustomer({
      body: { name: 'Holder', email: taken },
    });
    const external = { source: 'erp', id: unique() };
    const reply = await send([
      { key: 'good', name: 'Good' },
      { key: 'bad phone', name: 'X', phone: '138 1234 5678' },
      { key: 'taken', name: 'X', email: taken.toUpperCase() },
      'no row',
      { name: 'No key' },
      { key: 'owner', name: 'X', owner: `unknown.${unique()}` },
      { key: 'both', name: 'X', externalId: external, externalIds: [external] },
      { key: 'twice', name: 'X', tags: ['a', 'a'] },
      { key: 'unknown', name: 'X', surprise: 1 },
      { key: 'good too', name: 'Good too', externalId: external },
    ]);
    expect(statuses(reply)).toEqual([201, 400, 409, 400, 400, 400, 400, 400, 400, 201]);
    expect(reply.body.failed).toBe(8);
    const pointers = reply.body.rows.map(({ problem }) => problem?.errors?.[0]?.pointer);
    expect(pointers).toEqual([
      undefined,
      '/body/rows/1/phone',
      '/body/rows/2/email',
      '/body/rows/3',
      '/body/rows/4/key',
      '/body/rows/5/owner',
      '/body/rows/6/externalIds',
      '/body/rows/7/tags/1',
      '/body/rows/8/surprise',
      undefined,
    ]);
    expect(reply.body.rows[2]?.problem).toMatchObject({ code: 'conflict', existing: { id: holder.id } });
  });

  it('refuses a row under the key of another, whether it says the same or not', async () => {
    const rows = [
      { key: '1', name: 'First' },
      { key: '2', name: 'Second' },
      { key: '1', name: 'First' },
      { key: '1', name: '' },
    ];
    const key = crypto.randomUUID();
    const reply = await send(rows, key);
    expect(statuses(reply)).toEqual([201, 201, 400, 400]);
    expect([reply.body.failed, reply.body.rows[2]?.key]).toEqual([2, '1']);
    expect(reply.body.rows[2]?.problem?.errors).toEqual([
      { pointer: '/body/rows/2/key', reason: 'stands in the batch twice, first in row 0' },
    ]);
    const pointers = reply.body.rows[3]?.problem?.errors?.map(({ pointer }) => pointer).toSorted();
    expect(pointers).toEqual(['/body/rows/3/key', '/body/rows/3/name']);
    const again = await send(rows, key);
    expect(again.body.rows.map(({ id }) => id)).toEqual(reply.body.rows.map(({ id }) => id));
  });

  it('takes one address once, however its rows write it', async () => {
    const email = `${unique()}@example.test`;
    const reply = await send([
      { key: '1', name: 'First', email },
      { key: '2', name: 'Second', email: email.toUpperCase() },
    ]);
    expect(statuses(reply).toSorted()).toEqual([201, 409]);
    const [made, refused] = reply.body.rows.toSorted((one, other) => one.status - other.status);
    expect(refused?.problem?.existing?.id).toBe(made?.id);
  });

  it('doubles nothing when it is sent again, corrected or not, in one order or another', async () => {
    const key = crypto.randomUUID();
    const email = `${unique()}@example.test`;
    const rows = [
      { key: '1', name: 'One' },
      { key: '2', name: 'Two', email: 'nobody' },
      { key: '3', name: 'Three', externalId: { source: 'erp', id: unique() } },
    ];
    const first = await send(rows, key);
    expect(statuses(first)).toEqual([201, 400, 201]);
    const again = await send(rows, key);
    expect(again.body.rows.map(({ id }) => id)).toEqual(first.body.rows.map(({ id }) => id));
    expect(again.headers.get('idempotent-replayed')).toBeNull();

    const corrected = [{ key: '2', name: 'Two', email }, rows[2], rows[0]];
    const second = await send(corrected, key);
    expect(statuses(second)).toEqual([201, 201, 201]);
    expect(second.body.rows.slice(1).map(({ id }) => id)).toEqual([
      first.body.rows[2]?.id,
      first.body.rows[0]?.id,
    ]);
    const third = await send(corrected, key);
    expect(third.body).toEqual(second.body);
    expect(third.headers.get('idempotent-replayed')).toBe('true');
    const found = await manager.customers.listCustomers({ query: { email } });
    expect(found.body.items.map(({ id }) => id)).toEqual([second.body.rows[0]?.id]);

    const other = await send([{ key: '1', name: 'Another' }], key);
    expect(other.body.rows[0]).toMatchObject({ status: 422, problem: { code: 'idempotency-key-reused' } });
  });

  it('makes one customer of each row when it comes several times at once', async () => {
    const key = crypto.randomUUID();
    const rows = Array.from({ length: 10 }, (_, index) => ({ key: `${index}`, name: `Row ${index}` }));
    const replies = await Promise.all([1, 2, 3, 4].map(() => send(rows, key)));
    for (const reply of replies) expect(reply.body).toEqual(replies[0]?.body);
    expect(new Set(replies.flatMap(({ body }) => body.rows.map(({ id }) => id))).size).toBe(10);
  });

  it('takes a hundred rows and refuses more, none, and what is no list', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ key: `${index}`, name: `Row ${index}` }));
    expect(statuses(await send(many.slice(0, 100)))).toEqual(Array.from({ length: 100 }, () => 201));
    for (const rows of [many, [], 'rows', undefined]) expect((await send(rows)).status).toBe(400);
  });

  it('gives rows to nobody whom the caller could not give a customer to', async () => {
    const agent = await cloud.as('wang.fang');
    const { body } = await agent.customers.batchCustomers({
      body: {
        rows: [
          { key: '1', name: 'Mine' },
          { key: '2', name: 'Theirs', owner: 'david.brown' },
        ],
      },
    });
    expect(body.rows.map(({ status }) => status)).toEqual([201, 403]);
    const analyst = await cloud.as('zhao.wei');
    const refused = await refusal(
      analyst.customers.batchCustomers({ body: { rows: [{ key: '1', name: 'X' }] } }),
    );
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused.status).toBe(403);
  });

  it('says in the language of the caller what is wrong with a row', async () => {
    const rows = [{ key: 'a' }, { key: 'b', name: 'Ada', email: 'nobody', extra: 1 }];
    const { body } = await send(rows, undefined, 'zh-CN,zh;q=0.9');
    expect(body.rows.map(({ problem }) => problem)).toMatchObject([
      {
        title: '请求内容无效',
        detail: '新客户须有姓名。',
        errors: [{ pointer: '/body/rows/0/name', reason: '必填：尚无此客户。' }],
      },
      {
        errors: [
          { pointer: '/body/rows/1/email', reason: '必须是电子邮件地址，如 li.wei@example.com' },
          { pointer: '/body/rows/1/extra', reason: '此处没有该字段。' },
        ],
      },
    ]);
  });
});
