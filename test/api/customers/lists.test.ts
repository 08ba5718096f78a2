import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let wangFang: Api;
let davidBrown: Api;
let analyst: Api;

beforeAll(async () => {
  [manager, wangFang, davidBrown, analyst] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown', 'zhao.wei'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api];
});

type Query = NonNullable<Parameters<Api['customers']['listCustomers']>[0]>['query'];

async function create(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({ body: { name: '王芳', ...fields } });
  return body;
}

/** Every page of the list. */
async function pagesOf(api: Api, query: Query) {
  const pages = [];
  for (let cursor: string | undefined; ; ) {
    const { body } = await api.customers.listCustomers({ query: { ...query, cursor } });
    pages.push(body);
    if (body.cursor === null) return pages;
    if (pages.length > 200) throw new Error('The list does not end');
    cursor = body.cursor;
  }
}

/** Rows and tombstones of the list, of these customers only, because tests of other files make customers, too. */
async function told(api: Api, query: Query, ids: readonly string[]) {
  const pages = await pagesOf(api, query);
  return {
    items: pages.flatMap(({ items }) => items).filter(({ id }) => ids.includes(id)),
    deleted: pages.flatMap(({ deleted }) => deleted ?? []).filter(({ id }) => ids.includes(id)),
  };
}

describe('the kind of a customer', () => {
  it('narrows the list of all, of an owner and of nobody', async () => {
    const made = [
      await create({ kind: 'company' }),
      await create({ kind: 'person' }),
      await create({ kind: 'company', owner: 'wang.fang' }),
      await create({ kind: 'person', owner: 'wang.fang' }),
    ] as const;
    await cloud.idle();
    const ids = made.map(({ id }) => id);
    const idsOf = async (query: Query) =>
      (await told(manager, { limit: 100, kind: 'company', ...query }, ids)).items.map(({ id }) => id);
    expect(await idsOf({})).toEqual([made[2].id, made[0].id]);
    expect(await idsOf({ owner: 'wang.fang' })).toEqual([made[2].id]);
    expect(await idsOf({ owner: 'none' })).toEqual([made[0].id]);
  });
});

