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
  await cloud.idle();
  expect(await count(manager)).toEqual({ count: 4, isExact: true, from: 4, to: 4, read: 5 });
  expect(await count(agent)).toMatchObject({ count: 3, isExact: true });
});

it('estimates among many, and says so', async () => {
  const made = 1500;
  for (let start = 0; start < made; start += 100) {
    const rows = Array.from({ length: 100 }, (_, index) => ({
      key: String(index),
      name: '李雷',
      tags: index % 5 === 0 ? ['fair'] : [],
    }));
    await manager.customers.batchCustomers({ body: { rows } });
  }
  await cloud.idle();
  const told = await count(manager);
  expect(told).toMatchObject({ isExact: false });
  expect(told.from).toBeLessThanOrEqual(304);
  expect(told.to).toBeGreaterThanOrEqual(304);
  expect(told.to - told.from).toBeLessThan(400);
}, 180_000);
