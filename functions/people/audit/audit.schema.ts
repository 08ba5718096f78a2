/** Who did what, as the API tells it. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { withDefinedValues } from '../../../shared/identity/fields.ts';
import { daySchema, instantSchema, monthSchema } from '../../../shared/values/instant.ts';
import { pageOf, pageQuery } from '../../../shared/values/page.ts';
import { text } from '../../../shared/values/text.ts';

const Fields = withDefinedValues(z.record(z.string(), z.unknown()));

export const AuditEntry = z
  .strictObject({
    id: z.string(),
    at: instantSchema,
    actor: Actor.extend({
      name: z.string().optional().describe('Of a registered member of staff, as they are called today.'),
    }),
    type: z.string().describe('What happened, e.g. `customer.changed`.'),
    record: z
      .strictObject({ kind: z.string(), id: z.string().nullable() })
      .optional()
      .describe('To what it happened, as far as it can be said.'),
    route: z.string().optional().describe('What was asked for, of what was refused or opened.'),
    changes: z
      .strictObject({ before: Fields, after: Fields })
      .optional()
      .describe('The fields that differ; for whoever may read all records with all their fields.'),
    erased: z
      .literal(true)
      .optional()
      .describe('The values before and after went with the customer whom they were about.'),
    restore: z
      .string()
      .optional()
      .describe(
        'Path to POST to, to give the fields back what they were, unless one of them has changed again since or is not possible any more, or the record was deleted since, which is said here where its deletion stands on the same page, and by the route otherwise. By the deletion of a customer, who is kept for 30 days, the customer is brought back.',
      ),
    notRestored: z
      .string()
      .optional()
      .describe('Why this change cannot be taken back, in the language of the caller.'),
    restores: z.string().optional().describe('The entry whose change was taken back.'),
    correlationId: z.string().describe('The same for everything that followed from one request.'),
  })
  .meta({ id: 'AuditEntry', description: 'One thing that somebody did.' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditPage = pageOf(AuditEntry).meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;

/** Kinds of records that the trail tells of: what the types of events begin with. */
export const auditedKinds = [
  'activity-kind',
  'address',
  'answerexport',
  'assignment-rules',
  'attachment',
  'callback',
  'callback-settings',
  'campaign',
  'collector',
  'comment',
  'completeness-rules',
  'consent',
  'consent-request',
  'consent-text',
  'contact-policy',
  'correction',
  'customer',
  'duplicate',
  'duplicate-settings',
  'erasure',
  'export',
  'extract',
  'field',
  'finding',
  'analysis',
  'forecast',
  'handover',
  'import',
  'improvement',
  'interaction',
  'list',
  'loop',
  'loop-rules',
  'mapping',
  'message',
  'order',
  'plan',
  'product',
  'reindexing',
  'relation',
  'report',
  'response',
  'segment',
  'source-rules',
  'staff',
  'survey',
  'team',
  'text',
  'text-topics',
  'view',
] as const;

export const AuditQuery = pageQuery.extend({
  actor: text(128)
    .optional()
    .describe('What this member of staff, machine client, customer or job of the system has done.')
    .meta({ examples: ['li.na'] }),
  month: monthSchema
    .optional()
    .describe(
      'Only this month in UTC; with `actor` or `kind`. With `actor` it may be left out: back from today, for two years.',
    ),
  kind: z
    .enum([...auditedKinds, 'read', 'refused'])
    .optional()
    .describe(
      'What was done to records of this kind, in a `month` or on a `day`: what the types of their events begin with. `refused`: which attempts were refused. `read`, with `record`: who has opened it.',
    ),
  day: daySchema.optional().describe('Only this day in UTC; with `kind`, in place of `month`.'),
  deleted: z.literal('true').optional().describe('Only which records were deleted; with `kind`.'),
  record: text(128)
    .optional()
    .describe(
      'What was done to this record, and to what belongs to it: the id of a customer, callback, survey, campaign, team or member of staff, or `assignment-rules/callbacks`, `consent-text/marketing`, `field/member_no` and the like, where an id does not tell of what it is, or `contact-policy`, `completeness-rules`, `duplicate-settings`, `loop-rules` and `text-topics`, of which there is one each. What belongs to a customer stands with the customer. With `kind` `read` or `refused`: who has opened it, or was refused it, each at most once an hour.',
    ),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
