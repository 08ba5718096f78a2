/** A correction while calls fail, messages come twice and processes die: every customer changes once, and has all again. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../support/cloud.ts';
import { faultLoad, settle } from '../support/fault-load.ts';

const seed = Number(process.env.SEED ?? 20261126);
const rows = 60;

let cloud: OwnCloud;
let manager: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-26T02:00:00.000Z') });
  manager = await cloud.as('li.na', 4);
});
afterAll(() => cloud?.close());
afterEach(() => cloud.faults([]));

it(`changes ${rows} customers once each, and gives back what they had (seed ${seed})`, async () => {
  const customerIds: string[] = [];
  for (let start = 0; start < rows; start += 20) {
    const batch = Array.from({ length: 20 }, (_, at) => ({ key: `row-${start + at}`, name: '李雷' }));
    const { body } = await manager.customers.batchCustomers({ body: { rows: batch } });
    customerIds.push(...body.rows.flatMap(({ id }) => id ?? []));
  }
  expect(customerIds).toHaveLength(rows);
  await cloud.idle();
  const all = () =>
    Promise.all(
      customerIds.map(async (customerId) => {
        const { version, tags } = (await manager.customers.getCustomer({ params: { customerId } })).body;
        return { version, tags };
      }),
    );
  await cloud.faults(faultLoad(seed, 2));
  const body = { change: { addTags: ['once'] }, customerIds };
  const { id } = (await manager.corrections.createCorrection({ body })).body;
  await settle(cloud);
  const params = { correctionId: id };
  const counts = async () => (await manager.corrections.getCorrection({ params })).body;
  expect(await counts()).toMatchObject({ status: 'ready', counts: { pending: rows } });
  await cloud.faults(faultLoad(seed + 1, 2));
  await manager.corrections.startCorrection({ params });
  await settle(cloud);
  expect(await counts()).toMatchObject({ status: 'done', counts: { changed: rows } });
  expect(await all()).toEqual(customerIds.map(() => ({ version: 2, tags: ['once'] })));
  await cloud.faults(faultLoad(seed + 2, 2));
  await manager.corrections.undoCorrection({ params });
  await settle(cloud);
  expect(await counts()).toMatchObject({ status: 'undone', counts: { undone: rows, kept: 0 } });
  expect(await all()).toEqual(customerIds.map(() => ({ version: 3, tags: [] })));
}, 560_000);
