/** What customers say for themselves behind their links: that they agree, and what they want to be written to about. */
import * as z from 'zod';
import { instantSchema } from '../../../shared/values/instant.ts';
import { Consent } from '../consents/consents.schema.ts';
import { messageId } from '../messaging/messaging.schema.ts';

/** A customer who is asked to confirm that they agree. The token of the link is stored nowhere, only its hash. */
export const ConsentRequest = z.strictObject({
  /** SHA-256 of the token, base64url. */
  hash: z.string(),
  /** Rises with each change. */
  version: z.int().min(1),
  customerId: Consent.shape.customerId,
  purpose: Consent.shape.purpose,
  channel: Consent.shape.channel,
  /** The text that stands in the mail and on the page. */
  wording: Consent.shape.wording,
  /** Where the mail went, see `hashOfEmail`; missing in what was asked long ago. */
  addressHash: z.string().optional(),
  /** The mail that carries the link. */
  messageId: messageId.schema,
  expiresAt: instantSchema,
  confirmedAt: instantSchema.optional(),
});
export type ConsentRequest = z.infer<typeof ConsentRequest>;

export const AskedConsent = z
  .strictObject({
    messageId: messageId.schema.describe(
      'The mail; `GET /customers/{customerId}/messages` tells what became of it.',
    ),
    expiresAt: instantSchema.describe('Its link confirms nothing from then on.'),
  })
  .meta({ id: 'AskedConsent', description: 'That a customer is asked to confirm.' });
export type AskedConsent = z.infer<typeof AskedConsent>;

/** The form of the page of all preferences, which reads its fields itself. */
export const PreferencesForm = z
  .record(z.string().max(100), z.union([z.string(), z.array(z.string()).max(100)]))
  .meta({
    description:
      '`yes` or `no` by the purpose, e.g. `marketing=no`; `marketing-text` is the version of the text that was shown. What is left out stays as it is.',
  });
export type PreferencesForm = z.infer<typeof PreferencesForm>;
