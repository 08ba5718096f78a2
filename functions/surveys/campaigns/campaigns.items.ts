/** How campaigns and their runs lie in the one table. */

import * as z from 'zod';
import { entity } from '../../../shared/events/entity.ts';
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds, instantAfter } from '../../../shared/time/clock.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { customerId } from '../../customers/customers/customers.schema.ts';
import {
  campaignChanged,
  campaignCreated,
  campaignRescheduled,
  triggeredOverdue,
} from './campaigns.events.ts';
import { shownStatus } from './campaigns.rules.ts';
import {
  Audience,
  Campaign,
  CampaignPatch,
  CampaignSummary,
  campaignId,
  RunProgress,
} from './campaigns.schema.ts';

export const campaignItem = defineItem({
  name: 'campaign',
  v: 2,
  retention: 'record',
  /** A campaign of the first version has fired since its schedule counts. */
  upgrade: (record) => ({ ...record, activeSince: record.scheduledSince }),
  schema: Campaign.omit({ audienceInWords: true, nextRuns: true, waiting: true, warnings: true }).extend({
    audience: Audience,
    status: z.enum(['active', 'paused', 'stopped', 'deleted']),
    /** Rises when the firing changes (schedule, pause, resume): a firing of an older one is stale. */
    scheduleVersion: z.int().min(1),
    /** Since when this schedule counts; a `rate` is counted from here. */
    scheduledSince: instantSchema,
    /** Since when it fires: created, resumed or released. A single time before that is missed. */
    activeSince: instantSchema,
  }),
  key: ['CAMPAIGN#{id}', '-'],
  indexes: {
    gsi1: ['LIST#campaign', '{listedAt}#{id}'],
    gsi2: ['CAMPAIGNS#{surveyId}', '{listedAt}#{id}'],
    gsi3: ['TRIGGERED#{triggeredBy}', '{id}'],
  },
  parts: ({ status, trigger, updatedAt }) => ({
    listedAt: status === 'deleted' ? undefined : updatedAt,
    triggeredBy: status === 'active' || status === 'paused' ? trigger?.on : undefined,
  }),
  summary: CampaignSummary.extend({
    status: CampaignSummary.shape.status.exclude(['finished']).or(z.literal('deleted')),
  }),
  toSummary: (campaign) => {
    const { id, surveyId, name, holdReason, schedule, trigger, endsAt, updatedAt } = campaign;
    return {
      id,
      surveyId,
      name,
      status: shownStatus(campaign),
      holdReason,
      schedule,
      trigger,
      endsAt,
      updatedAt,
    };
  },
});

export const campaignTrail = ownTrail(campaignItem);
export type CampaignRecord = z.infer<(typeof campaignItem)['schema']>;

export const campaignEntity = entity({
  item: campaignItem,
  noun: 'campaign',
  subject: ({ id, surveyId, version }) => ({ campaignId: id, surveyId, version }),
  created: campaignCreated,
  changed: campaignChanged,
  isGone: ({ status }) => status === 'deleted',
});

export const runItem = defineItem({
  name: 'run',
  v: 1,
  retention: 'record',
  schema: RunProgress.omit({ status: true, planned: true, leftOut: true }).extend({
    expiresAt: instantSchema,
    remindAfterDays: Campaign.shape.remindAfterDays,
    /** As it was when the run began; a change of the campaign is for the next one. */
    audience: Audience.default({ kind: 'all' }),
    /** Of a sample of so many: the last lot that is drawn, once all have one. */
    lastLot: z.string().optional(),
  }),
  key: ['CAMPAIGN#{campaignId}', 'RUN#{scheduledTime}'],
});
export type RunRecord = z.infer<(typeof runItem)['schema']>;

/** That somebody has lately had the campaign run, so that two who do so at once have one run. */
export const runAskedItem = defineItem({
  name: 'run-asked',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({ campaignId: campaignId.schema, version: z.int().min(1), at: instantSchema }),
  key: ['CAMPAIGN#{campaignId}', 'RUN-ASKED'],
  expires: ({ at }) => epochSeconds(instantAfter(at, { days: 1 })),
});

export type RunAsked = z.infer<(typeof runAskedItem)['schema']>;

