/** What a campaign and a poor answer leave in the table: no secret of a link, and events that count their causes. */
import { createHash, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let documents: DynamoDBDocumentClient;
let tableName: string;
let manager: Api;
let links: string[];

type Item = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T00:50:00Z') });
  manager = await cloud.as('li.na', 3);
  documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.endpointUrl,
      region: cloud.local.cloud.region,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    }),
  );
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) =>
    type.startsWith('AWS::DynamoDB::'),
  );
  tableName = String(table?.ref);
  for (const name of ['ann', 'bob'])
    await manager.customers.createCustomer({ body: { name, email: `${name}@example.test`, language: 'en' } });
  const { body: survey } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  await cloud.idle();
  await manager.campaigns.createCampaign({
    body: {
      ...{ surveyId: survey.id, name: 'Once' },
      schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' },
    },
  });
  await cloud.idle();
  await cloud.advance({ to: '2026-11-23T01:00:00Z' });
  links = (await cloud.inbox()).map(linkIn);
  const form = await openForm(links[0]!);
  await cloud.advance({ duration: 'PT30S' });
  const { status } = await sendForm(links[0]!, form, { 'q-recommend': '2', 'q-why': 'Too late' });
  expect(status).toBe(200);
  await cloud.idle();
});
afterAll(() => cloud?.close());

async function everything(): Promise<Item[]> {
  await cloud.idle();
  const items: Item[] = [];
  for await (const page of paginateScan({ client: documents }, { TableName: tableName }))
    items.push(...(page.Items ?? []));
  return items;
}

describe('the secret of a link', () => {
  it('stands nowhere in the table: an invitation is found by its SHA-256', async () => {
    const items = await everything();
    const stored = items.map((item) => JSON.stringify(item)).join('\n');
    expect(links).toHaveLength(2);
    for (const link of links) {
      const token = link.slice(link.lastIndexOf('/') + 1);
      expect(token.length).toBeGreaterThanOrEqual(43);
      expect(stored).not.toContain(token);
      const digest = createHash('sha256').update(token).digest();
      const forms = [digest.toString('base64url'), digest.toString('hex')];
      const keys = items.map(({ pk }) => String(pk)).filter((pk) => forms.some((form) => pk.includes(form)));
      expect(keys).toHaveLength(1);
    }
  });
});

const Envelope = z.looseObject({
  ...{ id: z.string(), type: z.string(), hops: z.int(), correlationId: z.string() },
  causationId: z.string().optional(),
});
const eventsOf = (items: readonly Item[]) =>
  items.flatMap(({ envelope }) => (envelope === undefined ? [] : [Envelope.parse(envelope)]));

describe('a chain of consumers', () => {
  it('counts its steps: what follows from an event has one hop more than that event', async () => {
    const events = eventsOf(await everything());
    const byId = new Map(events.map((event) => [event.id, event]));
    const steps = events.flatMap((event) => {
      const cause = byId.get(event.causationId ?? '');
      return cause === undefined ? [] : [{ cause, event }];
    });
    expect(steps.map(({ cause, event }) => `${cause.type} > ${event.type}`)).toContain(
      'response.recorded > callback.opened',
    );
    for (const { cause, event } of steps) {
      expect([event.type, event.hops, event.correlationId]).toEqual([
        event.type,
        cause.hops + 1,
        cause.correlationId,
      ]);
    }
  });

  it('ends at the brake: what the eleventh step would tell is parked, where an alarm rings', async () => {
    const answer = (await everything()).find(({ envelope }) =>
      JSON.stringify(envelope ?? {}).includes('"response.recorded"'),
    );
    const { responseId } = z
      .object({ data: z.object({ responseId: z.string() }) })
      .parse(answer?.envelope).data;
    // The same answer, as if a loop of ten consumers had led to it.
    const another = responseId.replace(/.{6}$/, 'zzzzzz');
    const copy = JSON.parse(JSON.stringify(answer).replaceAll(responseId, another)) as Item;
    const envelope = { ...(copy.envelope as object), id: `event_${randomUUID()}`, hops: 10 };
    await documents.send(new PutCommand({ TableName: tableName, Item: { ...copy, envelope } }));
    await cloud.idle();
    const dead = (await cloud.queues()).find(({ name }) => name.endsWith('platform-parked-dead'));
    const parked = dead?.messages.map(({ body }): unknown => JSON.parse(body));
    expect(parked).toHaveLength(3);
    for (const type of ['callback.opened', 'loop.opened', 'comment.read'])
      expect(parked).toContainEqual(
        expect.objectContaining({
          reason: 'too-many-hops',
          envelope: expect.objectContaining({ type, hops: 11 }),
        }),
      );
  });
});

describe('every page', () => {
  it.each([
    ['GET', 'the form', () => links[1]!, 200],
    ['GET', 'an answered form', () => links[0]!, 200],
    ['GET', 'the way out', () => `${links[1]}/unsubscribe`, 200],
    ['GET', 'a link of nobody', () => `${cloud.url}/s/nobody`, 404],
    ['POST', 'an incomplete answer', () => links[1]!, 400],
    ['POST', 'an answer of nobody', () => `${cloud.url}/s/nobody`, 404],
    ['POST', 'a way out of nobody', () => `${cloud.url}/s/nobody/unsubscribe`, 404],
  ])(
    '%s of %s stays out of frames, caches and indexes, and gives no address away',
    async (method, _, url, status) => {
      const response = await fetch(url(), {
        method,
        ...(method === 'POST' ? { body: new URLSearchParams({ version: '1' }) } : {}),
      });
      expect(response.status).toBe(status);
      const header = (name: string) => response.headers.get(name) ?? '';
      expect(header('content-type')).toBe('text/html; charset=utf-8');
      const policy = header('content-security-policy').split('; ');
      for (const directive of [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ])
        expect(policy).toContain(directive);
      expect(header('content-security-policy')).not.toContain('unsafe');
      expect(header('cache-control')).toBe('no-store');
      expect(header('referrer-policy')).toBe('no-referrer');
      expect(header('x-content-type-options')).toBe('nosniff');
      expect(header('x-robots-tag')).toBe('noindex, nofollow');
    },
  );

  it('of the reference stays out of frames and loads nothing from elsewhere', async () => {
    const { headers } = await fetch(`${cloud.url}/reference`);
    const policy = headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

it('keeps every problem out of caches', async () => {
  const token = await cloud.token('li.na');
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${cloud.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const replies = await Promise.all([
    ask('/customers?surprise=1'),
    ask('/customers/customer_01jd3x5y9hf1bvt6w0k2m4n8pq'),
    ask('/nowhere'),
    ask('/customers', { method: 'DELETE' }),
    ask('/customers', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
  ]);
  expect(replies.map(({ status, headers }) => [status, headers.get('cache-control')])).toEqual(
    [400, 404, 404, 405, 400].map((status) => [status, 'no-store']),
  );
});
