/** How the surveys domain lies in the one table. */
import * as z from 'zod';
import { dueKey } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { idSchema } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { Invitation, InvitationSummary, Response, ResponseSummary } from './surveys.answers.schema.ts';
import { Campaign, CampaignSummary, Run } from './surveys.campaigns.schema.ts';
import { editionOf } from './surveys.rules.ts';
import { Survey, SurveySummary } from './surveys.schema.ts';

export const surveyItem = defineItem({
  name: 'survey',
  v: 1,
  schema: Survey,
  key: ['SURVEY#{id}', '-'],
  indexes: { gsi1: ['LIST#survey', '{updatedAt}#{id}'] },
  summary: SurveySummary,
  toSummary: ({ id, name, status, languages, updatedAt }) => ({ id, name, status, languages, updatedAt }),
});

/** The survey as it was in one version, for the answers that were given to it. */
export const surveyVersionItem = defineItem({
  name: 'survey-version',
  v: 1,
  schema: Survey,
  key: ['SURVEY#{id}', 'V#{edition}'],
  parts: ({ version }) => ({ edition: editionOf(version) }),
});

export const campaignItem = defineItem({
  name: 'campaign',
  v: 1,
  schema: Campaign.omit({ nextRuns: true }).extend({
    status: z.enum(['active', 'paused', 'deleted']),
    /** Rises when the firing changes (schedule, pause, resume): a firing of an older one is stale. */
    scheduleVersion: z.int().min(1),
    /** Since when this schedule counts; a `rate` is counted from here. */
    scheduledSince: instantSchema,
  }),
  key: ['CAMPAIGN#{id}', '-'],
  indexes: { gsi1: ['LIST#campaign', '{listedAt}#{id}'] },
  parts: ({ status, updatedAt }) => ({ listedAt: status === 'deleted' ? undefined : updatedAt }),
  summary: CampaignSummary.extend({ status: z.enum(['active', 'paused', 'deleted']) }),
  toSummary: ({ id, surveyId, name, status, schedule, updatedAt }) => ({
    id,
    surveyId,
    name,
    status,
    schedule,
    updatedAt,
  }),
});
export type CampaignRecord = z.infer<(typeof campaignItem)['schema']>;

export const runItem = defineItem({
  name: 'run',
  v: 1,
  schema: Run.omit({ status: true, planned: true }).extend({
    /** Which version of the link secret makes the tokens of this run. */
    secretVersion: z.string(),
    expiresAt: instantSchema,
  }),
  key: ['CAMPAIGN#{campaignId}', 'RUN#{scheduledTime}'],
});
export type RunRecord = z.infer<(typeof runItem)['schema']>;

/** How far a run has come in one shard of its audience. */
export const runShardItem = defineItem({
  name: 'run-shard',
  v: 1,
  schema: z.strictObject({
    campaignId: idSchema('campaign'),
    scheduledTime: instantSchema,
    shard: z.int().min(0),
    /** The last page that was planned. */
    version: z.int().min(1),
    planned: z.int().min(0),
    /** Where the next page begins; null when this was the last. */
    after: z.string().nullable(),
    /** Random: two processes that plan the same page at once never write the same, so one of them loses. */
    writerId: z.string(),
  }),
  key: ['CAMPAIGN#{campaignId}', 'SHARD#{scheduledTime}#{shard}'],
});
export type RunShardRecord = z.infer<(typeof runShardItem)['schema']>;

/** An invitation and its answerable link are forgotten this long after the link has expired. */
const invitationRestSeconds = 365 * 24 * 60 * 60;

export const invitationItem = defineItem({
  name: 'invitation',
  v: 1,
  schema: Invitation,
  key: ['INV#{hash}', '-'],
  indexes: {
    gsi1: ['C#{customerId}', 'INV#{plannedAt}#{id}'],
    gsi2: ['RUN#{runId}#{shard}', '{customerId}'],
    // While nobody knows whether the mail went, it waits in the due list (kind `invitation`, id = hash).
    gsi3: ['DUE#invitation#{dueDay}#{dueShard}', '{settleAt}#{hash}'],
  },
  parts: ({ customerId, settleAt, hash }) => {
    const [, , dueDay, dueShard] =
      settleAt === undefined ? [] : dueKey('invitation', settleAt, hash).pk.split('#');
    return { shard: String(shardOf(customerId)), dueDay, dueShard };
  },
  summary: InvitationSummary,
  toSummary: ({ id, hash, campaignId, customerId, plannedAt }) => ({
    id,
    hash,
    campaignId,
    customerId,
    plannedAt,
  }),
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + invitationRestSeconds,
});

