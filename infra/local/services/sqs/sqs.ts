/** SQS as its JSON protocol speaks it, before the queues of `queues.ts`. */
import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { type AwsCall, AwsError, type AwsReply, type AwsService, type Cloud } from '../../cloud.ts';
import { readBody } from '../../endpoint/json-protocol.ts';
import { digestOfAttributes, digestOfBody } from './message-digest.ts';
import type { Queue } from './queue.ts';
import { createQueues, type LocalQueues } from './queues.ts';
import { describeMessage, describeQueue } from './replies.ts';
import { checkBatch, checkBatchSize, type Outgoing, readOutgoing, requests } from './requests.ts';

type Operation = (call: AwsCall) => unknown;

/** Codes of the older query protocol where they differ; the SDK shows them as `error.Code`. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
};

export function createSqs(cloud: Cloud): AwsService & LocalQueues {
  const queues = createQueues(cloud);
  const operations = new Map<string, Operation>(
    Object.entries({ ...messageOperations(queues), ...queueOperations(queues) }),
  );
  return {
    ...queues,
    scopes: ['sqs'],
    async handle(call) {
      const operation = operations.get(call.operation);
      if (!operation) {
        const known = [...operations.keys()].join(', ');
        throw new AwsError(501, 'NotImplemented', `SQS here knows ${known}, not ${call.operation}.`);
      }
      return reply(200, await operation(call));
    },
    errorReply(error) {
      const code = QUERY_CODES[error.code] ?? error.code;
      const refusal = { __type: `com.amazonaws.sqs#${error.code}`, message: error.message };
      const { headers, ...rest } = reply(error.status, refusal);
      const party = error.status < 500 ? 'Sender' : 'Receiver';
      return { ...rest, headers: { ...headers, 'x-amzn-query-error': `${code};${party}` } };
    },
  };
}

function reply(status: number, body: unknown): AwsReply {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  return { status, headers, body: JSON.stringify(body ?? {}) };
}

function read<S extends z.ZodType>(schema: S, call: AwsCall): z.output<S> {
  return readBody(schema, call, 'InvalidParameterValue');
}

function messageOperations(queues: LocalQueues): Record<string, Operation> {
  return {
    SendMessage(call) {
      const { QueueUrl, ...message } = read(requests.sendMessage, call);
      return send(queueAt(queues, QueueUrl), call, message);
    },
    SendMessageBatch(call) {
      const { QueueUrl, Entries } = read(requests.sendMessageBatch, call);
      const queue = queueAt(queues, QueueUrl);
      checkBatch(Entries);
      checkBatchSize(Entries);
      return forEach(Entries, (entry) => send(queue, call, entry));
    },
    ReceiveMessage: (call) => receive(queues, call),
    DeleteMessage(call) {
      const { QueueUrl, ReceiptHandle } = read(requests.deleteMessage, call);
      queueAt(queues, QueueUrl).remove(ReceiptHandle);
    },
    DeleteMessageBatch(call) {
      const { QueueUrl, Entries } = read(requests.deleteMessageBatch, call);
      const queue = queueAt(queues, QueueUrl);
      checkBatch(Entries);
      return forEach(Entries, (entry) => {
        queue.remove(entry.ReceiptHandle);
        return undefined;
      });
    },
    ChangeMessageVisibility(call) {
      const { QueueUrl, ...change } = read(requests.changeMessageVisibility, call);
      changeVisibility(queueAt(queues, QueueUrl), change);
    },
    ChangeMessageVisibilityBatch(call) {
      const { QueueUrl, Entries } = read(requests.changeMessageVisibilityBatch, call);
      const queue = queueAt(queues, QueueUrl);
      checkBatch(Entries);
      return forEach(Entries, (entry) => changeVisibility(queue, entry));
    },
  };
}

function queueOperations(queues: LocalQueues): Record<string, Operation> {
  return {
    GetQueueUrl(call) {
      const { QueueName } = read(requests.getQueueUrl, call);
      return { QueueUrl: queueAt(queues, QueueName).settings.url };
    },
    GetQueueAttributes(call) {
      const { QueueUrl, AttributeNames } = readBody(
        requests.getQueueAttributes,
        call,
        'InvalidAttributeName',
      );
      return { Attributes: describeQueue(queueAt(queues, QueueUrl), AttributeNames) };
    },
    PurgeQueue(call) {
      const { QueueUrl } = read(requests.purgeQueue, call);
      queueAt(queues, QueueUrl).purge();
    },
    ListQueues(call) {
      const { QueueNamePrefix: prefix } = read(requests.listQueues, call);
      const named = queues.all().filter((queue) => queue.settings.name.startsWith(prefix));
      return { QueueUrls: named.map((queue) => queue.settings.url) };
    },
    StartMessageMoveTask(call) {
      const { SourceArn, DestinationArn } = read(requests.startMessageMoveTask, call);
      queues.redrive(queues.byArn(SourceArn).settings.name, DestinationArn);
      return { TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID() })).toString('base64') };
    },
  };
}

function queueAt(queues: LocalQueues, url: string): Queue {
  const name = url.slice(url.lastIndexOf('/') + 1);
  const queue = queues.byName(name);
  if (queue) return queue;
  throw new AwsError(400, 'QueueDoesNotExist', `The templates have no queue ${name}.`);
}

function send(queue: Queue, call: AwsCall, entry: Outgoing) {
  const message = readOutgoing(queue.settings, entry);
  const MessageId = queue.send({ ...message, trace: call.caller.trace });
  const MD5OfMessageAttributes = digestOfAttributes(message.attributes ?? {});
  return { MessageId, MD5OfMessageBody: digestOfBody(message.body), MD5OfMessageAttributes };
}

function changeVisibility(
  queue: Queue,
  change: { ReceiptHandle: string; VisibilityTimeout: number },
): undefined {
  if (queue.changeVisibility(change.ReceiptHandle, change.VisibilityTimeout)) return undefined;
  throw new AwsError(400, 'MessageNotInflight', 'The message is not in flight: it is visible or gone.');
}

/** A batch call succeeds as a whole although entries of it fail. */
function forEach<E extends { readonly Id: string }>(
  entries: readonly E[],
  act: (entry: E) => object | undefined,
) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) };
}

/** Waits in real time, as the caller's connection does. */
async function receive(queues: LocalQueues, call: AwsCall) {
  const asked = read(requests.receiveMessage, call);
  const queue = queueAt(queues, asked.QueueUrl);
  const take = () =>
    queue.receive({ max: asked.MaxNumberOfMessages, visibilitySeconds: asked.VisibilityTimeout });
  const until = Date.now() + (asked.WaitTimeSeconds ?? queue.settings.waitSeconds) * 1000;
  let messages = take();
  while (messages.length === 0 && Date.now() < until) {
    await visibleOrAfter(queue, until - Date.now());
    messages = take();
  }
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => describeMessage(message, asked)) };
}

function visibleOrAfter(queue: Queue, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    const unsubscribe = queue.onVisible(done);
  });
}
