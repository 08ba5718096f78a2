/** What lies in the queues of this domain. */
import * as z from 'zod';
import { messageId } from './messaging.schema.ts';

/** An event of the mail service, as the rule on the default bus hands it over: only what is read here. */
export const MailEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ tags: z.object({ sendId: z.array(z.string()).optional() }).default({}) }),
    bounce: z.object({ bounceType: z.string(), bounceSubType: z.string().optional() }).optional(),
  }),
});
export type MailEvent = z.infer<typeof MailEvent>;

/**
 * What AWS End User Messaging tells of a text, by the topic of its configuration set
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html).
 */
export const TextEvent = z.object({
  eventType: z.string(),
  /** Whether nothing else will be told of it. */
  isFinal: z.boolean(),
  /** Without an id it is of a text that somebody else has sent, such as a test at the console. */
  context: z.object({ sendId: z.string().optional() }).default({}),
});
export type TextEvent = z.infer<typeof TextEvent>;

/** What somebody has answered to a text (https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html). */
export const Reply = z.object({
  /** E.164, or a short number, which no customer has. */
  originationNumber: z.string().min(1).max(40),
  messageBody: z.string(),
  /** The same however often it is told. */
  inboundMessageId: z.string().min(1),
});
export type Reply = z.infer<typeof Reply>;

/** In the queue of answers: whom the service itself sends nothing is read on, from here. */
export const OptOutsMessage = z.strictObject({
  optOutsAfter: z.string().min(1).describe('Token of the service.'),
  page: z.int().min(2).max(10_000),
});

/** In the queue of what is to be sent: a message whose turn was not yet. */
export const SendTurn = z.strictObject({
  kind: z.literal('turn'),
  messageId: messageId.schema,
  /** Since the epoch. */
  second: z.int().min(0),
});
export type SendTurn = z.infer<typeof SendTurn>;
