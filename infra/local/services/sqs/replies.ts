/** How SQS tells about messages and queues. */
import type { SentMessage } from '../../cloud.ts';
import { traceHeader } from '../lambda/trace.ts';
import { digestOfAttributes, digestOfBody } from './message-digest.ts';
import type { Queue, ReceivedMessage } from './queue.ts';

/** System attributes of a received message; event source mappings pass all of them on. */
export function systemAttributes(message: ReceivedMessage): Record<string, string> {
  const header = message.traceHeader ?? (message.trace && traceHeader(message.trace));
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    ...(header !== undefined && { AWSTraceHeader: header }),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AIDALOCALCLOUD',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.origin !== undefined && { DeadLetterQueueSourceArn: message.origin }),
  };
}

interface Wanted {
  readonly AttributeNames: readonly string[];
  readonly MessageSystemAttributeNames: readonly string[];
  readonly MessageAttributeNames: readonly string[];
}

export function describeMessage(message: ReceivedMessage, wanted: Wanted): object {
  const system = new Set([...wanted.AttributeNames, ...wanted.MessageSystemAttributeNames]);
  const attributes = pick(systemAttributes(message), (name) => system.has('All') || system.has(name));
  const own: NonNullable<SentMessage['attributes']> = pick(message.attributes, (name) =>
    wanted.MessageAttributeNames.some((one) => selects(one, name)),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: digestOfBody(message.body),
    ...(Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(Object.keys(own).length > 0 && {
      MessageAttributes: own,
      MD5OfMessageAttributes: digestOfAttributes(own),
    }),
  };
}

function pick<V>(values: Record<string, V>, wanted: (name: string) => boolean): Record<string, V> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));
}

/** `All` or `.*` for all, `prefix.*` for those that start so. */
function selects(wanted: string, name: string): boolean {
  if (wanted === 'All' || wanted === name) return true;
  return wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -2));
}

export function describeQueue(queue: Queue, names: readonly string[]): Record<string, string> {
  const { settings } = queue;
  const messages = queue.messages();
  const count = (state: string) => String(messages.filter((message) => message.state === state).length);
  const { redrive } = settings;
  const attributes = {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: count('visible'),
    ApproximateNumberOfMessagesNotVisible: count('in-flight'),
    ApproximateNumberOfMessagesDelayed: count('delayed'),
    VisibilityTimeout: String(settings.visibilitySeconds),
    DelaySeconds: String(settings.delaySeconds),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    MaximumMessageSize: String(settings.largestMessage),
    ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.deadLetterArn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
  return pick(attributes, (name) => names.includes('All') || names.includes(name));
}
