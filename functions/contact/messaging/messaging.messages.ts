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

/** In the queue of what is to be sent: a message whose turn was not yet. */
export const SendTurn = z.strictObject({
  kind: z.literal('turn'),
  messageId: messageId.schema,
  /** Since the epoch. */
  second: z.int().min(0),
});
export type SendTurn = z.infer<typeof SendTurn>;
