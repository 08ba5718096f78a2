/** What the table layer does while DynamoDB conflicts, throttles and leaves things undone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { problems } from '../../../shared/runtime/http-middlewares.ts';
import { TableThrottled } from '../../../shared/table/commit.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { type FaultyTable, startFaultyTable } from '../../support/faulty-table.ts';

const noteItem = defineItem({
  name: 'note',
  v: 1,
  schema: z.strictObject({ id: z.string() }),
  key: ['NOTE#{id}', '-'],
});

let rig: FaultyTable;
beforeAll(async () => {
  rig = await startFaultyTable();
});
afterAll(() => rig.close());
afterEach(() => {
  rig.faults();
  rig.answer(() => undefined);
  rig.calls();
});

const taken = new AppError('conflict', 'taken');
const pair = (id: string) => [
  insert(noteItem, { id }, { onConflict: taken }),
  insert(noteItem, { id: `${id}-other` }, { onConflict: taken }),
];
const isThere = async (id: string) => (await rig.plain.table.find(noteItem, { id })) !== undefined;

/** A cancelled transaction as DynamoDB answers it, with these reasons. */
const cancelled = (...codes: string[]) => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    CancellationReasons: codes.map((Code) => ({ Code })),
  }),
});

/** How an error leaves the API. */
function answerOf(error: unknown) {
  const request = {
    error,
    event: { headers: {}, requestContext: { requestId: 'r' } },
    response: undefined as { statusCode: number; headers: Record<string, string> } | undefined,
  };
  problems(String).onError?.(request as never);
  return { status: request.response?.statusCode, retryAfter: request.response?.headers['retry-after'] };
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  );

describe('a transaction that meets another one', () => {
  it('is sent again until it goes through, and takes effect once', async () => {
    let refusals = 3;
    const tokens = new Set<unknown>();
    rig.answer(({ operation, body }) => {
      if (operation !== 'TransactWriteItems') return undefined;
      tokens.add(JSON.parse(body.toString()).ClientRequestToken);
      refusals -= 1;
      return refusals >= 0 ? cancelled('None', 'TransactionConflict') : undefined;
    });
    expect(await rig.table.commit(pair('met'))).toBe('committed');
    expect(rig.calls()).toHaveLength(4);
    expect([tokens.size, await isThere('met'), await isThere('met-other')]).toEqual([1, true, true]);
  });

  it('gives up after fifty tries, within some seconds: the caller is told to come back, and nothing was written', async () => {
    rig.faults({ rate: 1, kind: 'conflict' });
    const error = await failureOf(rig.table.commit(pair('busy')));
    expect(error).toBeInstanceOf(TableThrottled);
    expect(rig.calls()).toEqual(Array.from({ length: 50 }, () => 'TransactWriteItems'));
    expect(answerOf(error)).toEqual({ status: 503, retryAfter: '2' });
    expect(await isThere('busy')).toBe(false);
  });

  it('gives up a single write in the same way', async () => {
    rig.faults({ rate: 1, kind: 'conflict' });
    const error = await failureOf(
      rig.table.commit([insert(noteItem, { id: 'single' }, { onConflict: taken })]),
    );
    expect(error).toBeInstanceOf(TableThrottled);
    expect(rig.calls()).toHaveLength(50);
  });

  it.each([['ThrottlingError'], ['ProvisionedThroughputExceeded'], ['TransactionConflict']])(
    'is sent again when it is cancelled for %s among others of this kind',
    async (code) => {
      let refusals = 1;
      rig.answer(() => {
        refusals -= 1;
        return refusals >= 0 ? cancelled(code, 'TransactionConflict') : undefined;
      });
      expect(await rig.table.commit(pair(code))).toBe('committed');
    },
  );

  it('takes a failed condition as the answer, whatever stands beside it', async () => {
    for (const codes of [
      ['TransactionConflict', 'ConditionalCheckFailed'],
      ['ConditionalCheckFailed', 'ThrottlingError'],
    ]) {
      rig.answer(() => cancelled(...codes));
      expect(await failureOf(rig.table.commit(pair('mixed')))).toBe(taken);
      expect(rig.calls()).toHaveLength(1);
    }
  });

  it('is not sent again when it can never go through, and that is a fault of ours', async () => {
    for (const codes of [
      ['ValidationError', 'TransactionConflict'],
      ['None', 'ItemCollectionSizeLimitExceeded'],
    ]) {
      rig.answer(() => cancelled(...codes));
      const error = await failureOf(rig.table.commit(pair('wrong')));
      expect(rig.calls()).toHaveLength(1);
      expect(answerOf(error).status).toBe(500);
    }
  });
});

describe('keys that a batch leaves unprocessed', () => {
  const ids = Array.from({ length: 130 }, (_, index) => `many-${index}`);
  const wanted = [...ids, 'missing'].map((id) => ({ id }));
  beforeAll(async () => {
    await Promise.all(ids.map((id) => rig.plain.table.commit([put(noteItem, { id })])));
  });
  const read = async () => (await rig.table.findMany(noteItem, wanted)).map(({ id }) => id).sort();

  it('are asked for again until all are there, each once', async () => {
    expect(await read()).toEqual(ids.toSorted());
    expect(rig.calls()).toHaveLength(2);
    rig.faults({ rate: 0.6, kind: 'unprocessed' });
    expect(await read()).toEqual(ids.toSorted());
    expect(rig.calls().length).toBeGreaterThan(3);
  });

  it('are given up when nothing comes any more, and the caller is told to come back', async () => {
    rig.faults({ rate: 1, kind: 'unprocessed' });
    const error = await failureOf(rig.table.findMany(noteItem, [{ id: 'many-1' }]));
    expect(error).toBeInstanceOf(TableThrottled);
    expect(rig.calls()).toHaveLength(6);
    expect(answerOf(error)).toEqual({ status: 503, retryAfter: '2' });
  });
});
