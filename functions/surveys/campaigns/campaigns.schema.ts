/** Campaigns: when a survey goes out and to whom, and the runs in which it went. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { recurrenceSchema } from '../../../shared/values/recurrence.ts';
import { text } from '../../../shared/values/text.ts';
import { channelSchema } from '../../contact/consents/consents.schema.ts';
import { surveyId } from '../surveys/surveys.schema.ts';

export const campaignId = idKind('campaign');
export const runId = idKind('run');

/** Whom a campaign asks. */
export const Audience = z
  .strictObject({ kind: z.literal('all').describe('Every customer.') })
  .meta({ id: 'Audience' });

const fields = {
  name: text(120),
  schedule: recurrenceSchema,
  audience: Audience,
  channel: channelSchema,
  expiresAfterDays: z
    .int()
    .min(1)
    .max(365)
    .describe('For how many days the link of an invitation can be answered.'),
};

export const Campaign = z
  .strictObject({
    id: campaignId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    surveyId: surveyId.schema,
    ...fields,
    // Those from before there were texts go by mail.
    channel: fields.channel.default('email'),
    status: z
      .enum(['active', 'held', 'paused', 'finished'])
      .describe(
        '`active`: it runs; `held`: it would, but for `holdReason`; `paused`: a person has paused it; `finished`: its single time has come, and a new schedule makes it active again.',
      ),
    holdReason: z
      .enum(['survey-closed'])
      .optional()
      .describe(
        'Why it does not run: its survey is closed. It goes on when that is opened, unless it is paused.',
      ),
    schedulingState: z
      .enum(['scheduling', 'scheduled'])
      .describe('`scheduling` until the schedule has followed the last change, a few seconds later.'),
    nextRuns: z
      .array(instantSchema)
      .max(3)
      .describe('The next firings, as far as they can be foretold; none while it is paused or held.'),
    warnings: z
      .array(
        z.strictObject({
          code: z
            .enum(['asked-again-too-soon', 'asked-by-another-campaign'])
            .describe(
              '`asked-again-too-soon`: its own runs lie too close together; `asked-by-another-campaign`: `campaignId` runs too close to it.',
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
  .meta({ id: 'NewCampaign' });
export type NewCampaign = z.infer<typeof NewCampaign>;

/** JSON merge patch: what is left out stays; the schedule is replaced as a whole. */
export const CampaignPatch = z
  .strictObject({
    name: fields.name,
    schedule: fields.schedule,
    channel: fields.channel,
    expiresAfterDays: fields.expiresAfterDays,
    status: Campaign.shape.status
      .exclude(['held', 'finished'])
      .describe('`paused` stops the schedule, `active` resumes it.'),
  })
  .partial()
  .meta({
    id: 'CampaignPatch',
    description: 'JSON merge patch: what is left out stays; the schedule is replaced as a whole.',
  });
export type CampaignPatch = z.infer<typeof CampaignPatch>;

export const CampaignSummary = z
  .strictObject({
    id: campaignId.schema,
    surveyId: surveyId.schema,
    name: z.string(),
    status: Campaign.shape.status,
    holdReason: Campaign.shape.holdReason,
    schedule: recurrenceSchema,
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
  status: z
    .enum(['planning', 'planned'])
    .describe('`planned`: the audience is complete; the last invitations follow within seconds.'),
  planned: z.int().min(0).describe('Customers who were found in the audience, as far as the run has come.'),
});
export type RunProgress = z.infer<typeof RunProgress>;
