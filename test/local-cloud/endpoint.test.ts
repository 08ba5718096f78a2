import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActivity } from '../../infra/local/activity.ts';
import { createClock } from '../../infra/local/clock.ts';
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type Clock,
  type FaultRule,
} from '../../infra/local/cloud.ts';
import { createEndpoint, type Endpoint } from '../../infra/local/endpoint/endpoint.ts';
import { faultGuard } from '../../infra/local/endpoint/fault-guard.ts';
import { createFaults } from '../../infra/local/endpoint/faults.ts';
import { createMeter, meterGuard } from '../../infra/local/endpoint/meter.ts';
import { createRuns } from '../../infra/local/runs.ts';

const item = { pk: { S: 'a' } };

describe('the endpoint', () => {
  let endpoint: Endpoint;
  let clock: Clock;
  let seen: AwsCall[];
  let answer: (call: AwsCall) => AwsReply;
  const faults = createFaults();
  const meter = createMeter();
  const runs = createRuns();

  beforeEach(async () => {
    clock = createClock({ activity: createActivity() });
    seen = [];
    answer = () => ({ status: 200, body: '{}' });
    faults.replace([]);
    meter.reset();
    runs.begin('Customers/1', {
      functionId: 'Customers',
      trace: { id: '1-a', lineage: {} },
      cause: 'POST /customers',
    });
    const guards = [faultGuard(faults, () => undefined), meterGuard(meter)];
    endpoint = await createEndpoint({ clock, runs, guards, log: () => undefined });
    endpoint.register({
      scopes: ['dynamodb'],
      async handle(call) {
        seen.push(call);
        return answer(call);
      },
    });
  });
  afterEach(() => endpoint.close());

  const options = (functionId: string) => ({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: functionId, secretAccessKey: 'x', sessionToken: `${functionId}/1` },
  });
  const client = (functionId = 'Customers') => new DynamoDBClient(options(functionId));
  const get = new GetItemCommand({ TableName: 't', Key: item });
  const put = new PutItemCommand({ TableName: 't', Item: item });
  const everyCall = (kind: FaultRule['kind']): FaultRule => ({ service: 'dynamodb', rate: 1, kind, seed: 1 });

  it('tells the service, the operation, the caller and the cause of a call', async () => {
    await client().send(get);
    await client('Stranger').send(get);
    expect(seen.map(({ service, operation, caller }) => ({ service, operation, caller }))).toEqual([
      {
        service: 'dynamodb',
        operation: 'GetItem',
        caller: {
          functionId: 'Customers',
          workerId: 'Customers/1',
          trace: { id: '1-a', lineage: {} },
          cause: 'POST /customers',
        },
      },
      {
        service: 'dynamodb',
        operation: 'GetItem',
        caller: { functionId: 'Stranger', workerId: 'Stranger/1' },
      },
    ]);
    const operator = { ...options('x'), credentials: { accessKeyId: 'anyone', secretAccessKey: 'x' } };
    await new DynamoDBClient(operator).send(get);
    expect(seen.at(-1)?.caller).toEqual({ functionId: 'operator' });
  });

  it('keeps the virtual date, so that the SDK does not correct a moved clock', async () => {
    await clock.advanceTo(clock.now() + 90 * 86_400_000);
    const response = await fetch(endpoint.url, { method: 'POST' });
    expect(Math.abs(Date.parse(response.headers.get('date') ?? '') - clock.now())).toBeLessThan(2_000);
    expect(response.status).toBe(403);
  });

  it('answers errors as the service would, and an unknown service with a clear one', async () => {
    answer = () => {
      throw new AwsError(400, 'ResourceNotFoundException', 'No such table');
    };
    await expect(client().send(get)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'No such table',
    });
    answer = () => {
      throw new TypeError('a bug');
    };
    await expect(client().send(get)).rejects.toMatchObject({ name: 'InternalFailure' });
    const send = new SendMessageCommand({ QueueUrl: `${endpoint.url}/1/q`, MessageBody: 'x' });
    await expect(new SQSClient(options('Customers')).send(send)).rejects.toThrow(
      /no stand-in for the service "sqs"; it knows dynamodb/,
    );
  });

  it('tells listeners of every call and its reply', async () => {
    const heard: unknown[] = [];
    endpoint.onCall((call, reply, milliseconds) =>
      heard.push([call.operation, reply?.status, milliseconds > 0]),
    );
    faults.replace([{ ...everyCall('drop-reply'), operation: 'PutItem' }]);
    await client().send(get);
    await expect(client().send(put)).rejects.toThrow();
    expect(heard).toEqual([
      ['GetItem', 200, true],
      ['PutItem', undefined, true],
    ]);
  });

  it('meters read and write units by route and function, and hides what the caller did not ask for', async () => {
    answer = ({ operation }) => ({
      status: 200,
      body: JSON.stringify(
        operation === 'TransactWriteItems'
          ? { ConsumedCapacity: [{ CapacityUnits: 6, WriteCapacityUnits: 4, ReadCapacityUnits: 2 }] }
          : { ConsumedCapacity: { TableName: 't', CapacityUnits: 1.5 } },
      ),
    });
    const asking = new GetItemCommand({ TableName: 't', Key: item, ReturnConsumedCapacity: 'TOTAL' });
    expect((await client().send(get)).ConsumedCapacity).toBeUndefined();
    expect((await client().send(asking)).ConsumedCapacity?.CapacityUnits).toBe(1.5);
    await client().send(put);
    await client().send(new TransactWriteItemsCommand({ TransactItems: [] }));
    const row = {
      invocations: 0,
      readUnits: 5,
      writeUnits: 5.5,
      calls: { GetItem: 2, PutItem: 1, TransactWriteItems: 1 },
    };
    expect(meter.report()).toEqual({ routes: { 'POST /customers': row }, functions: { Customers: row } });
    expect(seen.map(({ body }) => JSON.parse(body.toString()).ReturnConsumedCapacity)).toEqual([
      'INDEXES',
      'TOTAL',
      'INDEXES',
      'INDEXES',
    ]);
  });

  it('throttles, fails or stalls before the service has done anything', async () => {
    for (const [kind, expected] of [
      ['throttle', { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
      ['error', { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }],
    ] as const) {
      faults.replace([everyCall(kind)]);
      await expect(client().send(put)).rejects.toMatchObject(expected);
    }
    faults.replace([everyCall('stall')]);
    await expect(client().send(put, { abortSignal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(seen).toEqual([]);
    expect(meter.report().routes).toEqual({});
  });

  it('drops the reply only after the service has done its work', async () => {
    faults.replace([everyCall('drop-reply')]);
    await expect(client().send(put)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(seen.map(({ operation }) => operation)).toEqual(['PutItem']);
  });

  it('makes transactions conflict with a reason for each item, single writes too, but never reads', async () => {
    faults.replace([everyCall('conflict')]);
    const TransactItems = [1, 2].map(() => ({ Put: { TableName: 't', Item: item } }));
    const reason = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
    await expect(client().send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [reason, reason],
    });
    await expect(client().send(put)).rejects.toMatchObject({ name: 'TransactionConflictException' });
    await client().send(get);
    expect(seen.map(({ operation }) => operation)).toEqual(['GetItem']);
  });

  it('spares the calls of the operator', async () => {
    faults.replace([everyCall('error')]);
    const operator = { ...options('x'), credentials: { accessKeyId: 'test', secretAccessKey: 'x' } };
    await new DynamoDBClient(operator).send(put);
    expect(seen).toHaveLength(1);
  });
});

describe('faults', () => {
  const rule: FaultRule = { service: 'dynamodb', rate: 0.3, kind: 'throttle', seed: 7 };
  const strikes = (rules: readonly FaultRule[], calls = 400) => {
    const faults = createFaults();
    faults.replace(rules);
    return Array.from({ length: calls }, () => faults.forCall('dynamodb', 'PutItem'));
  };

  it('strike the same calls for the same seed, others for another, at about the given rate', () => {
    const first = strikes([rule]);
    expect(strikes([rule])).toEqual(first);
    expect(strikes([{ ...rule, seed: 8 }])).not.toEqual(first);
    const hits = strikes([rule], 10_000).filter((kind) => kind === 'throttle').length;
    expect(hits).toBeGreaterThan(2_800);
    expect(hits).toBeLessThan(3_200);
  });

  it('draw from a sequence of their own, whatever other rules there are', () => {
    const error: FaultRule = { ...rule, kind: 'error' };
    const alone = strikes([rule]).map((kind) => kind === 'throttle');
    const together = strikes([rule, error]);
    expect(together.map((kind) => kind === 'throttle')).toEqual(alone);
    expect(together).toContain('error');
    expect(strikes([error]).map((kind) => kind === 'error')).not.toEqual(alone);
  });

  it('concern only the service and the operation of the rule', () => {
    const faults = createFaults();
    faults.replace([{ ...rule, rate: 1, operation: 'PutItem' }]);
    expect(faults.forCall('dynamodb', 'PutItem')).toBe('throttle');
    expect(faults.forCall('dynamodb', 'GetItem')).toBeUndefined();
    expect(faults.forCall('sqs', 'PutItem')).toBeUndefined();
    faults.replace([{ ...rule, rate: 1, service: '*' }]);
    expect(faults.forCall('sqs', 'SendMessage')).toBe('throttle');
    expect(faults.forDelivery('queue')).toEqual({ duplicate: false, lateMs: 0 });
  });

  it('make deliveries come twice or up to a minute late', () => {
    const faults = createFaults();
    faults.replace([
      { service: 'queue', rate: 1, kind: 'late', seed: 1 },
      { service: '*', rate: 1, kind: 'duplicate', seed: 1 },
    ]);
    const { duplicate, lateMs } = faults.forDelivery('queue');
    expect([duplicate, lateMs > 0, lateMs <= 60_000]).toEqual([true, true, true]);
    expect(faults.forDelivery('stream')).toEqual({ duplicate: true, lateMs: 0 });
    expect(faults.forCall('sqs', 'SendMessage')).toBeUndefined();
  });
});
