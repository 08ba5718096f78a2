/** Long work while the table has no room for it: it waits for half a minute, as often as that lasts, and goes on. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Api, type OwnCloud, ownCloud } from '../support/cloud.ts';

const full = [
  { service: 'dynamodb', operation: 'BatchGetItem', kind: 'unprocessed', rate: 1, seed: 1 },
] as const;

let cloud: OwnCloud;
let manager: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na');
});
afterAll(() => cloud?.close());
afterEach(() => cloud.faults([]));

/** How many messages wait for their half a minute. */
async function waiting(queue: string): Promise<number | undefined> {
  return (await cloud.queues()).find(({ name }) => name.endsWith(queue))?.delayed;
}

it('lets a correction wait', async () => {
  const body = { rows: [{ key: '1', name: '李雷' }] };
  const [row] = (await manager.customers.batchCustomers({ body })).body.rows;
  await cloud.idle();
  await cloud.faults(full);
  const change = { addTags: ['once'] };
  const { id } = (
    await manager.corrections.createCorrection({ body: { change, customerIds: [row?.id ?? ''] } })
  ).body;
  const status = async () =>
    (await manager.corrections.getCorrection({ params: { correctionId: id } })).body.status;
  await expect.poll(() => waiting('-corrections-work'), { timeout: 20_000 }).toBe(1);
  await cloud.advance({ duration: 'PT31S' });
  await expect.poll(() => waiting('-corrections-work'), { timeout: 20_000 }).toBe(1);
  expect(await status()).toBe('previewing');
  await cloud.faults([]);
  await cloud.advance({ duration: 'PT31S' });
  expect(await status()).toBe('ready');
});

it('lets an import wait', async () => {
  const text = '编号,姓名\n1,王芳\n';
  const body = { name: 'busy.csv', text, mapping: { externalSource: 'busy' } };
  const { id } = (await manager.imports.createImport({ body })).body;
  const params = { importId: id };
  const state = async () => (await manager.imports.getImport({ params })).body;
  await cloud.idle();
  await cloud.faults(full);
  await manager.imports.checkImport({ params });
  await expect.poll(() => waiting('-imports-work'), { timeout: 20_000 }).toBe(1);
  expect(await state()).toMatchObject({ status: 'checking' });
  await cloud.faults([]);
  await cloud.advance({ duration: 'PT31S' });
  expect(await state()).toMatchObject({ status: 'ready', check: { counts: { created: 1 } } });
});
