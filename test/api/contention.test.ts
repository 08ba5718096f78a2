/** What a caller sees while the table conflicts or leaves reads undone. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('chen.jing');
});
afterEach(() => cloud.faults([]));
afterAll(() => cloud?.close());

const fault = (operation: string, kind: 'conflict' | 'unprocessed') =>
  cloud.faults([{ service: 'dynamodb', operation, kind, rate: 1, seed: 1 }]);

/** The answer to a GET or, with a body, a POST. */
async function answer(path: string, body?: object) {
  const response = await fetch(`${cloud.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await cloud.token('chen.jing')}`,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status, headers } = response;
  const { code } = (await response.json()) as { code?: string };
  return { status, code, retryAfter: headers.get('retry-after'), type: headers.get('content-type') };
}

const unavailable = {
  ...{ status: 503, code: 'unavailable', retryAfter: expect.stringMatching(/^[1-9]\d*$/) },
  type: 'application/problem+json',
};

it('tells a writer who meets others again and again when to come back, and has written nothing', async () => {
  await fault('TransactWriteItems', 'conflict');
  expect(await answer('/customers', { name: '王芳', email: 'met@example.test' })).toEqual(unavailable);
  await cloud.faults([]);
  expect(await answer('/customers', { name: '王芳', email: 'met@example.test' })).toMatchObject({
    status: 201,
  });
});

it('tells a reader when to come back while the table leaves keys unprocessed', async () => {
  await manager.customers.createCustomer({ body: { name: '李伟' } });
  await cloud.idle();
  const since = `/customers?updatedSince=${new Date(Date.now() - 3_600_000).toISOString()}`;
  expect(await answer(since)).toMatchObject({ status: 200 });
  await fault('BatchGetItem', 'unprocessed');
  expect(await answer(since)).toEqual(unavailable);
});
