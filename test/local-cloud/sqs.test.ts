import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { createSqs } from '../../infra/local/services/sqs/sqs.ts';
import { aQueue, inTemporaryFolder, queueArn, type Rig, startRig } from './rig.ts';

const QueueUrl = 'http://127.0.0.1/123456789012/work';
const DeadUrl = 'http://127.0.0.1/123456789012/dead';
const SECOND = 1000;

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(properties: object = {}, directory?: string) {
  const redrive = { RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 } };
  const resources = [aQueue('work', { ...redrive, ...properties }), aQueue('dead')];
  const rig = await startRig({ resources, directory });
  rigs.push(rig);
  const queues = createSqs(rig.cloud);
  rig.join(queues);
  rig.useQueues(queues);
  const sqs = new SQSClient({ ...rig.client, useQueueUrlAsEndpoint: false, maxAttempts: 1 });
  return {
    rig,
    queues,
    sqs,
    send: (input: Partial<SendMessageCommandInput> = {}) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello', ...input })),
    async receive(input: Partial<ReceiveMessageCommandInput> = {}) {
      const everything: ReceiveMessageCommandInput = {
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      };
      return (await sqs.send(new ReceiveMessageCommand({ ...everything, ...input }))).Messages ?? [];
    },
    async counts() {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
      return [ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible].map(Number);
    },
  };
}

describe('SQS messages', () => {
  it('come back as they were sent, with digests the SDK accepts and all attributes', async () => {
    const { send, receive } = await open();
    const MessageAttributes = {
      tenant: { DataType: 'String', StringValue: '王芳' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
    };
    const header = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-a-b' } } as const;
    const sent = await send({ MessageBody: '{"a":"é"}', MessageAttributes, MessageSystemAttributes: header });
    const [message, ...rest] = await receive();
    expect(rest).toEqual([]);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: '{"a":"é"}',
      MessageAttributes,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1-a-b' },
    });
    expect(message?.Attributes?.SentTimestamp).toMatch(/^\d{13}$/);
  });

  it('are held until the visibility timeout has passed in virtual time, and counted when received', async () => {
    const { rig, send, receive, counts } = await open({ VisibilityTimeout: 60 });
    await send();
    expect(await receive()).toHaveLength(1);
    expect(await receive()).toEqual([]);
    expect(await counts()).toEqual([0, 1]);
    await rig.advance(40 * SECOND);
    expect(await receive()).toEqual([]);
    await rig.advance(20 * SECOND);
    expect((await receive())[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('are gone once deleted, and an older receipt handle deletes nothing', async () => {
    const { rig, sqs, send, receive, counts } = await open();
    await send();
    const [first] = await receive();
    await rig.advance(31 * SECOND);
    const [second] = await receive();
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await counts()).toEqual([0, 1]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle }));
    expect(await counts()).toEqual([0, 0]);
    const wrong = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' });
    await expect(sqs.send(wrong)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  it('wait for their delay on the virtual clock', async () => {
    const { rig, send, receive } = await open();
    await send({ DelaySeconds: 900 });
    await rig.advance(800 * SECOND);
    expect(await receive()).toEqual([]);
    await rig.advance(100 * SECOND);
    expect(await receive()).toHaveLength(1);
  });

  it('answer a waiting receive as soon as one arrives', async () => {
    const { send, receive } = await open();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await send();
    expect(await waiting).toHaveLength(1);
  });

  it('come back at once when their visibility is set to nothing, and later when it is extended', async () => {
    const { rig, sqs, send, receive } = await open({ RedrivePolicy: undefined });
    await send();
    const change = async (VisibilityTimeout: number) => {
      const [message] = await receive();
      const input = { QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout };
      await sqs.send(new ChangeMessageVisibilityCommand(input));
    };
    await change(0);
    await change(3600);
    await rig.advance(3500 * SECOND);
    expect(await receive()).toEqual([]);
    await rig.advance(100 * SECOND);
    expect(await receive()).toHaveLength(1);
  });

  it('go to the dead letters after maxReceiveCount, and back as new messages by a move task', async () => {
    const { rig, sqs, queues, send, receive } = await open();
    const { MessageId } = await send({ MessageBody: 'poison' });
    for (const _ of [1, 2]) {
      expect(await receive()).toHaveLength(1);
      await rig.advance(30 * SECOND);
    }
    expect(await receive()).toEqual([]);
    const [dead] = await receive({ QueueUrl: DeadUrl, VisibilityTimeout: 0 });
    expect(dead).toMatchObject({ MessageId, Body: 'poison' });
    expect(dead?.Attributes?.DeadLetterQueueSourceArn).toBe(queueArn('work'));
    expect(queues.list().find((queue) => queue.name === 'dead')).toMatchObject({
      visible: 1,
      deadLetterOf: ['work'],
      messages: [{ body: 'poison' }],
    });
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn('dead') }));
    const [back] = await receive();
    expect(back).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
    expect(back?.MessageId).not.toBe(MessageId);
  });

  it('are dropped after the retention period', async () => {
    const { rig, send, receive } = await open({ MessageRetentionPeriod: 60 });
    await send();
    await rig.advance(61 * SECOND);
    expect(await receive()).toEqual([]);
  });

  it('survive a restart: delayed ones still wait, held ones are visible again', async () => {
    await inTemporaryFolder(async (folder) => {
      const before = await open({}, folder);
      await before.send({
        MessageBody: 'held',
        MessageAttributes: { a: { DataType: 'Number', StringValue: '1' } },
      });
      await before.receive();
      await before.send({ MessageBody: 'delayed', DelaySeconds: 600 });
      await before.send({ MessageBody: 'visible' });
      // No orderly end: what was acknowledged is on the disk.
      const after = await open({}, folder);
      const messages = await after.receive();
      expect(messages.map((message) => message.Body)).toEqual(['held', 'visible']);
      expect(messages[0]?.MessageAttributes).toEqual({ a: { DataType: 'Number', StringValue: '1' } });
      await after.rig.advance(600 * SECOND);
      expect((await after.receive()).map((message) => message.Body)).toContain('delayed');
      for (const { queues } of [before, after]) queues.close();
    });
  });
});

