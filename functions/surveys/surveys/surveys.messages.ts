/** What lies in the queues of this domain. */
import * as z from 'zod';
import { idSchema } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';

const firing = { campaignId: idSchema('campaign'), scheduledTime: instantSchema };

/** In the runs queue: a schedule has fired, or a run goes on with the next page of a shard. */
export const RunsMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    ...firing,
    /** The campaign's schedule version when the schedule was made. */
    version: z.int(),
  }),
  z.strictObject({
    kind: z.literal('page'),
    ...firing,
    shard: z.int().min(0),
    page: z.int().min(1),
    /** A run that needs more pages than this is taken for a loop. */
    ceiling: z.int().min(1),
  }),
]);
export type RunsMessage = z.infer<typeof RunsMessage>;
export type RunMessage = Extract<RunsMessage, { kind: 'run' }>;
export type PageMessage = Extract<RunsMessage, { kind: 'page' }>;

/** In the sending queue, from a run and from the sweep of the due list. The id is the hash of the invitation. */
export const SendingMessage = z.strictObject({ kind: z.literal('invitation'), id: z.string().max(64) });
export type SendingMessage = z.infer<typeof SendingMessage>;

/** Names one attempt to send in the events that the mail service publishes. */
export function sendIdOf(hash: string, attempt: number): string {
  return `invitation.${hash}.${attempt}`;
}

/** The invitation and attempt behind a send id; undefined for mails of others. */
export function readSendId(sendId: string): { hash: string; attempt: number } | undefined {
  const [, hash, attempt] = /^invitation\.([A-Za-z0-9_-]{43})\.(\d{1,6})$/.exec(sendId) ?? [];
  return hash === undefined || attempt === undefined ? undefined : { hash, attempt: Number(attempt) };
}

/** An event of the mail service, as the rule on the default bus hands it over: only what is read here. */
export const MailEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ tags: z.object({ sendId: z.array(z.string()).optional() }).default({}) }),
    bounce: z
      .object({
        bounceType: z.string(),
        bouncedRecipients: z.array(z.object({ emailAddress: z.string() })).default([]),
      })
      .optional(),
  }),
});
export type MailEvent = z.infer<typeof MailEvent>;
