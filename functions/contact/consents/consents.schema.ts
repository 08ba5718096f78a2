/** What customers have said about being written to. Who has said nothing may be written to. */
import * as z from 'zod';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { text } from '../../../shared/values/text.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';

/** What a customer can refuse to be written to about. */
export const purposeSchema = z.enum(['surveys']).describe('What the customer is written to about.');
export type ConsentPurpose = z.infer<typeof purposeSchema>;

export const channelSchema = z.enum(['email']).describe('How the customer is written to.');

/** How we hear of it from people: what staff may name. */
const staffSourceSchema = z.enum(['phone', 'letter', 'in-person', 'email']);

/** How we heard of it: from staff, on the page behind a link, or from the customer's mail provider. */
export const sourceSchema = z
  .enum([...staffSourceSchema.options, 'unsubscribe', 'resubscribe', 'complaint'])
  .describe(
    '`unsubscribe`: by the link in a mail; `resubscribe`: that was taken back on its page; `complaint`: took our mail for junk; else what staff have noted.',
  );

const statusSchema = z
  .enum(['granted', 'withdrawn'])
  .describe('`withdrawn`: the customer is not written to; `granted`: may be again.');

export const Consent = z
  .strictObject({
    customerId: customerIdSchema,
    purpose: purposeSchema,
    channel: channelSchema,
    version: z.int().min(1),
    status: statusSchema,
    source: sourceSchema,
    note: text(500, { multiline: true }).optional(),
    since: instantSchema,
  })
  .meta({ id: 'Consent', description: 'What a customer has said about being written to.' });
export type Consent = z.infer<typeof Consent>;

/** A consent as it is kept. */
export const ConsentRecord = Consent.extend({
  /** How often on that day, in UTC, a link has taken a withdrawal back. */
  undone: z.strictObject({ day: daySchema, times: z.int().min(1) }).optional(),
});
export type ConsentRecord = z.infer<typeof ConsentRecord>;

export const ConsentEntry = z
  .strictObject({
    status: statusSchema,
    source: staffSourceSchema.describe('How the customer has said it.'),
    note: Consent.shape.note.describe('Their words, or where the letter is kept.'),
  })
  .meta({ id: 'ConsentEntry' });
export type ConsentEntry = z.infer<typeof ConsentEntry>;

/** What stands beside the customer, without what was noted in words. */
export const ConsentSummary = Consent.pick({
  purpose: true,
  channel: true,
  status: true,
  source: true,
  since: true,
}).meta({ id: 'ConsentSummary' });

export const ConsentList = z.strictObject({ items: z.array(Consent) }).meta({ id: 'ConsentList' });