/** How far a run has come in one shard of its audience. */
export const runShardItem = defineItem({
  name: 'run-shard',
  v: 1,
  retention: 'record',
  schema: z.strictObject({
    campaignId: campaignId.schema,
    scheduledTime: instantSchema,
    shard: z.int().min(0),
    /** The last page that was handed over. */
    version: z.int().min(1),
    planned: z.int().min(0),
    leftOut: z.int().min(0).default(0),
    /** Where the next page begins; null when this was the last. */
    after: z.string().nullable(),
    /** Of a sample of so many: who of this shard may be drawn, and of them whoever is still to be handed over. */
    drawn: z.array(customerId.schema).optional(),
    /** The lots of the other shards are awaited. */
    awaitsLots: z.literal(true).optional(),
    endedBecause: RunProgress.shape.endedBecause,
    /** Random: two processes that hand over the same page at once never write the same, so one of them loses. */
    writerId: z.string(),
  }),
  key: ['CAMPAIGN#{campaignId}', 'SHARD#{scheduledTime}#{shard}'],
});
export type RunShardRecord = z.infer<(typeof runShardItem)['schema']>;

const campaignsByChange = definePattern({
  question: 'Which campaigns are there? The last changed first.',
  item: campaignItem,
  index: 'gsi1',
  partition: 'LIST#campaign',
  newestFirst: true,
});

export const campaignsOfSurvey = definePattern({
  question: 'Which campaigns send this survey? The last changed first.',
  item: campaignItem,
  index: 'gsi2',
  partition: 'CAMPAIGNS#{surveyId}',
  newestFirst: true,
});

/** That an event has triggered a campaign for a customer, lately or about to. */
export const triggeredItem = defineItem({
  name: 'triggered',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    id: z.string(),
    campaignId: campaignId.schema,
    customerId: customerId.schema,
    version: z.int().min(1),
    /** When the event happened. */
    at: instantSchema,
    /** When the customer is to be asked; gone once that is done. */
    dueAt: instantSchema.optional(),
    /** What events were about that came until then: the first that still stands is what the customer is asked of. */
    things: z.array(z.strictObject({ id: z.string(), at: instantSchema })).optional(),
    /** They were to be asked before, but had been asked lately. */
    waits: z.literal(true).optional(),
    /** The event was told wrongly: should it come after its correction, or again, nobody is asked. */
    wrong: z.literal(true).optional(),
    forgetAt: instantSchema,
  }),
  key: ['C#{customerId}', 'ASKED-BY#{campaignId}'],
  /** Only who waits is in the list of those: most are asked when their time comes. */
  indexes: { gsi2: ['WAITING#{waitsFor}', '{dueAt}#{customerId}'], gsi3: dueKeys },
  parts: ({ id, campaignId, dueAt, waits }) => ({
    ...dueParts(triggeredOverdue, dueAt, id),
    waitsFor: waits && campaignId,
  }),
  summary: z.strictObject({ id: z.string(), dueAt: instantSchema.optional() }),
  expires: ({ forgetAt }) => epochSeconds(forgetAt),
});
export type TriggeredRecord = z.infer<(typeof triggeredItem)['schema']>;

export const campaignsTriggeredBy = definePattern({
  question: 'Which campaigns does this event trigger, now or once they are resumed?',
  item: campaignItem,
  index: 'gsi3',
  partition: 'TRIGGERED#{on}',
});

export const waitingForCampaign = definePattern({
  question: 'Whom is this campaign to ask who had been asked lately? Whoever comes first.',
  item: triggeredItem,
  index: 'gsi2',
  partition: 'WAITING#{campaignId}',
});

/** Which campaigns there are, as people ask for them. */
export const campaignsList = defineList({
  item: campaignItem,
  all: campaignsByChange,
  keys: { surveyId: { pattern: campaignsOfSurvey } },
  bounded: ['status'],
});

export const runsOfCampaign = definePattern({
  question: 'When did this campaign run? Newest first.',
  item: runItem,
  partition: 'CAMPAIGN#{campaignId}',
  prefix: 'RUN#',
  newestFirst: true,
});

/** What can be taken back of it. */
export const campaignRestorable: Restorable = {
  changed: [campaignChanged, campaignRescheduled],
  created: [campaignCreated],
  fields: Object.keys(CampaignPatch.shape),
  patch: CampaignPatch,
};
