/** What SQS calls bring along. Limits: SQS API reference. */
import * as z from 'zod';
import { AwsError, type SentMessage } from '../../cloud.ts';
import { sizeOf } from './message-digest.ts';
import { LARGEST_MESSAGE, type QueueSettings } from './queue-settings.ts';

const queueUrl = z.string();
const attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const receiptHandle = z.string();
const visibilityTimeout = z.number().int().min(0).max(43_200);
const entryId = z.string();

const outgoing = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), attribute).optional(),
  MessageSystemAttributes: z.object({ AWSTraceHeader: attribute.optional() }).optional(),
});
export type Outgoing = z.output<typeof outgoing>;

const batchOf = <S extends z.ZodRawShape>(entry: z.ZodObject<S>) =>
  z.object({ QueueUrl: queueUrl, Entries: z.array(entry.extend({ Id: entryId })) });

export const requests = {
  sendMessage: outgoing.extend({ QueueUrl: queueUrl }),
  sendMessageBatch: batchOf(outgoing),
  receiveMessage: z.object({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
    VisibilityTimeout: visibilityTimeout.optional(),
    WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
    AttributeNames: z.array(z.string()).default([]),
    MessageSystemAttributeNames: z.array(z.string()).default([]),
    MessageAttributeNames: z.array(z.string()).default([]),
  }),
  deleteMessage: z.object({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }),
  deleteMessageBatch: batchOf(z.object({ ReceiptHandle: receiptHandle })),
  changeMessageVisibility: z.object({
    QueueUrl: queueUrl,
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: visibilityTimeout,
  }),
  changeMessageVisibilityBatch: batchOf(
    z.object({ ReceiptHandle: receiptHandle, VisibilityTimeout: visibilityTimeout }),
  ),
  getQueueUrl: z.object({ QueueName: z.string() }),
  getQueueAttributes: z.object({ QueueUrl: queueUrl, AttributeNames: z.array(z.string()).default([]) }),
  purgeQueue: z.object({ QueueUrl: queueUrl }),
  listQueues: z.object({ QueueNamePrefix: z.string().default('') }),
  startMessageMoveTask: z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() }),
};

/** Unicode characters SQS takes: #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Refuses what the queue would refuse. */
export function readOutgoing(
  settings: QueueSettings,
  entry: Outgoing,
): SentMessage & { traceHeader?: string } {
  const { MessageBody: body, DelaySeconds: delaySeconds, MessageAttributes: attributes } = entry;
  if (body === '') throw new AwsError(400, 'MissingParameter', 'The request must contain MessageBody.');
  if (FORBIDDEN.test(body)) {
    throw new AwsError(400, 'InvalidMessageContents', 'The message has characters SQS does not take.');
  }
  if (Object.keys(attributes ?? {}).length > 10) {
    throw new AwsError(400, 'InvalidParameterValue', 'A message has at most 10 attributes.');
  }
  const traceHeader = entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  const message = {
    body,
    ...(delaySeconds !== undefined && { delaySeconds }),
    ...(attributes && { attributes: withoutAbsent(attributes) }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
  if (sizeOf(message) > settings.largestMessage) {
    const limit = `shorter than ${settings.largestMessage} bytes`;
    throw new AwsError(
      400,
      'InvalidParameterValue',
      `One or more parameters are invalid: Message must be ${limit}.`,
    );
  }
  return message;
}

function withoutAbsent(
  attributes: NonNullable<Outgoing['MessageAttributes']>,
): NonNullable<SentMessage['attributes']> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        DataType,
        ...(StringValue !== undefined && { StringValue }),
        ...(BinaryValue !== undefined && { BinaryValue }),
      },
    ]),
  );
}

/** The rules of all batch calls: 1 to 10 entries, distinct ids of letters, digits, `-` and `_`. */
export function checkBatch(entries: readonly { readonly Id: string }[]): void {
  if (entries.length === 0) throw new AwsError(400, 'EmptyBatchRequest', 'The batch has no entries.');
  if (entries.length > 10) {
    throw new AwsError(
      400,
      'TooManyEntriesInBatchRequest',
      `A batch has at most 10 entries, not ${entries.length}.`,
    );
  }
  const ids = new Set(entries.map((entry) => entry.Id));
  if (ids.size < entries.length) {
    throw new AwsError(400, 'BatchEntryIdsNotDistinct', 'Two entries of the batch have the same Id.');
  }
  if ([...ids].some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(400, 'InvalidBatchEntryId', 'An Id has letters, digits, - and _, at most 80 of them.');
  }
}

export function checkBatchSize(entries: readonly Outgoing[]): void {
  const total = entries.reduce((sum, entry) => {
    const attributes = withoutAbsent(entry.MessageAttributes ?? {});
    return sum + sizeOf({ body: entry.MessageBody, attributes });
  }, 0);
  if (total > LARGEST_MESSAGE) {
    throw new AwsError(
      400,
      'BatchRequestTooLong',
      `A batch has at most ${LARGEST_MESSAGE} bytes, not ${total}.`,
    );
  }
}
