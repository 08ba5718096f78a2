/** What each kind of function reports of a handler that fails: what comes again, and what the caller is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import { event } from '../../../shared/events/event.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { on, onBatch, onJob, onMessage } from '../../../shared/runtime/consumers.ts';
import { environmentWithoutTable } from '../../../shared/runtime/environment.ts';
import { httpFunction, pagesFunction, routes } from '../../../shared/runtime/http.ts';
import { eventsFunction, queueFunction } from '../../../shared/runtime/queue.ts';
import { streamFunction } from '../../../shared/runtime/stream.ts';
import { ConcurrentModification, TableThrottled } from '../../../shared/table/commit.ts';

beforeEach(() => {
  vi.stubEnv('TABLE_NAME', 'rapport');
  vi.stubEnv('AUDIT_DAYS', '30');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const counted = event('thing.counted', z.object({ number: z.int() }));
const counting = subscription('things-counting', [counted]);
const listing = subscription('things-listing', [counted]);

const message = (id: string, body: unknown) => ({
  messageId: id,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: { ApproximateReceiveCount: '1' },
});
const envelope = (number: number) => ({
  'detail-type': 'thing.counted',
  detail: {
    ...{ id: `event-${number}`, type: 'thing.counted', at: '2026-11-21T09:00:00.000Z', data: { number } },
    ...{ actor: { kind: 'person', id: 'li.na' }, correlationId: 'request-1', hops: 3 },
  },
});
const numbers = [1, 2, 3, 4];
const batch = { Records: numbers.map((number) => message(`m${number}`, envelope(number))) } as never;
type Handler = (batch: never) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;
const comesAgain = async (handler: unknown, records: unknown = batch) =>
  (await (handler as Handler)(records as never)).batchItemFailures.map(
    ({ itemIdentifier }) => itemIdentifier,
  );
const failFor = (failing: readonly number[]) => (number: number) => {
  if (failing.includes(number)) throw new Error('no');
};

describe('a function of events', () => {
  const functionOf = (...handlers: ReturnType<typeof on | typeof onBatch | typeof onJob>[]) =>
    eventsFunction({ things: { build: () => handlers as never } });

  it('gives a handler the events that have changed what it wants to know of, and takes the others', async () => {
    const edited = event('thing.edited', z.object({ changed: z.array(z.string()) }));
    const owning = subscription('things-owning', [edited], { ifChanged: 'owner' });
    const told = (changed: readonly string[]) => ({
      ...envelope(1),
      'detail-type': 'thing.edited',
      detail: { ...envelope(1).detail, type: 'thing.edited', data: { changed } },
    });
    const handle = vi.fn(async () => {});
    const records = { Records: [message('m1', told(['note'])), message('m2', told(['note', 'owner']))] };
    expect(await comesAgain(functionOf(on(owning, handle)), records)).toEqual([]);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  it('gets again the events that a handler could not take, and only those', async () => {
    const fail = failFor([2, 4]);
    const handler = functionOf(on(listing, async ({ data }) => fail(data.number)));
    expect(await comesAgain(handler)).toEqual(['m2', 'm4']);
  });

  it('gets again what a counter could not count: those it names, or all when it fails', async () => {
    const all = { Records: numbers.map((number) => message(`m${number}`, envelope(number))) };
    const some = functionOf(onBatch(counting, async () => new Set(['event-3'])));
    expect(await comesAgain(some, all)).toEqual(['m3']);
    const none = functionOf(
      onBatch(counting, async () => {
        throw new TableThrottled('busy');
      }),
    );
    expect(await comesAgain(none, all)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(await comesAgain(functionOf(onBatch(counting, async () => new Set())), all)).toEqual([]);
  });

  it('runs a counter beside a handler that fails, and the other way round, and reports each once', async () => {
    const seen: string[] = [];
    const fail = failFor([1]);
    const handler = functionOf(
      on(listing, async ({ data }) => {
        seen.push(`listed ${data.number}`);
        fail(data.number);
      }),
      onBatch(counting, async (events) => {
        seen.push(`counted ${events.length}`);
        return new Set(['event-1', 'event-4']);
      }),
    );
    expect(await comesAgain(handler)).toEqual(['m1', 'm4']);
    expect(seen.sort()).toEqual(['counted 4', 'listed 1', 'listed 2', 'listed 3', 'listed 4']);
  });

  it('gets again what nobody takes and what cannot be read', async () => {
    const handler = functionOf(on(listing, async () => undefined));
    const Records = [message('a', '{'), message('b', { other: 1 }), message('c', envelope(1))];
    const broken = { ...envelope(2), detail: { ...envelope(2).detail, data: { number: 'two' } } };
    expect(await comesAgain(handler, { Records: [...Records, message('d', broken)] })).toEqual([
      'a',
      'b',
      'd',
    ]);
  });

  it('gets a job of a schedule again that has failed', async () => {
    const handler = functionOf(
      onJob('things-sweep', async () => {
        throw new Error('no');
      }),
    );
    const firing = { job: 'things-sweep', scheduledTime: '2026-11-21T09:00:00Z' };
    expect(await comesAgain(handler, { Records: [message('a', firing)] })).toEqual(['a']);
  });

  it('gets a message again whose handler has failed', async () => {
    const Work = z.strictObject({ number: z.int() });
    const fail = failFor([1]);
    const handler = functionOf(onMessage('things', Work, async ({ number }) => fail(number)) as never);
    const Records = [message('a', { number: 1 }), message('b', { number: 2 })];
    expect(await comesAgain(handler, { Records })).toEqual(['a']);
  });
});

it('a function of a queue gets again the messages that failed or cannot be read, and only those', async () => {
  const fail = failFor([2]);
  const handler = queueFunction({
    name: 'things',
    message: z.strictObject({ number: z.int() }),
    environment: environmentWithoutTable({}),
    build: () => undefined,
    handle: async ({ number }) => fail(number),
  });
  const Records = [
    ...numbers.map((number) => message(`m${number}`, { number })),
    ...[message('x', '{'), message('y', { number: 1, more: 1 })],
  ];
  expect(await comesAgain(handler, { Records })).toEqual(['m2', 'x', 'y']);
});

describe('a function of the stream', () => {
  const records = { Records: numbers.map((number) => ({ dynamodb: { SequenceNumber: `s${number}` } })) };
  const functionOf = (handle: () => Promise<number>) =>
    streamFunction({ environment: environmentWithoutTable({}), build: () => undefined, handle });

  it('gets again everything from the first record on that is not done', async () => {
    expect(
      await comesAgain(
        functionOf(async () => 2),
        records,
      ),
    ).toEqual(['s3']);
    expect(
      await comesAgain(
        functionOf(async () => 0),
        records,
      ),
    ).toEqual(['s1']);
    expect(
      await comesAgain(
        functionOf(async () => 4),
        records,
      ),
    ).toEqual([]);
  });

  it('fails as a whole when its handler does, so that Lambda delivers all of it again', async () => {
    const handler = functionOf(async () => {
      throw new Error('no');
    });
    await expect(handler(records as never)).rejects.toThrow('no');
  });
});

describe('a function of requests', () => {
  const things = contract('things', 'Things.', {
    readThing: {
      ...{ method: 'GET', path: '/things', permission: 'people.read', summary: 'Read' },
      ...{ replies: { 200: z.strictObject({}) }, errors: [] },
    },
    showThing: {
      ...{ method: 'GET', path: '/page', permission: 'public', summary: 'Show' },
      ...{ replies: { 200: html }, errors: [] },
    },
  });
  const requestOf = (routeKey: string, language: string) =>
    ({
      ...{ version: '2.0', routeKey, rawPath: routeKey.split(' ')[1], rawQueryString: '' },
      ...{ headers: { 'accept-language': language }, isBase64Encoded: false },
      requestContext: {
        ...{ requestId: 'request-1', http: { method: 'GET', path: routeKey.split(' ')[1] } },
        authorizer: {
          jwt: {
            claims: {
              ...{ sub: 'li.na', username: 'li.na', token_use: 'access', scope: 'rapport/person' },
              iss: 'https://cognito-idp.us-east-1.amazonaws.com/pool',
              'cognito:groups': '[admin]',
            },
          },
        },
      },
    }) as never;
  const answerOf = async (handler: unknown, key: string, language = 'en') => {
    const reply = await (
      handler as (
        event: never,
        context: never,
      ) => Promise<{
        statusCode: number;
        headers: Record<string, string>;
        body: string;
      }>
    )(requestOf(key, language), {} as never);
    return { status: reply.statusCode, headers: reply.headers, body: reply.body };
  };
  const failWith = (error: Error) => async (): Promise<never> => {
    throw error;
  };

  it.each([
    ['a mistake of ours', new TypeError('x of undefined, secret-text'), 500],
    ['a busy table', new TableThrottled('secret-text'), 503],
    ['many writers', new ConcurrentModification(), 503],
  ])(
    'answers %s with a problem that tells nothing of us',
    async (_, error, status) => {
      const handler = httpFunction({
        things: routes(things, { sentences: {} }, () => ({ readThing: failWith(error) })),
      });
      const { status: answered, headers, body } = await answerOf(handler, 'GET /things');
      expect([answered, headers['content-type'], headers['cache-control']]).toEqual([
        status,
        'application/problem+json',
        'no-store',
      ]);
      expect(JSON.parse(body)).toMatchObject({ status, requestId: 'request-1' });
      expect(body).not.toMatch(/secret-text|undefined|\.ts/);
      expect(headers['retry-after']).toEqual(
        status === 503 ? expect.stringMatching(/^[1-9]\d*$/) : undefined,
      );
    },
    30_000,
  );

  it('answers a page that fails with the same status, kept out of caches', async () => {
    const handler = pagesFunction(things, environmentWithoutTable({}), () => ({
      showThing: failWith(new TypeError('secret-text')),
    }));
    const { status, headers, body } = await answerOf(handler, 'GET /page');
    expect([status, headers['cache-control']]).toEqual([500, 'no-store']);
    expect(body).not.toContain('secret-text');
  });
});