const answerSummary = ({
  id,
  customerId,
  surveyVersion,
  answeredAt,
  score,
}: Pick<Response, 'id' | 'customerId' | 'surveyVersion' | 'answeredAt' | 'score'>) => ({
  id,
  customerId,
  surveyVersion,
  answeredAt,
  score,
});

/** An answer in the customer's timeline. Its insert is the event `response.recorded`. */
export const responseItem = defineItem({
  name: 'response',
  v: 1,
  schema: Response,
  key: ['C#{customerId}', 'T#{answeredAt}#{id}'],
  indexes: { gsi2: ['SURVEY#{surveyId}#{shard}', '{answeredAt}#{id}'] },
  parts: ({ id }) => ({ shard: String(shardOf(id)) }),
  summary: ResponseSummary,
  toSummary: answerSummary,
});

/** An answer that no person can have given so fast. At most one for an invitation, which stays open. */
export const suspectResponseItem = defineItem({
  name: 'suspect-response',
  v: 1,
  schema: Response.omit({ countedAt: true }).extend({ hash: z.string() }),
  key: ['INV#{hash}', 'SUSPECT'],
  indexes: { gsi2: ['SURVEY#{surveyId}#{shard}', '{answeredAt}#{id}'] },
  parts: ({ id }) => ({ shard: String(shardOf(id)) }),
  summary: ResponseSummary,
  toSummary: (response) => ({ ...answerSummary(response), suspect: true }),
});

/** A customer who gets no more survey mails, beside the profile in the customer's collection. */
export const mailRefusalItem = defineItem({
  name: 'survey-mail-refusal',
  v: 1,
  schema: z.strictObject({
    customerId: idSchema('customer'),
    version: z.int().min(1),
    source: z.enum(['unsubscribe', 'complaint', 'bounce']),
    since: instantSchema,
    /** Of a bounce: SHA-256 of the address that does not work, so that a new one may. */
    addressHash: z.string().optional(),
  }),
  key: ['C#{customerId}', '~consent#surveys#email'],
});
export type MailRefusal = z.infer<(typeof mailRefusalItem)['schema']>;

/**
 * The Net Promoter Score of a survey. All rows lie in one partition, so that one query reads them: a batch of
 * answers costs at most 8 × 2 write units here, far from the 1,000 a second of a partition.
 */
export const npsCounterItem = defineItem({
  name: 'nps-counter',
  v: 1,
  schema: z.strictObject({
    promoter: z.int().min(0).default(0),
    passive: z.int().min(0).default(0),
    detractor: z.int().min(0).default(0),
  }),
  key: ['STAT#nps#{surveyId}', 'all#{shard}'],
});

export const surveysByChange = definePattern({
  question: 'Which surveys are there? The last changed first.',
  item: surveyItem,
  index: 'gsi1',
  partition: 'LIST#survey',
  newestFirst: true,
});

export const campaignsByChange = definePattern({
  question: 'Which campaigns are there? The last changed first.',
  item: campaignItem,
  index: 'gsi1',
  partition: 'LIST#campaign',
  newestFirst: true,
});

export const runsOfCampaign = definePattern({
  question: 'When did this campaign run? Newest first.',
  item: runItem,
  partition: 'CAMPAIGN#{campaignId}',
  prefix: 'RUN#',
  newestFirst: true,
});

export const responsesOfSurvey = definePattern({
  question: 'What was answered to this survey? Newest first, suspect answers among them.',
  item: responseItem,
  index: 'gsi2',
  partition: 'SURVEY#{surveyId}#{shard}',
  newestFirst: true,
});

export const invitationsOfCustomer = definePattern({
  question: 'What was this customer asked? Newest first.',
  item: invitationItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'INV#',
  newestFirst: true,
});

export const invitationsOfRun = definePattern({
  question: 'Whom did this run invite?',
  item: invitationItem,
  index: 'gsi2',
  partition: 'RUN#{runId}#{shard}',
});

export const npsOfSurvey = definePattern({
  question: 'What is the Net Promoter Score of this survey?',
  item: npsCounterItem,
  partition: 'STAT#nps#{surveyId}',
});
