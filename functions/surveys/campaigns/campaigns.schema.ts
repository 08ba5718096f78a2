/** Campaigns: when a survey goes out and to whom, and the runs in which it went. */
import * as z from 'zod';
import { withDefinedValues } from '../../../shared/identity/fields.ts';
import { exactlyOneOf } from '../../../shared/values/exactly-one-of.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema, wallTimeSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { recurrenceSchema } from '../../../shared/values/recurrence.ts';
import { text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';
import { heldBecauseSchema, longestAskedDays } from '../../contact/budgets/budgets.schema.ts';
import { channelSchema } from '../../contact/consents/consents.schema.ts';
import { skipReasonSchema } from '../../contact/messaging/messaging.schema.ts';
import { CustomerFilterSchema } from '../../customers/filters/filters.schema.ts';
import { listId } from '../../customers/lists/lists.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const campaignId = idKind('campaign');
export const runId = idKind('run');

/** Whoever is drawn is kept beside the run until it is known who of all they are: they have to fit into an item. */
export const largestSample = 2000;

export const Sample = exactlyOneOf(
  z.strictObject({
    percent: z
      .int()
      .min(1)
      .max(99)
      .optional()
      .describe('Of a hundred so many, each by a lot of their own: of few it may be some more or fewer.'),
    count: z
      .int()
      .min(1)
      .max(largestSample)
      .optional()
      .describe('Exactly so many, or everybody where there are no more.'),
    seed: text(80)
      .optional()
      .describe('The same seed draws the same customers. Left out, each run draws others.'),
  }),
  ['percent', 'count'],
).meta({
  id: 'AudienceSample',
  description: 'A part of the audience, drawn by lot.',
  examples: [{ count: 200, seed: 'autumn' }],
});
export type Sample = z.infer<typeof Sample>;

/** What narrows an audience of any kind: first who was asked lately is left out, then is drawn. */
const narrowed = {
  excludeAskedWithinDays: z
    .int()
    .min(1)
    .max(longestAskedDays)
    .optional()
    .describe(
      'Leaves out whom any survey has asked within so many days; reminders do not count. They are left out before a sample is drawn.',
    ),
  sample: Sample.optional(),
};

const everybody = z.strictObject({ kind: z.literal('all').describe('Every customer.'), ...narrowed });
const ofList = z.strictObject({
  kind: z.literal('list').describe('Whoever is in a list of customers when the run comes to them.'),
  listId: listId.schema,
  ...narrowed,
});
const ofFilter = z.strictObject({
  kind: z.literal('filter').describe('Whomever a filter means when the run comes to them.'),
  filter: CustomerFilterSchema,
  ...narrowed,
});

/** Whom a campaign asks. */
export const Audience = z.discriminatedUnion('kind', [everybody, ofList, ofFilter]).meta({
  id: 'Audience',
  description: 'Whom a campaign asks.',
  examples: [{ kind: 'filter', filter: { field: 'tags', op: 'contains', value: 'vip' } }],
});
export type Audience = z.infer<typeof Audience>;

const ShownAudience = withDefinedValues(
  z.discriminatedUnion('kind', [everybody, ofList, ofFilter.partial({ filter: true })]).meta({
    id: 'CampaignAudience',
    description: 'Whom a campaign asks. The filter is left out for whoever is not shown what it asks for.',
  }),
);

/** What has a campaign ask a customer, in place of a schedule. */
export const CampaignTrigger = z
  .strictObject({
    on: z.string().max(60).describe('The event, such as `callback.completed`.'),
    when: z
      .record(z.string().max(60), z.string().max(60))
      .default({})
      .describe('Only where these fields of the event have these values.'),
    afterDays: z.int().min(0).max(90).default(0).describe('So many days after it happened.'),
    afterHours: z.int().min(0).max(23).default(0).describe('And so many hours.'),
    oncePerDays: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe(
        'Nobody is asked by it again within so many days. Whoever any survey has asked lately (setting `askAgainAfterDays`) waits until they may be asked again, 30 days at most.',
      ),
  })
  .meta({
    id: 'CampaignTrigger',
    description: 'Asks a customer because something has happened to them, in place of a schedule.',
    examples: [{ on: 'callback.completed', when: { reached: 'true' }, afterDays: 1 }],
  });
export type CampaignTrigger = z.infer<typeof CampaignTrigger>;

export const CampaignTriggers = z
  .strictObject({
    items: z.array(
      z.strictObject({
        on: z.string().describe('The event.'),
        fields: z
          .array(z.strictObject({ field: z.string(), values: z.array(z.string()) }))
          .describe('What a condition may test, and what that can be.'),
      }),
    ),
  })
  .meta({ id: 'CampaignTriggers', description: 'The events that can trigger a campaign.' });
export type CampaignTriggers = z.infer<typeof CampaignTriggers>;

const fields = {
  name: text(120),
  schedule: recurrenceSchema.optional(),
  trigger: CampaignTrigger.optional(),
  audience: Audience,
  channel: channelSchema,
  startsAt: instantSchema.optional().describe('It does not run before; at once if left out.'),
  endsAt: instantSchema.optional().describe('It does not run from then on; without end if left out.'),
  expiresAfterDays: z
    .int()
    .min(1)
    .max(365)
    .describe('For how many days the link of an invitation can be answered.'),
  remindAfterDays: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe(
      'So many days after their invitation was sent, who has not answered is reminded, once; nobody is if left out. Less than `expiresAfterDays`.',
    ),
};

/** So many who wait are counted. */
export const mostWaiting = 100;

export const Campaign = z
  .strictObject({
    id: campaignId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    surveyId: surveyId.schema,
    ...fields,
    audience: ShownAudience,
    audienceInWords: z
      .string()
      .optional()
      .describe(
        'What the filter of the audience means, in Chinese or English by `Accept-Language`. Told by `GET /campaigns/{campaignId}` to whoever is shown what it asks for.',
      ),
    // Those from before there were texts go by mail.
    channel: fields.channel.default('email'),
    status: z
      .enum(['active', 'held', 'paused', 'finished', 'stopped'])
      .describe(
        '`active`: it runs; `held`: it would, but for `holdReason`; `paused`: a person has paused it; `finished`: its single time has come or it has reached its end, and a new schedule or end makes it active again; `stopped`: a person has stopped it for good.',
      ),
    holdReason: z
      .enum(['survey-closed', 'list-deleted'])
      .optional()
      .describe(
        'Why it does not run. `survey-closed`: it goes on when its survey is opened, unless it is paused; `list-deleted`: the list of its audience is gone, and it goes on with another audience.',
      ),
    schedulingState: z
      .enum(['scheduling', 'scheduled'])
      .describe('`scheduling` until the schedule has followed the last change, a few seconds later.'),
    nextRuns: z
      .array(instantSchema)
      .max(3)
      .describe('The next firings, as far as they can be foretold; none while it is paused or held.'),
    waiting: z
      .strictObject({
        customers: z.int().min(1).max(mostWaiting).describe('How many wait.'),
        isAll: z.boolean().describe(`False: there are more than ${mostWaiting}.`),
        nextAt: instantSchema.describe('When the first of them may be asked.'),
        lastAt: instantSchema
          .optional()
          .describe('When the last of them may be; known where all are counted.'),
      })
      .optional()
      .describe(
        'Of a triggered campaign: customers who were to be asked, but had been asked lately (setting `askAgainAfterDays`). Left out where nobody waits, and told by `GET /campaigns/{campaignId}` only.',
      ),
    warnings: z
      .array(
        z.strictObject({
          code: z
            .enum([
              'asked-again-too-soon',
              'asked-by-another-campaign',
              'asked-lately-waits',
              'months-left-out',
            ])
            .describe(
              '`asked-again-too-soon`: its own runs lie too close together; `asked-by-another-campaign`: `campaignId` runs too close to it; `asked-lately-waits`: its event follows an answer, so that whoever is to be asked was mostly asked lately, and waits; `months-left-out`: months without the day of its schedule are left out, such as those of 30 days by `31`; `L` means the last day of each.',
            ),
          campaignId: campaignId.schema.optional(),
          detail: z.string().describe('For people, in Chinese or English by `Accept-Language`.'),
        }),
      )
      .describe('What will not come as the schedule suggests; empty when all is well.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Campaign', description: 'Sends a survey to an audience, once or again and again.' });
export type Campaign = z.infer<typeof Campaign>;

export const NewCampaign = z
  .strictObject({
    surveyId: surveyId.schema,
    ...fields,
    audience: Audience.default({ kind: 'all' }).describe('Whom it asks; every customer if left out.'),
    channel: fields.channel
      .default('email')
      .describe(
        'By mail, or by text (`sms`) to the phone of each customer who has one; by mail if left out.',
      ),
    expiresAfterDays: fields.expiresAfterDays.default(30),
  })
  .refine(
    ({ schedule, trigger }) => (schedule === undefined) !== (trigger === undefined),
    'must say exactly one of "schedule" and "trigger"',
  )
  .meta({ id: 'NewCampaign' });
export type NewCampaign = z.infer<typeof NewCampaign>;

/** JSON merge patch: what is left out stays; schedule and audience are replaced as a whole. */
export const CampaignPatch = z
  .strictObject({
    name: fields.name,
    schedule: fields.schedule.unwrap(),
    trigger: fields.trigger.unwrap(),
    audience: fields.audience,
    channel: fields.channel,
    startsAt: fields.startsAt.unwrap().nullable(),
    endsAt: fields.endsAt.unwrap().nullable(),
    expiresAfterDays: fields.expiresAfterDays,
    remindAfterDays: fields.remindAfterDays.unwrap().nullable(),
    status: Campaign.shape.status
      .exclude(['held', 'finished'])
      .describe(
        '`paused` holds the schedule and reminders, `active` resumes them: who was to be reminded meanwhile is then, unless their link has run out. `stopped` is final: nothing more goes out, neither what waits nor the rest of a run.',
      ),
  })
  .partial()
  .meta({
    id: 'CampaignPatch',
    description:
      'JSON merge patch: what is left out stays, null removes start, end or reminder; schedule and audience are replaced as a whole.',
  });
export type CampaignPatch = z.infer<typeof CampaignPatch>;

export const CampaignSummary = z
  .strictObject({
    id: campaignId.schema,
    surveyId: surveyId.schema,
    name: z.string(),
    status: Campaign.shape.status,
    holdReason: Campaign.shape.holdReason,
    schedule: fields.schedule,
    trigger: fields.trigger,
    endsAt: fields.endsAt,
    updatedAt: instantSchema,
  })
  .meta({ id: 'CampaignSummary', description: 'A campaign as lists show it.' });
export type CampaignSummary = z.infer<typeof CampaignSummary>;

export const CampaignPage = pageOf(CampaignSummary).meta({ id: 'CampaignPage' });

/** One firing of a campaign, and how far it has come in its audience. */
export const RunProgress = z.strictObject({
  id: runId.schema,
  campaignId: campaignId.schema,
  surveyId: surveyId.schema,
  scheduledTime: instantSchema.describe('The instant it was scheduled for.'),
  startedAt: instantSchema,
  channel: channelSchema.default('email'),
  triggered: z
    .literal(true)
    .optional()
    .describe('A day of a triggered campaign: who was asked on it is counted by `invited` only.'),
  status: z
    .enum(['planning', 'planned', 'ended'])
    .describe(
      '`planned`: the audience is complete; the last invitations follow within seconds; `ended`: it was broken off because of `endedBecause`.',
    ),
  endedBecause: z
    .enum(['list-deleted', 'survey-closed', 'not-active'])
    .optional()
    .describe(
      '`list-deleted`: the list of its audience was deleted; who was found until then is asked. Of a run that a person has asked for also `survey-closed` and `not-active`: it did not begin, as the survey was not open, or the campaign was paused, stopped or over.',
    ),
  planned: z.int().min(0).describe('Customers who were found in the audience, as far as the run has come.'),
  leftOut: z
    .int()
    .min(0)
    .default(0)
    .describe('Customers of the audience who were left out because they were asked lately.'),
});
export type RunProgress = z.infer<typeof RunProgress>;

/** A run that a person has asked for. */
export const StartedRun = z
  .strictObject({
    runId: runId.schema,
    campaignId: campaignId.schema,
    scheduledTime: instantSchema.describe('Names the run among those of the campaign.'),
  })
  .meta({ id: 'StartedRun', description: 'A run that begins within seconds.' });
export type StartedRun = z.infer<typeof StartedRun>;

/** So many firings are foretold by a preview. */
export const foretoldRuns = 10;

const notSent = [...heldBecauseSchema.options, ...skipReasonSchema.options] as const;

export const CampaignPreview = z
  .strictObject({
    runs: z
      .array(
        z.strictObject({
          at: instantSchema,
          local: wallTimeSchema.describe('What the clocks show then, in the zone of the schedule.'),
        }),
      )
      .max(foretoldRuns)
      .describe(
        'The next firings, as far as they can be foretold; none of a campaign that is held or was stopped.',
      ),
    supposing: z
      .enum(['resumed'])
      .optional()
      .describe('It is paused, and these runs would come if it were resumed now.'),
    holdReason: Campaign.shape.holdReason,
    timeZone: timeZoneSchema
      .optional()
      .describe('Of the local times; none where a trigger stands in place of the schedule.'),
    audience: z
      .strictObject({
        size: z.int().min(0).describe('How many customers a run would hand over, as things are now.'),
        from: z.int().min(0).describe('The size lies, with 95 % of confidence, between this number'),
        to: z.int().min(0).describe('and this one. Both are the size where it is exact.'),
        isExact: z
          .boolean()
          .describe(
            'False: an estimate, from some customers who were drawn by lot, or of a list from its newest members. True: of all whom the lists know, which learn of a new customer after a second or so.',
          ),
        read: z.int().min(0).describe('How many customers were looked at.'),
        leftOut: z.int().min(0).describe('How many more would be asked, but were asked lately.'),
      })
      .describe('Whom it would ask.'),
    notSent: z
      .strictObject({
        checked: z.int().min(0).describe('For how many of the audience it was looked up.'),
        isExact: z.boolean().describe('False: only some were checked, and the numbers are estimates.'),
        because: z
          .partialRecord(z.enum(notSent), z.int().min(0))
          .describe(
            'How many would not be sent it at the next run, by the first reason that holds. `budget`, `quiet-day` and `quiet-hours` would be sent it later, the others not at all.',
          ),
      })
      .describe('Who of them would be held back, and why.'),
    warnings: Campaign.shape.warnings,
  })
  .meta({ id: 'CampaignPreview', description: 'When a campaign would run, and whom it would reach.' });
export type CampaignPreview = z.infer<typeof CampaignPreview>;
