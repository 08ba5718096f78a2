/** What the list of customers can be narrowed by, and what it refuses. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;
let colleague: Api;

beforeAll(async () => {
  [manager, agent, colleague] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api];
});

type Query = NonNullable<Parameters<Api['customers']['listCustomers']>[0]>['query'];
const any = { ifMatch: '*' } as const;

async function create(fields: object = {}) {
  const { body } = await manager.customers.createCustomer({ body: { name: '王芳', ...fields } });
  return body;
}

/** Every page of the list, of these customers only: tests of other files make customers, too. */
async function listed(query: Query, ids: readonly string[], api = manager): Promise<string[]> {
  await cloud.idle();
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { body } = await api.customers.listCustomers({ query: { limit: 100, ...query, cursor } });
    found.push(...body.items.map(({ id }) => id));
    if (body.cursor === null) return found.filter((id) => ids.includes(id));
    cursor = body.cursor;
  }
}

describe('tag, stage and source', () => {
  it('find customers of all, newest first, and follow every change, merge and deletion', async () => {
    const [tag, other, source] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const one = await create({ tags: [tag, other], source, stage: 'active' });
    const two = await create({ tags: [tag], source, stage: 'lost' });
    const three = await create({ tags: [other] });
    const ids = [one.id, two.id, three.id];
    expect(await listed({ tag }, ids)).toEqual([two.id, one.id]);
    expect(await listed({ tag, limit: 1 }, ids)).toEqual([two.id, one.id]);
    expect(await listed({ source }, ids)).toEqual([two.id, one.id]);
    expect(await listed({ stage: 'lost' }, ids)).toEqual([two.id]);
    expect(await listed({ stage: 'potential' }, ids)).toEqual([three.id]);
    expect(await listed({ tag, stage: 'active' }, ids)).toEqual([one.id]);

    const body = { tags: [other], source: null, stage: 'high-value' as const };
    await manager.customers.patchCustomer({ params: { customerId: one.id }, body }, any);
    expect(await listed({ tag }, ids)).toEqual([two.id]);
    expect(await listed({ tag: other }, ids)).toEqual([three.id, one.id]);
    expect(await listed({ source }, ids)).toEqual([two.id]);
    expect(await listed({ stage: 'active' }, ids)).toEqual([]);
    expect(await listed({ stage: 'high-value' }, ids)).toEqual([one.id]);

    const merge = { params: { customerId: one.id }, body: { customerId: three.id } };
    await manager.merges.mergeCustomers(merge);
    expect(await listed({ tag: other }, ids)).toEqual([one.id]);
    await manager.merges.undoMerge({ params: { customerId: one.id, mergedId: three.id } });
    expect(await listed({ tag: other }, ids)).toEqual([three.id, one.id]);
    await manager.customers.deleteCustomer({ params: { customerId: three.id } }, any);
    expect(await listed({ tag: other }, ids)).toEqual([one.id]);
  });

  it('narrow what an agent sees, and what is nobody’s', async () => {
    const tag = crypto.randomUUID();
    const mine = await create({ tags: [tag], owner: 'wang.fang' });
    const theirs = await create({ tags: [tag], owner: 'david.brown' });
    const free = await create({ tags: [tag] });
    const ids = [mine.id, theirs.id, free.id];
    expect(await listed({ tag }, ids, agent)).toEqual([mine.id]);
    expect(await listed({ tag, owner: 'none' }, ids, agent)).toEqual([free.id]);
    expect(await listed({ tag, owner: 'david.brown' }, ids)).toEqual([theirs.id]);
  });

  it('tell whoever asks for changes which customer has left a stage', async () => {
    const since = (await cloud.now()).toISOString();
    const { id } = await create({ stage: 'new' });
    await manager.customers.patchCustomer({ params: { customerId: id }, body: { stage: 'active' } }, any);
    const { body } = await manager.customers.listCustomers({
      query: { limit: 100, updatedSince: since, stage: 'new' },
    });
    expect(body.deleted?.filter((each) => each.id === id)).toMatchObject([{ reason: 'left' }]);
    expect(body.items.map((each) => each.id)).not.toContain(id);
  });
});

describe('when a customer was created', () => {
  it('bounds every list, both ends included', async () => {
    const tag = crypto.randomUUID();
    const made = [];
    for (let index = 0; index < 4; index += 1) made.push(await create({ tags: [tag], owner: 'wang.fang' }));
    const [first, second, third, fourth] = made.map(({ id }) => id) as [string, string, string, string];
    const [, from, to] = made.map(({ createdAt }) => createdAt);
    const ids = [first, second, third, fourth];
    for (const query of [{}, { tag }, { owner: 'wang.fang' }, { owner: 'wang.fang', tag }]) {
      expect(await listed({ ...query, createdFrom: from, createdTo: to }, ids)).toEqual([third, second]);
      expect(await listed({ ...query, createdFrom: from, limit: 1 }, ids)).toEqual([fourth, third, second]);
      expect(await listed({ ...query, createdTo: to }, ids)).toEqual([third, second, first]);
    }
  });
});

