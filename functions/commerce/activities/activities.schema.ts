/** What customers do, as websites, apps and shops tell it: behaviour events, each of a kind that was defined. */
import * as z from 'zod';
import { rowKeySchema } from '../../../shared/contract/batch.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { daySchema, instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';
import { CustomerReference, customerIdSchema } from '../../customers/customers/customers.schema.ts';

export const activityId = idKind('activity');

/** Kinds that a deployment may have, retired ones among them: of each a customer may have a summary. */
export const maximumKinds = 100;
/** Activities that one request may tell. */
export const maximumActivities = 500;
/** Characters of a value. */
export const maximumText = 300;
/** An activity with its keys stays within a kilobyte, which is one write unit. */
export const maximumValuesBytes = 400;
/** Days, weeks or months that a summary counts, so that it stays within a kilobyte, too. */
export const maximumPeriods = 31;

export const activityKindName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'must be 1 to 40 small letters, digits and underscores, a letter first, such as page_viewed',
  )
  .meta({ description: 'Name of a kind, by which programs know it.', examples: ['page_viewed'] });

const fieldName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'must be 1 to 40 small letters, digits and underscores, a letter first, such as page',
  )
  .meta({ examples: ['page'] });

const ActivityField = z
  .strictObject({
    name: fieldName,
    type: z
      .enum(['text', 'number', 'boolean', 'date'])
      .describe(
        `What it holds: \`text\` (one line of ${maximumText} characters), \`number\`, \`boolean\` or \`date\` (2026-11-21). Never changes.`,
      ),
    required: z.boolean().default(false).describe('Whether every activity has to have it.'),
  })
  .meta({ id: 'ActivityField', description: 'What an activity of a kind says.' });
export type ActivityField = z.infer<typeof ActivityField>;

export const countedBy = z
  .enum(['day', 'week', 'month'])
  .describe(
    `Into which spans of time (UTC, weeks from Monday on) a summary counts activities, the latest ${maximumPeriods} in which there were any. Never changes.`,
  );
export type CountedBy = z.infer<typeof countedBy>;

const kindFields = {
  name: text(60).describe('What people call it.'),
  fields: distinct(z.array(ActivityField).max(20), ({ name }) => name).describe(
    'What its activities say. A field is never taken out, for activities may have it.',
  ),
  retentionDays: z
    .int()
    .min(1)
    .max(1095)
    .describe(
      'For how many days an activity is kept from its instant on. Another number holds for what is recorded then; what counts stays in the summary.',
    ),
  countedBy,
  retired: z.boolean().describe('What was recorded stays, and nothing is added.'),
};

export const ActivityKindEntry = z
  .strictObject({
    ...kindFields,
    fields: kindFields.fields.default([]),
    retentionDays: kindFields.retentionDays.default(365),
    countedBy: countedBy.default('day'),
    retired: kindFields.retired.default(false),
  })
  .meta({ id: 'ActivityKindEntry', description: 'A kind of activity; replaces what it was.' });
export type ActivityKindEntry = z.infer<typeof ActivityKindEntry>;

export const ActivityKind = z
  .strictObject({
    kind: activityKindName,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    ...kindFields,
    reachesBackTo: instantSchema
      .optional()
      .describe(
        'Nothing from before is taken, because it may have been recorded and gone while activities were kept for fewer days.',
      ),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'ActivityKind', description: 'A kind of activity that was defined for this deployment.' });
export type ActivityKind = z.infer<typeof ActivityKind>;

export const ActivityKindPage = pageOf(ActivityKind).meta({ id: 'ActivityKindPage' });

const ActivityValue = z.union([
  z.string().max(4000),
  z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  z.boolean(),
]);
export type ActivityValue = z.infer<typeof ActivityValue>;

const ActivityValues = z.record(fieldName, ActivityValue).meta({
  id: 'ActivityValues',
  description: `What its kind defines, by name; ${maximumValuesBytes} bytes of JSON at most.`,
  examples: [{ page: '/tea/green' }],
});
export type ActivityValues = z.infer<typeof ActivityValues>;

export const ActivityRow = z
  .strictObject({
    key: rowKeySchema.describe(
      'Your id of what has happened, the same whenever you tell it: with kind, customer and instant it says which one it is.',
    ),
    kind: activityKindName,
    customer: CustomerReference,
    at: instantSchema.describe('When it happened: at most 5 minutes from now, and not before what is kept.'),
    fields: ActivityValues.default({}),
  })
  .meta({ id: 'ActivityRow' });
export type ActivityRow = z.infer<typeof ActivityRow>;

export const Activity = z
  .strictObject({
    id: activityId.schema,
    customerId: customerIdSchema.describe('The record with which it is kept, be it merged into another one.'),
    kind: activityKindName,
    key: text(80).describe('Its id in the system that has told it.'),
    at: instantSchema,
    fields: ActivityValues,
    recordedAt: instantSchema,
    keptUntil: instantSchema,
  })
  .meta({ id: 'Activity', description: 'Something that a customer has done.' });
export type Activity = z.infer<typeof Activity>;

export const ActivityPage = pageOf(Activity).meta({ id: 'ActivityPage' });

const count = z.int().min(1);

const counted = {
  kind: activityKindName,
  countedBy,
  count: count.describe('How often in all, also what is not kept any more.'),
  firstAt: instantSchema,
  lastAt: instantSchema,
};

/** As it is kept beside a customer: with each activity that is recorded, in its transaction. */
export const SummaryRecord = z.strictObject({
  ...counted,
  customerId: customerIdSchema,
  version: z.int().min(1),
  /** By the first day of each period. */
  periods: z.record(daySchema, count),
});
export type SummaryRecord = z.infer<typeof SummaryRecord>;

const KindSummary = z
  .strictObject({
    ...counted,
    periods: z
      .array(z.strictObject({ from: daySchema.describe('Its first day.'), count }))
      .describe(`The latest ${maximumPeriods} spans of time in which there were any, the last one first.`),
  })
  .meta({ id: 'ActivityKindSummary', description: 'How often a customer has done something.' });
export type KindSummary = z.infer<typeof KindSummary>;

export const ActivitySummary = z
  .strictObject({
    customerId: customerIdSchema,
    kinds: z.array(KindSummary).describe('What they have done last stands first.'),
  })
  .meta({ id: 'ActivitySummary', description: 'What a customer does, and how often.' });
export type ActivitySummary = z.infer<typeof ActivitySummary>;