describe('SQS calls', () => {
  it('succeed in part: the entries that fail are named', async () => {
    const { sqs, receive } = await open({ MaximumMessageSize: 1024 });
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'large', MessageBody: 'x'.repeat(1025) },
    ];
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map((entry) => entry.Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'large', Code: 'InvalidParameterValue', SenderFault: true }]);
    const [message] = await receive();
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
  });

  it.each([
    ['no queue', { QueueUrl: 'http://127.0.0.1/1/missing' }, 'QueueDoesNotExist'],
    ['an empty body', { MessageBody: '' }, 'MissingParameter'],
    ['a forbidden character', { MessageBody: 'a\u0001b' }, 'InvalidMessageContents'],
    ['more than 1 MiB', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    ['a delay above 15 minutes', { DelaySeconds: 901 }, 'InvalidParameterValue'],
  ])('are refused with %s', async (_title, input, name) => {
    const { send } = await open();
    await expect(send(input)).rejects.toMatchObject({ name });
  });

  it('are refused for batches that are empty, too long, or name an entry twice', async () => {
    const { sqs } = await open();
    const batch = (ids: string[], MessageBody = 'x') =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: ids.map((Id) => ({ Id, MessageBody })) }));
    const eleven = Array.from({ length: 11 }, (_, n) => `n${n}`);
    await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(batch(eleven)).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
    await expect(batch(['a', 'a'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(batch(['a', 'b'], 'x'.repeat(600_000))).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
    });
  });

  it('find, list, describe and purge queues', async () => {
    const { sqs, send, receive, counts } = await open({ VisibilityTimeout: 90 });
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'work' }))).QueueUrl).toBe(QueueUrl);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([QueueUrl, DeadUrl]);
    const asked = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['QueueArn', 'VisibilityTimeout'],
    });
    expect((await sqs.send(asked)).Attributes).toEqual({
      QueueArn: queueArn('work'),
      VisibilityTimeout: '90',
    });
    await send();
    await receive();
    await send();
    expect(await counts()).toEqual([1, 1]);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await counts()).toEqual([0, 0]);
  });

  it('are not imitated for FIFO queues, which the start says', async () => {
    await expect(open({ FifoQueue: true })).rejects.toThrow(/work.*FIFO queues are not imitated/s);
  });
});
