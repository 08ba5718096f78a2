/** A list that is filled and an export that is made while calls fail, messages come twice and processes die: nobody twice, nobody lost. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../support/cloud.ts';
import { faultLoad, settle } from '../support/fault-load.ts';

const seed = Number(process.env.SEED ?? 20261126);
const rows = 240;

let cloud: OwnCloud;
let manager: Api;
let wanted: string[];

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-26T02:00:00.000Z') });
  manager = await cloud.as('li.na', 4);
  wanted = [];
  for (let start = 0; start < rows; start += 40) {
    const made = Array.from({ length: 40 }, (_, index) => ({
      key: `row-${start + index}`,
      name: '李雷',
      tags: index % 2 === 0 ? ['fair'] : [],
    }));
    const { body } = await manager.customers.batchCustomers({ body: { rows: made } });
    for (const { key, id } of body.rows as { key: string; id?: string }[])
      if (Number(key.slice(4)) % 2 === 0) wanted.push(String(id));
  }
  wanted.sort();
  // What a busy machine was too slow for is done again.
  await cloud.advance({ duration: 'PT30M' });
  await cloud.idle();
}, 120_000);
afterAll(() => cloud?.close());
afterEach(() => cloud.faults([]));

/** The fault load, and each tenth call of the jobs ends its process, before it is carried out or after. */
const faults = (more: number) => [
  ...faultLoad(seed + more, 2),
  { service: '*', rate: 0.02, kind: 'kill', seed: seed + more + 50 } as const,
];
const filter = { field: 'tags', op: 'contains', value: 'fair' };

async function members(listId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await manager.lists.listMembers({ params: { listId }, query: { limit: 100, cursor } });
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return ids.sort();
}

it(`fills a list with everybody once (seed ${seed})`, async () => {
  const { body: list } = await manager.lists.createList({ body: { name: 'Fair' } });
  const params = { listId: list.id };
  await manager.lists.fillList({ params, body: { filter } });
  await cloud.faults(faults(0));
  await settle(cloud);
  const { body: filled } = await manager.lists.getList({ params });
  const told = { state: 'done', read: rows, added: wanted.length };
  expect(filled).toMatchObject({ members: wanted.length, filling: told });
  expect(await members(list.id)).toEqual(wanted);
});

it(`exports everybody once (seed ${seed})`, async () => {
  const { body: asked } = await manager.lists.createExtract({ body: { filter, columns: ['id'] } });
  await cloud.faults(faults(1));
  await settle(cloud);
  const { body: made } = await manager.lists.getExtract({ params: { extractId: asked.id } });
  expect(made).toMatchObject({ state: 'done', read: rows, rows: wanted.length });
  const files = await Promise.all((made.links ?? []).map(async (link) => (await fetch(link)).text()));
  expect(files.flatMap((file) => file.match(/customer_[0-9a-z]{26}/g) ?? []).sort()).toEqual(wanted);
});
