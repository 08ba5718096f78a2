/** The two functions of messaging as they are deployed, on a real engine; the mail service answers on this machine. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { paceItem } from '../../../functions/contact/pacing/pacing.items.ts';
import type { QueueHandler } from '../../../shared/runtime/queue.ts';
import { remove } from '../../../shared/table/write.ts';
import { type Outbox, openOutbox } from './outbox.ts';

let outbox: Outbox;
let sending: QueueHandler;
let deliveries: QueueHandler;
const mails: Record<string, unknown>[] = [];
const counted: string[] = [];
/** Messages in the queue of delivery events. */
let backlog = 0;
/** What SES answers next instead of taking the mail. */
interface Delayed {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds: number;
}
const md5 = (body: string) => createHash('md5').update(body).digest('hex');
/** What the sender has put back into its own queue. */
const delayed: Delayed[] = [];
let refusals: { status: number; type: string }[] = [];

const service = createServer(async (request, response) => {
  const body: unknown = JSON.parse((await text(request)) || '{}');
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  if (String(request.headers['x-amz-target']).endsWith('GetQueueAttributes')) {
    const { QueueUrl } = body as { QueueUrl: string };
    counted.push(QueueUrl);
    const waiting = QueueUrl.endsWith('dead') ? 0 : backlog;
    response.end(JSON.stringify({ Attributes: { ApproximateNumberOfMessagesNotVisible: String(waiting) } }));
    return;
  }
  if (String(request.headers['x-amz-target']).endsWith('SendMessageBatch')) {
    const { Entries } = body as { Entries: Delayed[] };
    delayed.push(...Entries);
    const Successful = Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: md5(MessageBody),
    }));
    response.end(JSON.stringify({ Successful, Failed: [] }));
    return;
  }
  const refusal = refusals.shift();
  if (refusal !== undefined) {
    response.writeHead(refusal.status, { 'x-amzn-errortype': refusal.type }).end('{"message":"no"}');
    return;
  }
  mails.push(body as Record<string, unknown>);
  response.end('{"MessageId":"m-1"}');
});

beforeAll(async () => {
  outbox = await openOutbox();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ENDPOINT_URL_DYNAMODB: outbox.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: outbox.name,
    LINK_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:1:secret:links',
    MAIL_FROM: '客户关怀 <care@example.com>',
    MAIL_CONFIGURATION_SET: 'rapport',
    ...{ SMTP_SERVER: '', SMTP_LOGIN_ARN: '' },
    PUBLIC_URL: 'https://rapport.example',
    ORGANISATION: 'Northwind',
    BRAND_COLOUR: '#0b4fb3',
    CONTACT_ADDRESS: 'care@example.com',
    MAILS_PER_SECOND: '100',
    ...{ SMS_FROM: '', SMS_CONFIGURATION_SET: '', SMS_PROVIDER: '', SMS_PROVIDER_KEY_ARN: '' },
    SMS_PER_SECOND: '1',
    ASK_AGAIN_AFTER_DAYS: '7',
    SENDING_QUEUE_URL: `http://127.0.0.1:${port}/1/sending`,
    DEPARTMENT_MAILBOX: '客户关怀 <department@example.com>',
    DEPARTMENT_LANGUAGE: 'zh-CN',
    DELIVERIES_QUEUE_URL: `http://127.0.0.1:${port}/1/deliveries`,
    DELIVERIES_DLQ_URL: `http://127.0.0.1:${port}/1/deliveries-dead`,
  });
  sending = (await import('../../../functions/contact/messaging/messaging.sending.queue.ts')).handler;
  deliveries = (await import('../../../functions/contact/messaging/messaging.deliveries.queue.ts')).handler;
});
// A pause that one test has caused is over in the next.
beforeEach(() => outbox.table.commit([remove(paceItem, {})]));
afterAll(async () => {
  service.close();
  await outbox?.close();
});

const batch = (bodies: readonly object[]) =>
  ({
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
    })),
  }) as unknown as SQSEvent;

const onBus = (type: string, data: object) => ({
  'detail-type': type,
  detail: {
    id: 'event_01jd3x5y9hf1bvt6w0k2m4n8pq',
    type,
    at: '2026-11-23T01:00:00.000Z',
    data,
    actor: { kind: 'system', id: 'test' },
    correlationId: 'request',
    hops: 0,
  },
});
const requested = (messageId: string) => onBus('message.requested', { messageId });
const overdue = (id: string) => onBus('message.overdue', { id, since: '2026-11-23T01:00:00.000Z' });

