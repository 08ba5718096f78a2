import { afterEach, describe, expect, it } from 'vitest';
import { startEventSourceMappings } from '../../infra/local/services/lambda/event-source-mappings.ts';
import { createSqs } from '../../infra/local/services/sqs/sqs.ts';
import {
  accountId,
  aFunction,
  aMapping,
  aQueue,
  type FakeFunction,
  functionArn,
  inTemporaryFolder,
  queueArn,
  type Rig,
  region,
  startRig,
} from './rig.ts';

const SECOND = 1000;
const noStreams = { open: () => ({ next: async () => [] }), onWrite: () => () => {} };

interface SqsEvent {
  readonly Records: { readonly messageId: string; readonly body: string; readonly attributes: object }[];
}
const recordsOf = (payload: unknown) => (payload as SqsEvent).Records;
const bodiesOf = (payload: unknown) => recordsOf(payload).map((record) => record.body);

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(run: FakeFunction, mapping: object = {}, queue: object = {}, directory?: string) {
  const redrive = { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 3 };
  const rig = await startRig({
    resources: [
      aQueue('work', { VisibilityTimeout: 60, RedrivePolicy: redrive, ...queue }),
      aQueue('dead'),
      aFunction('worker'),
      aMapping({
        EventSourceArn: queueArn('work'),
        FunctionName: 'worker',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...mapping,
      }),
    ],
    functions: { worker: run },
    directory,
  });
  rigs.push(rig);
  const queues = createSqs(rig.cloud);
  rig.useQueues(queues);
  startEventSourceMappings(rig.cloud, { queues, streams: noStreams });
  return {
    rig,
    queues,
    idle: () => rig.cloud.activity.idle(),
    send: (...bodies: string[]) => bodies.map((body) => queues.send(queueArn('work'), { body })),
    state: (name: string) => queues.list().find((one) => one.name === name)!,
  };
}

