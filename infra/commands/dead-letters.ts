/** Where a dead letter belongs. Three kinds of writers leave three forms of letter. */
import * as z from 'zod';

export interface Letter {
  readonly body: string;
  /** Message attributes that are texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The name of the queue to which this text is to be sent. */
export interface Destination {
  readonly queue: string;
  readonly body: string;
}

/** What EventBridge Scheduler leaves of a message for SQS: the call that it could not make. */
const SendMessageCall = z.object({ MessageBody: z.string(), QueueUrl: z.string() });

/**
 * `queue` is the one in which the letter lies. Throws with the reason when it cannot be delivered.
 *
 * - EventBridge: the body is the event as the target gets it, the target is in an attribute.
 *   https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * - EventBridge Scheduler: the body is the call to SQS.
 *   https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 * - SQS, and functions that put something aside: the body is the message, its queue has the name without `-dead`.
 */
export function destinationOf(queue: string, { body, attributes }: Letter): Destination {
  if (attributes.IS_PAYLOAD_TRUNCATED === 'true') throw new Error('its text was cut off');
  if (queue.endsWith('-dead')) return { queue: queue.slice(0, -'-dead'.length), body };
  const call = attributes.SCHEDULE_ARN === undefined ? undefined : readCall(body);
  if (call !== undefined) return { queue: lastOf(call.QueueUrl, '/'), body: call.MessageBody };
  const [, , service = '', , , name = ''] = (attributes.TARGET_ARN ?? '').split(':');
  if (service !== 'sqs' || name === '') throw new Error('it does not say to which queue it should have gone');
  return { queue: name, body };
}

function readCall(body: string): z.infer<typeof SendMessageCall> | undefined {
  try {
    return SendMessageCall.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

const lastOf = (text: string, separator: string) => text.split(separator).at(-1) ?? '';
