import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../infra/local/cloud.ts';
import { createDynamoDb } from '../../infra/local/services/dynamodb/dynamodb.ts';
import { type Engine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { startEventSourceMappings } from '../../infra/local/services/lambda/event-source-mappings.ts';
import { createSqs } from '../../infra/local/services/sqs/sqs.ts';
import {
  aFunction,
  aMapping,
  aQueue,
  aTable,
  type FakeFunction,
  functionArn,
  inTemporaryFolder,
  queueArn,
  region,
  startRig,
  streamArn,
} from './rig.ts';

interface StreamEvent {
  readonly Records: {
    readonly eventID: string;
    readonly eventName: string;
    readonly userIdentity?: object;
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly ApproximateCreationDateTime: number;
      readonly Keys: { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };
    };
  }[];
}
const recordsOf = (payload: unknown) => (payload as StreamEvent).Records;
const keysOf = (payload: unknown) => recordsOf(payload).map((record) => record.dynamodb.Keys.pk.S);
const failing = (payload: unknown, key: string) => ({
  batchItemFailures: recordsOf(payload)
    .filter((record) => record.dynamodb.Keys.pk.S === key)
    .map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })),
});

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ directory: undefined, log: () => {} });
});
afterAll(() => engine.close());

const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

let tables = 0;
interface Options {
  readonly mapping?: object;
  readonly table?: string;
  readonly directory?: string;
  readonly resources?: readonly Resource[];
}

async function open(run: FakeFunction, options: Options = {}) {
  tables += 1;
  const table = options.table ?? `stream-${tables}`;
  const mapping = {
    EventSourceArn: streamArn(table),
    FunctionName: 'relay',
    StartingPosition: 'TRIM_HORIZON',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumBatchingWindowInSeconds: 1,
    MaximumRetryAttempts: 2,
    ...options.mapping,
  };
  const rig = await startRig({
    resources: [aTable(table), aFunction('relay'), aMapping(mapping), ...(options.resources ?? [])],
    functions: { relay: run },
    directory: options.directory,
  });
  const dynamodb = createDynamoDb(rig.cloud, engine);
  const queues = createSqs(rig.cloud);
  rig.useQueues(queues);
  await dynamodb.createTables();
  rig.join(dynamodb);
  const sources = startEventSourceMappings(rig.cloud, { queues, streams: dynamodb.streams });
  const close = async () => {
    sources.stop();
    dynamodb.close();
    queues.close();
    await rig.close();
  };
  closes.push(close);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(rig.client));
  const put = (pk: string, item: object = {}) =>
    client.send(new PutCommand({ TableName: table, Item: { pk, sk: 'a', ...item } }));
  return {
    rig,
    table,
    queues,
    put,
    close,
    /** In one transaction, so that the stream has them all at once. */
    putAll: (...keys: string[]) =>
      client.send(
        new TransactWriteCommand({
          TransactItems: keys.map((pk) => ({ Put: { TableName: table, Item: { pk, sk: 'a' } } })),
        }),
      ),
    remove: (pk: string) => client.send(new DeleteCommand({ TableName: table, Key: { pk, sk: 'a' } })),
    idle: () => rig.cloud.activity.idle(),
  };
}