describe('a function fed from a queue', () => {
  it('gets the event as AWS sends it', async () => {
    const seen: unknown[] = [];
    const { rig, queues, idle } = await open(({ payload, cause }) => void seen.push({ payload, cause }));
    const messageId = queues.send(queueArn('work'), {
      body: '{"a":1}',
      attributes: { kind: { DataType: 'String', StringValue: 'x' } },
      trace: { id: '1-2-3', lineage: {} },
    });
    await idle();
    const sent = expect.stringMatching(/^\d{13}$/);
    expect(seen).toEqual([
      {
        cause: 'work',
        payload: {
          Records: [
            {
              messageId,
              receiptHandle: expect.any(String),
              body: '{"a":1}',
              attributes: {
                ApproximateReceiveCount: '1',
                SentTimestamp: sent,
                ApproximateFirstReceiveTimestamp: sent,
                SenderId: expect.any(String),
                AWSTraceHeader: expect.stringMatching(/^Root=1-2-3;/),
              },
              messageAttributes: {
                kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
              },
              md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
              md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
              eventSource: 'aws:sqs',
              eventSourceARN: `arn:aws:sqs:${region}:${accountId}:work`,
              awsRegion: region,
            },
          ],
        },
      },
    ]);
    expect(rig.cloud.activity.pending()).toEqual({});
  });

  it('gets only the failed items again, after the visibility timeout, and the rest is gone', async () => {
    const seen: string[][] = [];
    const { rig, send, idle, state } = await open(({ payload }) => {
      seen.push(bodiesOf(payload));
      if (seen.length > 1) return undefined;
      const failed = recordsOf(payload).filter((record) => record.body === 'b');
      return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
    });
    send('a', 'b', 'c');
    await idle();
    expect(state('work')).toMatchObject({ visible: 0, inFlight: 1 });
    await rig.advance(40 * SECOND);
    expect(seen).toEqual([['a', 'b', 'c']]);
    await rig.advance(20 * SECOND);
    expect(seen).toEqual([['a', 'b', 'c'], ['b']]);
    expect(state('work')).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no'))],
    ['names an item that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
    ['names no item', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
    ['misspells the key', () => ({ batchItemFailures: [{ itemidentifier: 'x' }] })],
    ['answers no object', () => 'done'],
  ])('gets the whole batch again when it %s, until it lands with the dead letters', async (_title, run) => {
    let runs = 0;
    const { rig, queues, send, idle, state } = await open(() => {
      runs += 1;
      return runs <= 3 ? run() : { batchItemFailures: [] };
    });
    send('a', 'b');
    await idle();
    await rig.advance(200 * SECOND);
    expect(runs).toBe(3);
    expect(state('work')).toMatchObject({ visible: 0, inFlight: 0 });
    expect(
      state('dead')
        .messages.map((message) => message.body)
        .toSorted(),
    ).toEqual(['a', 'b']);
    expect(queues.redrive('dead')).toBe(2);
    await idle();
    expect(runs).toBe(4);
    expect(state('dead').visible).toBe(0);
  });

  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ['no failures', { batchItemFailures: [] }],
    ['null failures', { batchItemFailures: null }],
  ])('is done with the batch when it answers %s', async (_title, answer) => {
    const { send, idle, state } = await open(() => answer);
    send('a');
    await idle();
    expect(state('work')).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('loses nothing and gets no more at a time than the mapping allows', async () => {
    const seen = new Set<string>();
    let [running, most] = [0, 0];
    const { send, idle } = await open(
      async ({ payload }) => {
        running += 1;
        most = Math.max(most, running);
        expect(recordsOf(payload).length).toBeLessThanOrEqual(7);
        for (const body of bodiesOf(payload)) seen.add(body);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running -= 1;
      },
      { BatchSize: 7, ScalingConfig: { MaximumConcurrency: 2 } },
    );
    send(...Array.from({ length: 200 }, (_, n) => String(n)));
    await idle();
    expect(seen.size).toBe(200);
    expect(most).toBe(2);
  });

  it('sees only what its filter lets through; the rest is removed', async () => {
    const seen: string[] = [];
    const Pattern = JSON.stringify({ body: { type: [{ prefix: 'customer.' }] } });
    const { send, idle, state } = await open(({ payload }) => void seen.push(...bodiesOf(payload)), {
      FilterCriteria: { Filters: [{ Pattern }] },
    });
    send('{"type":"customer.created"}', '{"type":"survey.sent"}', 'no json');
    await idle();
    expect(seen).toEqual(['{"type":"customer.created"}']);
    expect(state('work')).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('is not called again in a loop that Lambda stopped: the message is a dead letter at once', async () => {
    const stopped = Object.assign(new Error('stopped'), { name: 'RecursiveLoop' });
    const { send, idle, state } = await open(() => Promise.reject(stopped));
    send('again');
    await idle();
    expect(state('dead').messages).toMatchObject([{ body: 'again', receiveCount: 1 }]);
  });

  it('sees duplicates and late messages when the rules say so', async () => {
    const seen: string[] = [];
    const { rig, send, idle } = await open(({ payload }) => void seen.push(...bodiesOf(payload)));
    rig.cloud.faults.replace([{ service: 'queue', kind: 'duplicate', rate: 1, seed: 1 }]);
    const [id] = send('twice');
    await idle();
    expect(seen).toEqual(['twice', 'twice']);
    expect(id).toBeDefined();
    rig.cloud.faults.replace([{ service: 'queue', kind: 'late', rate: 1, seed: 1 }]);
    send('late');
    await idle();
    expect(seen).not.toContain('late');
    await rig.advance(60 * SECOND);
    expect(seen).toContain('late');
  });

  it('is refused at the start when AWS would refuse it', async () => {
    const nothing = () => undefined;
    await expect(open(nothing, {}, { VisibilityTimeout: 2 })).rejects.toThrow(
      /visibility timeout of work, 2 s/,
    );
    await expect(open(nothing, { BatchSize: 100 })).rejects.toThrow(/MaximumBatchingWindowInSeconds/);
    await expect(open(nothing, { FunctionName: 'missing' })).rejects.toThrow(/no function missing/);
    const filters = { FilterCriteria: { Filters: [{ Pattern: '{"body":[{"near":1}]}' }] } };
    await expect(open(nothing, filters)).rejects.toThrow(/operator "near"/);
    await expect(open(nothing, { ParallelizationFactor: 4 })).rejects.toThrow(/one batch at a time/);
  });

  it('gets what was left when the local cloud stopped', async () => {
    await inTemporaryFolder(async (folder) => {
      const seen: string[] = [];
      const before = await open(() => new Promise(() => {}), { BatchSize: 2 }, {}, folder);
      before.send(...Array.from({ length: 20 }, (_, n) => String(n)));
      await new Promise((resolve) => setImmediate(resolve));
      const run: FakeFunction = ({ payload }) => void seen.push(...bodiesOf(payload));
      const after = await open(run, {}, {}, folder);
      await after.idle();
      expect(new Set(seen).size).toBe(20);
      for (const { queues } of [before, after]) queues.close();
    });
  });

  it('finds its function by ARN as well as by name', async () => {
    const seen: unknown[] = [];
    const { send, idle } = await open(() => void seen.push(1), { FunctionName: functionArn('worker') });
    send('a');
    await idle();
    expect(seen).toHaveLength(1);
  });
});