describe('updatedSince', () => {
  it('tells what was created, changed and deleted, in the order of time, and where to go on', async () => {
    const before = await create({ name: 'Before' });
    const since = (await cloud.now()).toISOString();
    const created = await create({ name: 'Created' });
    const gone = await create({ name: 'Gone' });
    await manager.customers.patchCustomer(
      { params: { customerId: before.id }, body: { name: 'After' } },
      { ifMatch: 1 },
    );
    await manager.customers.deleteCustomer({ params: { customerId: gone.id } }, { ifMatch: 1 });
    const ids = [before.id, created.id, gone.id];
    for (const limit of [2, 100]) {
      const { items, deleted } = await told(manager, { limit, updatedSince: since }, ids);
      expect(items.map(({ name }) => name)).toEqual(['Created', 'After']);
      expect(deleted.every(({ deletedAt }) => deletedAt > since)).toBe(true);
      expect(new Set(deleted.map(({ id }) => id))).toEqual(new Set([gone.id]));
    }
    const pages = await pagesOf(manager, { limit: 2, updatedSince: since });
    expect(pages.slice(0, -1).map((page) => page.updatedUntil)).toEqual(pages.slice(1).map(() => undefined));
    const until = pages.at(-1)?.updatedUntil ?? '';
    expect(Date.parse(until)).toBeLessThan(Date.parse(since));
    expect(Date.parse(until)).toBeGreaterThan(Date.parse(since) - 10 * 60_000);
  });

  it('tells agents of their own customers, and analysts nothing of how to reach them', async () => {
    const since = (await cloud.now()).toISOString();
    const email = `${crypto.randomUUID()}@example.test`;
    const mine = await create({ owner: 'wang.fang', email });
    const given = await create({ owner: 'wang.fang' });
    const removed = await create({ owner: 'wang.fang' });
    await manager.customers.patchCustomer(
      { params: { customerId: given.id }, body: { owner: 'david.brown' } },
      { ifMatch: 1 },
    );
    await manager.customers.deleteCustomer({ params: { customerId: removed.id } }, { ifMatch: 1 });
    const ids = [mine.id, given.id, removed.id];
    const query = { limit: 100, updatedSince: since };
    const own = await told(wangFang, query, ids);
    expect(own.items.map(({ id }) => id)).toEqual([mine.id]);
    const reasons = new Map(own.deleted.map(({ id, reason }) => [id, reason]));
    expect([reasons.size, reasons.get(given.id), reasons.get(removed.id)]).toEqual([2, 'left', 'deleted']);
    const theirs = await told(davidBrown, query, ids);
    expect(theirs.items.map(({ id }) => id)).toEqual([given.id]);
    expect(theirs.deleted).toEqual([]);
    const seen = await told(analyst, query, ids);
    expect(seen.items.map(({ id }) => id)).toEqual([mine.id, given.id]);
    expect(JSON.stringify(seen)).not.toContain(email);
  });

  it('tells of a customer who was given away that it is gone, and nothing else, to whose it was', async () => {
    const customers = [
      await create({ owner: 'wang.fang' }),
      await create({ owner: 'wang.fang' }),
      await create(),
    ];
    const [given, unowned, taken] = customers.map(({ id }) => id) as [string, string, string];
    const since = (await cloud.now()).toISOString();
    const patch = async (customerId: string, body: object, ifMatch: number) =>
      (await manager.customers.patchCustomer({ params: { customerId }, body }, { ifMatch })).body.updatedAt;
    const givenAt = await patch(given, { owner: 'david.brown' }, 1);
    await patch(given, { name: 'Secret of David', email: `${crypto.randomUUID()}@example.test` }, 2);
    const unownedAt = await patch(unowned, { owner: null }, 1);
    const takenAt = await patch(taken, { owner: 'david.brown' }, 1);
    const ids = [given, unowned, taken];
    const toldTo = (api: Api, owner?: string) => told(api, { limit: 100, updatedSince: since, owner }, ids);
    const left = (id: string, deletedAt: string) => ({ id, deletedAt, reason: 'left' });
    const wangs = { items: [], deleted: [left(given, givenAt), left(unowned, unownedAt)] };
    expect(await toldTo(wangFang)).toEqual(wangs);
    expect(await toldTo(wangFang, 'me')).toEqual(wangs);
    expect(await toldTo(manager, 'wang.fang')).toEqual(wangs);
    expect((await toldTo(wangFang, 'none')).deleted).toEqual([left(taken, takenAt)]);
    expect((await toldTo(davidBrown)).deleted).toEqual([]);
    expect((await toldTo(manager)).deleted).toEqual([]);
    expect((await toldTo(manager)).items).toHaveLength(3);
    await manager.customers.deleteCustomer({ params: { customerId: given } }, { ifMatch: 3 });
    // In the order of their last changes.
    expect(await toldTo(wangFang)).toEqual({ ...wangs, deleted: wangs.deleted.toReversed() });
    expect((await toldTo(davidBrown)).deleted).toMatchObject([{ id: given, reason: 'deleted' }]);
  });

  it('tells other systems which of their numbers a deleted customer had, and nothing personal', async () => {
    const since = (await cloud.now()).toISOString();
    const externalIds = [
      { source: 'erp', id: `${crypto.randomUUID()}/1` },
      { source: '商城', id: crypto.randomUUID() },
    ];
    const email = `${crypto.randomUUID()}@example.test`;
    const gone = await create({ name: 'Ada Lovelace', email, externalIds });
    const plain = await create();
    for (const { id } of [gone, plain])
      await manager.customers.deleteCustomer({ params: { customerId: id } }, { ifMatch: 1 });
    const { deleted } = await told(manager, { limit: 100, updatedSince: since }, [gone.id, plain.id]);
    const keys = deleted.map(({ deletedAt, ...rest }) => rest);
    expect(keys).toEqual([
      { id: gone.id, reason: 'deleted', externalIds },
      { id: plain.id, reason: 'deleted', externalIds: [] },
    ]);
  });

  it('refuses what lies too far back, and a cursor of the list that is not asked for changes', async () => {
    const far = await refusal(
      manager.customers.listCustomers({ query: { limit: 5, updatedSince: '2020-01-01T00:00:00Z' } }),
    );
    expect(far).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/query/updatedSince' }] } });
    await Promise.all([create(), create()]);
    await cloud.idle();
    const { body } = await manager.customers.listCustomers({ query: { limit: 1 } });
    const updatedSince = (await cloud.now()).toISOString();
    const foreign = { limit: 1, cursor: body.cursor ?? '', updatedSince };
    expect(await refusal(manager.customers.listCustomers({ query: foreign }))).toMatchObject({
      status: 400,
      problem: { errors: [{ pointer: '/query/cursor' }] },
    });
  });
});

describe('a list that was not meant for the caller', () => {
  it('is refused, whoever’s customers an agent asks for', async () => {
    const { problem } = await refusal(wangFang.customers.listCustomers({ query: { owner: 'david.brown' } }));
    expect([problem.status, problem.code]).toEqual([403, 'forbidden']);
    const own = await wangFang.customers.listCustomers({ query: { owner: 'wang.fang', limit: 1 } });
    expect(own.status).toBe(200);
  });

  it('goes on from no cursor that was edited', async () => {
    await create();
    await create();
    await cloud.idle();
    const { body } = await manager.customers.listCustomers({ query: { limit: 1 } });
    const [bound] = JSON.parse(Buffer.from(body.cursor ?? '', 'base64url').toString()) as [string];
    for (const edited of [[bound, '\ud800'], [bound, ''], [bound, 'x', 'y'], [bound, 7], [bound]]) {
      const cursor = Buffer.from(JSON.stringify(edited)).toString('base64url');
      const { problem } = await refusal(manager.customers.listCustomers({ query: { cursor } }));
      const pointers = problem.errors?.map(({ pointer }) => pointer);
      expect([problem.status, pointers], JSON.stringify(edited)).toEqual([400, ['/query/cursor']]);
    }
  });
});
