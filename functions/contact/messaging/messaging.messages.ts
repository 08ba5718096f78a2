/** What lies in the queues of this domain. */
import * as z from 'zod';

/** An event of the mail service, as the rule on the default bus hands it over: only what is read here. */
export const MailEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ tags: z.object({ sendId: z.array(z.string()).optional() }).default({}) }),
    bounce: z.object({ bounceType: z.string() }).optional(),
  }),
});
export type MailEvent = z.infer<typeof MailEvent>;
