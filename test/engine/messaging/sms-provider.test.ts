/** Texts by a provider: the channel talks to a real server, which takes, refuses, or says nothing. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProviderChannel } from '../../../shared/messaging/sms-provider.ts';
import { type Answer, startTextProvider } from '../../support/text-provider.ts';

let provider: Awaited<ReturnType<typeof startTextProvider>>;
beforeEach(async () => {
  provider = await startTextProvider();
});
afterEach(() => provider.close());

const key = async () => ({ token: 'secret-token', signingKey: 's'.repeat(48) });
const channel = () => createProviderChannel({ url: `${provider.url}/texts`, key, timeout: 300 });
const text = {
  to: '+8613800000001',
  text: '您好',
  validSeconds: 60,
  isPromotional: false,
  id: 'message_1',
  sendId: 'message_1-1',
};

it('takes a text once, however often it is tried', async () => {
  expect(await channel().send(text)).toMatchObject({ outcome: 'accepted' });
  expect(await channel().send({ ...text, sendId: 'message_1-2' })).toMatchObject({ outcome: 'accepted' });
  expect(provider.texts()).toEqual([
    {
      reference: 'message_1-1',
      ...{ to: text.to, text: '您好', validSeconds: 60 },
      ...{ key: 'message_1', token: 'Bearer secret-token' },
    },
  ]);
  expect(provider.state.requests).toBe(2);
});

it.each([
  [{ status: 429 }, { outcome: 'retry', limit: 'rate' }],
  [{ status: 402 }, { outcome: 'retry', limit: 'quota' }],
  [{ status: 401 }, { outcome: 'refused', fault: 'account' }],
  [{ status: 404 }, { outcome: 'refused', fault: 'account' }],
  [{ status: 302 }, { outcome: 'refused', fault: 'account' }],
  [{ status: 400 }, { outcome: 'refused', fault: 'account' }],
  [
    { status: 422, body: '{"code":"no-such-number"}' },
    { outcome: 'refused', fault: 'address' },
  ],
  [
    { status: 422, body: '{"code":"opted-out"}' },
    { outcome: 'refused', fault: 'opted-out' },
  ],
  [
    { status: 422, body: '{"code":"not-allowed"}' },
    { outcome: 'refused', fault: 'recipient' },
  ],
  [
    { status: 422, body: '{"code":"not-a-text"}' },
    { outcome: 'refused', fault: 'mail' },
  ],
  [
    { status: 422, body: 'no: +8613800000001' },
    { outcome: 'refused', fault: 'account' },
  ],
  [{ status: 503 }, { outcome: 'unknown', isError: true }],
  ['lose-reply', { outcome: 'unknown', isError: false }],
  ['stall', { outcome: 'unknown', isError: false }],
] satisfies [Answer, object][])('answers %j: %j', async (answer, expected) => {
  provider.answers.push(answer);
  const outcome = await channel().send(text);
  expect(outcome).toMatchObject(expected);
  expect(JSON.stringify(outcome)).not.toContain('8613800000001');
});

it('is not there: the text may be tried again', async () => {
  await provider.close();
  expect(await channel().send(text)).toMatchObject({ outcome: 'retry' });
});
