/** How many customers a filter means. A cloud of its own: all customers there are count. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  [manager, agent] = await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)]);
});
afterAll(() => cloud?.close());

const filter = { field: 'tags', op: 'contains', value: 'fair' };
const count = async (api: Api) => (await api.lists.countCustomers({ body: { filter } })).body;

it('counts exactly among few, each for whom they see', async () => {
  for (const owner of ['wang.fang', 'david.brown', null, null])
    await manager.customers.createCustomer({ body: { name: '王芳', tags: ['fair'], owner } });
  await manager.customers.createCustomer({ body: { name: '王芳' } });
  // What a busy machine was too slow for is done again.
  await cloud.advance({ duration: 'PT10M' });
  await cloud.idle();
  expect(await count(manager)).toEqual({ count: 4, isExact: true, from: 4, to: 4, read: 5 });
  expect(await count(agent)).toMatchObject({ count: 3, isExact: true });
});
