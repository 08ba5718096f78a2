/** What customers have said about being written to. Who has said nothing may be written to. */
import * as z from 'zod';
import { instantSchema } from '../../../shared/values/instant.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';

/** What a customer can refuse to be written to about. */
export const purposeSchema = z.enum(['surveys']);
export type ConsentPurpose = z.infer<typeof purposeSchema>;

export const channelSchema = z.enum(['email']);

/** How we heard of it: on the page behind a link, or from the customer's mail provider. */
export const sourceSchema = z.enum(['unsubscribe', 'complaint']);

export const Consent = z.strictObject({
  customerId: customerIdSchema,
  purpose: purposeSchema,
  channel: channelSchema,
  version: z.int().min(1),
  status: z.enum(['withdrawn']),
  source: sourceSchema,
  since: instantSchema,
});
export type Consent = z.infer<typeof Consent>;