async function anOwnersMessage() {
  return outbox.ask({
    recipient: { kind: 'staff', id: await outbox.member() },
    purpose: 'notifications',
    template: 'callback-due',
    expiresAt: '2099-11-23T01:00:00.000Z',
    data: {
      id: 'callback_01jd3x5y9hf1bvt6w0k2m4n8pq',
      customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq',
      audience: 'owner',
      attempts: 0,
      details: { customerName: '王芳', why: 'Asked to be called' },
      due: { instant: '2026-11-23T02:00:00.000Z', wallTime: '2026-11-23T10:00', timeZone: 'Asia/Shanghai' },
    },
  });
}

it('a message goes from the event that asks for it to the mail, and its delivery event settles it', async () => {
  const id = await anOwnersMessage();
  expect(await sending(batch([requested(id), requested(id)]))).toEqual({ batchItemFailures: [] });
  expect(mails.splice(0)).toMatchObject([
    {
      ConfigurationSetName: 'rapport',
      EmailTags: [{ Name: 'sendId', Value: `${id}-1` }],
      Content: {
        Simple: {
          Subject: { Data: 'Call due: 王芳' },
          Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
        },
      },
    },
  ]);
  const bounced = {
    source: 'aws.ses',
    'detail-type': 'Email Bounced',
    detail: {
      eventType: 'Bounce',
      mail: { tags: { sendId: [`${id}-1`], 'ses:configuration-set': ['rapport'] } },
      bounce: { bounceType: 'Permanent' },
    },
  };
  expect(await deliveries(batch([bounced]))).toEqual({ batchItemFailures: [] });
  expect(await outbox.find(id)).toMatchObject({ state: 'failed', reason: 'bounced' });
});

it('a throttled message does not fail its batch; what cannot be composed comes again alone', async () => {
  const [throttled, broken] = [
    await anOwnersMessage(),
    await outbox.ask({ recipient: { kind: 'staff', id: await outbox.member() } }),
  ];
  refusals = [{ status: 429, type: 'TooManyRequestsException' }];
  const { batchItemFailures } = await sending(batch([requested(throttled), requested(broken)]));
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-1' }]);
  expect(await outbox.find(throttled)).toMatchObject({ state: 'planned', attempt: 0, deferrals: 1 });
  expect(mails).toEqual([]);
});

it('a mail that waits for the account is counted as a failure, and fails no message of the queue', async () => {
  const id = await anOwnersMessage();
  refusals = [{ status: 404, type: 'NotFoundException' }];
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const response = await sending(batch([requested(id)])).finally(() => write.mockRestore());
  expect(response).toEqual({ batchItemFailures: [] });
  expect(await outbox.find(id)).toMatchObject({ state: 'planned', reason: 'NotFoundException' });
  const metrics = lines.filter((line) => line.includes('CloudWatchMetrics')).map((line) => JSON.parse(line));
  // The account sends nothing at all: people are told at once.
  expect(metrics).toMatchObject([{ MailPauses: 1 }, { Failures: 1 }]);
});

it('an unknown message is looked at against the queue of delivery events and its dead letters', async () => {
  const id = await anOwnersMessage();
  refusals = [{ status: 500, type: 'InternalServiceErrorException' }];
  await sending(batch([requested(id)]));
  const unknown = await outbox.find(id);
  expect(unknown).toMatchObject({ state: 'unknown' });
  if (unknown === undefined) return;
  const aDayAgo = new Date(Date.now() - 86_400_000).toISOString();
  await outbox.messages.advance(unknown, {
    ...unknown,
    version: 3,
    waitsUntil: aDayAgo,
    unknownSince: aDayAgo,
  });
  backlog = 1;
  await sending(batch([overdue(id)]));
  expect(counted.map((url) => url.split('/').at(-1)).sort()).toEqual(['deliveries', 'deliveries-dead']);
  const waits = (await outbox.find(id))?.waitsUntil ?? '';
  expect(Date.parse(waits) - Date.now()).toBeGreaterThan(50 * 60_000);
  expect(mails).toEqual([]);
});

it('a mail whose turn is later goes back into the queue, and is sent when it comes from there', async () => {
  const ids = await Promise.all(Array.from({ length: 30 }, anOwnersMessage));
  // Somebody waits for these: ten of the hundred a second are theirs.
  expect(await sending(batch(ids.map(requested)))).toEqual({ batchItemFailures: [] });
  const gone = mails.splice(0).length;
  expect(gone).toBeLessThanOrEqual(2 * 10);
  expect(delayed.length).toBe(30 - gone);
  const delays = delayed.map(({ DelaySeconds }) => DelaySeconds);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...delays)).toBeLessThanOrEqual(30);
  const first = JSON.parse(delayed[0]?.MessageBody ?? '') as { messageId: string; second: number };
  const present = { ...first, second: Math.floor(Date.now() / 1000) };
  expect(await sending(batch([present]))).toEqual({ batchItemFailures: [] });
  expect(await outbox.find(first.messageId)).toMatchObject({ state: 'sent' });
  mails.splice(0);
});