describe('a function fed from a table stream', () => {
  it('gets the events as AWS sends them, with virtual time, and none for a write that changed nothing', async () => {
    const seen: StreamEvent['Records'] = [];
    const { rig, table, put, remove, idle } = await open(({ payload, cause }) => {
      expect(cause).toBe(`stream ${table}`);
      seen.push(...recordsOf(payload));
    });
    await rig.advance(365 * 86_400_000);
    await put('a', { n: 1 });
    await put('a', { n: 1 });
    await put('a', { n: 2 });
    await remove('a');
    await idle();
    expect(seen.map((record) => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(seen[1]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      eventSourceARN: streamArn(table),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'a' }, sk: { S: 'a' } },
        NewImage: { pk: { S: 'a' }, sk: { S: 'a' }, n: { N: '2' } },
        OldImage: { pk: { S: 'a' }, sk: { S: 'a' }, n: { N: '1' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    const created = seen[0]!.dynamodb.ApproximateCreationDateTime;
    expect(Math.abs(created * 1000 - rig.cloud.clock.now())).toBeLessThan(60_000);
    expect(new Set(seen.map((record) => record.eventID)).size).toBe(3);
  });

  it('sees each record once and in order, in batches of at most BatchSize', async () => {
    const seen: string[] = [];
    const { put, idle } = await open(
      ({ payload }) => {
        expect(recordsOf(payload).length).toBeLessThanOrEqual(9);
        seen.push(...keysOf(payload));
      },
      { mapping: { BatchSize: 9 } },
    );
    const keys = Array.from({ length: 60 }, (_, n) => `k${n}`);
    for (const key of keys) await put(key);
    await idle();
    expect(seen).toEqual(keys);
  });

  it('sees only what its filter lets through', async () => {
    const seen: string[] = [];
    const filter = { eventName: ['INSERT'], dynamodb: { NewImage: { event: { S: [{ exists: true }] } } } };
    const { put, idle } = await open(({ payload }) => void seen.push(...keysOf(payload)), {
      mapping: { FilterCriteria: { Filters: [{ Pattern: JSON.stringify(filter) }] } },
    });
    await put('plain');
    await put('event', { event: 'customer.created' });
    await put('event', { event: 'customer.changed' });
    await idle();
    expect(seen).toEqual(['event']);
  });

  it('is told who removed what expired', async () => {
    const seen: StreamEvent['Records'] = [];
    const { rig, put, remove, idle } = await open(({ payload }) => void seen.push(...recordsOf(payload)));
    await put('expired', { expiresAt: Math.floor(rig.cloud.clock.now() / 1000) + 60 });
    await put('removed');
    await remove('removed');
    await rig.advance(3 * 3_600_000);
    await idle();
    const removals = seen.filter((record) => record.eventName === 'REMOVE');
    expect(removals.map((record) => [record.dynamodb.Keys.pk.S, record.userIdentity])).toEqual([
      ['removed', undefined],
      ['expired', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
    ]);
  });

  it('gets everything from the lowest failed record on again', async () => {
    const seen: string[][] = [];
    const { putAll, idle } = await open(({ payload }) => {
      seen.push(keysOf(payload));
      return seen.length === 1 ? failing(payload, 'c') : undefined;
    });
    await putAll('a', 'b', 'c', 'd');
    await idle();
    expect(seen).toEqual([
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
    ]);
  });

  it('loses one poisonous record only, by halving: it is parked whole in S3, the others are handled', async () => {
    const handled: string[] = [];
    let poisoned = 0;
    const { rig, putAll, put, idle } = await open(
      ({ payload }) => {
        if (keysOf(payload).includes('poison')) {
          poisoned += 1;
          throw new Error('cannot');
        }
        handled.push(...keysOf(payload));
      },
      {
        mapping: {
          BisectBatchOnFunctionError: true,
          DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::parked' } },
        },
      },
    );
    await putAll('a', 'b', 'poison', 'c', 'd');
    await put('later');
    await idle();
    expect(handled).toEqual(['a', 'b', 'c', 'd', 'later']);
    // Halves do not count as retries: alone it is tried once and twice more.
    expect(poisoned).toBeGreaterThanOrEqual(3);
    expect(rig.parked).toHaveLength(1);
    const { bucket, key, body } = rig.parked[0]!;
    expect(bucket).toBe('parked');
    expect(key).toMatch(
      /^aws\/lambda\/[0-9a-f-]{36}\/shardId-[^/]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
    );
    const note = JSON.parse(body);
    expect(note.requestContext).toMatchObject({
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
      functionArn: functionArn('relay'),
    });
    expect(note.DDBStreamBatchInfo).toMatchObject({ batchSize: 1 });
    expect(keysOf(JSON.parse(note.payload))).toEqual(['poison']);
  });

  it('loses the whole rest of the batch where it is not halved, and a queue is told only where that was', async () => {
    const { queues, putAll, idle } = await open(({ payload }) => failing(payload, 'b'), {
      mapping: { DestinationConfig: { OnFailure: { Destination: queueArn('lost') } } },
      resources: [aQueue('lost')],
    });
    await putAll('a', 'b', 'c');
    await idle();
    const [message, ...others] = queues.list()[0]!.messages;
    expect(others).toEqual([]);
    const note = JSON.parse(message!.body);
    expect(note.DDBStreamBatchInfo).toMatchObject({
      batchSize: 2,
      streamArn: expect.stringContaining('/stream/'),
    });
    expect(note).not.toHaveProperty('payload');
  });

  it('waits on the agenda after some quick retries, and gives records up at their maximum age', async () => {
    let runs = 0;
    const { rig, put, idle } = await open(
      () => {
        runs += 1;
        throw new Error('cannot');
      },
      { mapping: { MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: 21_600 } },
    );
    await put('stuck');
    await idle();
    expect(runs).toBe(9);
    await rig.advance(7 * 3_600_000);
    expect(runs).toBeGreaterThan(20);
    expect(rig.logged.join()).toMatch(/RecordAgeExceeded/);
    expect(rig.cloud.clock.agenda()).toEqual([]);
  }, 10_000);

  it('sees duplicates and late batches when the rules say so, still in order', async () => {
    const seen: string[] = [];
    const { rig, put, idle } = await open(({ payload }) => void seen.push(...keysOf(payload)));
    rig.cloud.faults.replace([{ service: 'stream', kind: 'duplicate', rate: 1, seed: 1 }]);
    await put('twice');
    await idle();
    expect(seen).toEqual(['twice', 'twice']);
    rig.cloud.faults.replace([{ service: 'stream', kind: 'late', rate: 1, seed: 1 }]);
    await put('late');
    await idle();
    rig.cloud.faults.replace([]);
    await put('behind');
    await idle();
    expect(seen).toEqual(['twice', 'twice']);
    await rig.advance(60_000);
    expect(seen).toEqual(['twice', 'twice', 'late', 'behind']);
  });

  it('goes on after a restart where it stood', async () => {
    await inTemporaryFolder(async (directory) => {
      const seen: string[] = [];
      const run: FakeFunction = ({ payload }) => void seen.push(...keysOf(payload));
      const before = await open(run, { directory, table: 'restarted' });
      await before.put('before');
      await before.idle();
      await before.close();
      const after = await open(run, { directory, table: 'restarted' });
      await after.put('after');
      await after.idle();
      expect(seen).toEqual(['before', 'after']);
      await after.close();
      closes.length = 0;
    });
  });
});