describe('the last contact', () => {
  const talk = (customerId: string, at: string, fields: object = {}) =>
    manager.customers.recordInteraction({
      params: { customerId },
      body: { channel: 'call', direction: 'outbound', subject: 'Asked', at, ...fields },
    });
  const [march, june, september] = [3, 6, 9].map((month) => `2025-0${month}-01T08:00:00.000Z`) as [
    string,
    string,
    string,
  ];

  it('sorts customers, longest ago first, and follows what is recorded, corrected and deleted', async () => {
    const owner = 'wang.fang';
    const [early, late, never] = [await create({ owner }), await create({ owner }), await create()];
    const ids = [early.id, late.id, never.id];
    await talk(late.id, september);
    await talk(late.id, march);
    await talk(early.id, march);
    await talk(early.id, september, { channel: 'note', direction: 'internal' });
    expect(await listed({ lastContactTo: june }, ids)).toEqual([never.id, early.id]);
    expect(await listed({ lastContactTo: september }, ids)).toEqual([never.id, early.id, late.id]);
    expect(await listed({ lastContactFrom: june }, ids)).toEqual([late.id]);
    expect(await listed({ lastContactFrom: march, lastContactTo: march }, ids)).toEqual([early.id]);
    expect(await listed({ lastContactTo: september, owner, limit: 1 }, ids)).toEqual([early.id, late.id]);
    expect(await listed({ lastContactTo: september }, ids, agent)).toEqual([early.id, late.id]);
    expect(await listed({ lastContactTo: september }, ids, colleague)).toEqual([]);

    const { body: again } = await talk(early.id, june);
    expect(await listed({ lastContactFrom: june }, ids)).toEqual([early.id, late.id]);
    const params = { customerId: early.id, interactionId: again.id };
    await manager.customers.deleteInteraction({ params }, any);
    expect(await listed({ lastContactFrom: june }, ids)).toEqual([late.id]);
    const { body } = await manager.customers.listCustomers({
      query: { owner, lastContactFrom: march, lastContactTo: march },
    });
    expect(body.items.find(({ id }) => id === early.id)).toMatchObject({ lastContactAt: march });
  });

  it('is that of the customer when records are merged, and of each when that is taken back', async () => {
    const [one, two] = [await create(), await create()];
    const ids = [one.id, two.id];
    await talk(two.id, september);
    await manager.merges.mergeCustomers({ params: { customerId: one.id }, body: { customerId: two.id } });
    expect(await listed({ lastContactFrom: june }, ids)).toEqual([one.id]);
    await manager.merges.undoMerge({ params: { customerId: one.id, mergedId: two.id } });
    expect(await listed({ lastContactFrom: june }, ids)).toEqual([two.id]);
    expect(await listed({ lastContactTo: march }, ids)).toEqual([one.id]);
  });
});

describe('what no list is kept for', () => {
  const at = '2025-03-01T08:00:00.000Z';
  it.each([
    [{ tag: 'vip', stage: 'active', source: 'fair' }, ['tag']],
    [{ owner: 'wang.fang', tag: 'vip', kind: 'person' }, ['kind']],
    [{ createdFrom: at, lastContactTo: at }, ['createdFrom']],
    [{ updatedSince: new Date().toISOString(), tag: 'vip' }, ['tag']],
    [{ updatedSince: new Date().toISOString(), lastContactTo: at }, ['lastContactTo']],
  ] as const)('is refused, and it is said how to ask for it: %o', async (query, names) => {
    const { status, problem } = await refusal(manager.customers.listCustomers({ query }));
    expect(status).toBe(400);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(names.map((name) => `/query/${name}`));
    expect(problem.detail).toContain('POST /customer-lists/{listId}/fill');
    expect(problem.detail).toContain('POST /customer-extracts');
  });

  it('is refused where the bounds stand the wrong way round', async () => {
    const query = { createdFrom: '2025-03-02T08:00:00.000Z', createdTo: at };
    const { problem } = await refusal(manager.customers.listCustomers({ query }));
    expect(problem.errors).toEqual([
      { pointer: '/query/createdFrom', reason: 'Must not lie after `createdTo`.' },
    ]);
  });
});
