/** How often and when customers are written to, whoever writes. */
import * as z from 'zod';
import { weekdays } from '../../../shared/values/business-calendar.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { quietHoursSchema } from '../../../shared/values/quiet-hours.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { channelSchema, purposeSchema } from '../consents/consents.schema.ts';

/** So many contacts of each purpose and channel are kept, so no limit can be higher. */
export const mostContacts = 20;

/** Counted over this many days at most. */
export const longestPeriodDays = 90;

export const ContactLimit = z
  .strictObject({
    atMost: z
      .int()
      .min(1, 'must be at least 1: nothing would ever be sent; leave the limit out for as many as you like')
      .max(mostContacts)
      .describe('So many messages.'),
    days: z
      .int()
      .min(1)
      .max(longestPeriodDays)
      .describe('Within so many days of the calendar, in the zone of the customer; today is one of them.'),
    channel: channelSchema.optional().describe('Of this channel; of all together if left out.'),
    purpose: purposeSchema.optional().describe('Of this purpose; of all together if left out.'),
  })
  .meta({ id: 'ContactLimit', description: 'So many messages to one customer within so many days.' });
export type ContactLimit = z.infer<typeof ContactLimit>;

/** For so many days it is known when a customer was last asked for an opinion. */
export const longestAskedDays = 365;

const leastOpenMinutes = 60;

const policyFields = {
  limits: distinct(z.array(ContactLimit).max(10), ({ channel, purpose, days }) =>
    JSON.stringify([channel, purpose, days]),
  ).describe('All of them hold; an empty list sets none.'),
  priorities: distinct(z.array(purposeSchema)).describe(
    'Which purpose goes first when there is not room for all, the most important one first. Those not named come after them.',
  ),
  quietHours: quietHoursSchema
    .refine(
      (quiet) => openMinutes(quiet) >= leastOpenMinutes,
      'must leave at least an hour of the day in which to send; null for no quiet hours',
    )
    .nullable()
    .describe('In the zone of the customer. Null for none.'),
  quietDays: distinct(z.array(z.enum(weekdays)))
    .refine((days) => days.length < weekdays.length, 'must leave at least one day of the week to send on')
    .describe('Days of the week, in the zone of the customer, on which nothing is sent.'),
};

export const ContactPolicyEntry = z.strictObject(policyFields).meta({ id: 'ContactPolicyEntry' });
export type ContactPolicyEntry = z.infer<typeof ContactPolicyEntry>;

export const ContactPolicy = z
  .strictObject({
    version: z.int().min(1).describe('Rises with each change; the ETag. 1: nobody has set anything yet.'),
    ...policyFields,
    updatedAt: instantSchema.optional().describe('Left out while nobody has set anything.'),
  })
  .meta({ id: 'ContactPolicy', description: 'How often and when customers are written to.' });
export type ContactPolicy = z.infer<typeof ContactPolicy>;

export const heldBecauseSchema = z
  .enum(['budget', 'quiet-day', 'quiet-hours'])
  .describe(
    '`budget`: the customer has had as many messages as the policy allows, or another one goes first; `quiet-day`, `quiet-hours`: it is not the time to write to them.',
  );
/** Why a message would not wait for its time but never go. */
const skippedBecause = ['recently-asked', 'consent-withdrawn', 'consent-missing'] as const;
export type HeldBecause = z.infer<typeof heldBecauseSchema>;

/** What a message is to the customer: all that the policy knows of it. */
const contactFields = {
  messageId: z.string(),
  purpose: purposeSchema,
  channel: channelSchema,
  reminds: z.string().optional().describe('The message that it reminds of: both ask for the same.'),
};

const SentContact = z
  .strictObject({ ...contactFields, at: instantSchema.describe('When it was sent.') })
  .meta({ id: 'SentContact' });
export type SentContact = z.infer<typeof SentContact>;

const HeldContact = z.strictObject({
  ...contactFields,
  since: instantSchema.describe('When it was first held.'),
  expiresAt: instantSchema.describe('Not sent from then on.'),
  until: instantSchema
    .optional()
    .describe('When it is looked at again; not known of what was held before it was kept.'),
  because: heldBecauseSchema.optional().describe('Why it waits until then.'),
});
export type HeldContact = z.infer<typeof HeldContact>;

/** What somebody wants to send to a customer. */
export type WantedContact = Omit<HeldContact, 'since' | 'until' | 'because'>;

/** What was sent to a customer lately and what waits. Each change is a version, so that nobody takes a place twice. */
export const Contacts = z.strictObject({
  customerId: customerIdSchema,
  version: z.int().min(1),
  sent: z.array(SentContact),
  held: z.array(HeldContact),
});
export type Contacts = z.infer<typeof Contacts>;

export const ContactsSummary = z.strictObject({
  lastContactAt: instantSchema.optional(),
  held: z.int().min(0),
});

/** The budget of a customer as the API shows it. */
export const CustomerContacts = z
  .strictObject({
    customerId: customerIdSchema,
    timeZone: timeZoneSchema.describe('In which days and hours are counted.'),
    sent: z
      .array(SentContact)
      .describe('What counts: sent within the longest period of the policy, newest first.'),
    held: z
      .array(
        HeldContact.omit({ until: true })
          .extend({
            at: instantSchema.describe(
              'When it may go, as things are now; not before it is looked at again, even if the policy has changed meanwhile.',
            ),
            because: heldBecauseSchema
              .nullable()
              .describe(
                'What keeps it until then, or has kept it when it was last looked at; null when it may go now.',
              ),
          })
          .meta({ id: 'HeldContact' }),
      )
      .describe('What waits, in the order in which it goes; the first ten.'),
    next: z
      .array(
        z
          .strictObject({
            purpose: purposeSchema,
            channel: channelSchema,
            at: instantSchema
              .nullable()
              .describe(
                'When it may go; now, if nothing holds it; null while the customer does not agree to it.',
              ),
            because: z
              .enum([...heldBecauseSchema.options, ...skippedBecause])
              .nullable()
              .describe(
                'What keeps it until then. What follows would not be held but skipped: `recently-asked`: the customer was asked within the days of the setting `askAgainAfterDays`; `consent-withdrawn`, `consent-missing`: they refuse it, or have not agreed to it.',
              ),
          })
          .meta({ id: 'NextContact' }),
      )
      .describe('When one more message of each purpose and channel may go.'),
  })
  .meta({ id: 'CustomerContacts', description: 'What a customer was sent, what waits, and why.' });
export type CustomerContacts = z.infer<typeof CustomerContacts>;

function openMinutes({ from, to }: { readonly from: string; readonly to: string }): number {
  const dayMinutes = 24 * 60;
  return (minutesOf(from) - minutesOf(to) + dayMinutes) % dayMinutes;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
