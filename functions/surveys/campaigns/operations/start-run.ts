import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignRecord, RunRecord } from '../campaigns.items.ts';
import type { PageMessage } from '../campaigns.messages.ts';
import { hasEnded, isWithin } from '../campaigns.rules.ts';
import { runId } from '../campaigns.schema.ts';
import type { CampaignsStore, RunsStore } from '../campaigns.store.ts';

interface Context {
  readonly campaigns: Pick<CampaignsStore, 'find'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly lists: Pick<ListReader, 'isThere'>;
  readonly runs: Pick<RunsStore, 'begin'>;
  readonly runsQueue: QueueSender<PageMessage>;
  readonly now: () => Instant;
}

/** A firing of a schedule, or without a version a run that a person asks for, also before the start. */
export interface Firing {
  readonly campaignId: string;
  readonly scheduledTime: Instant;
  /** The campaign's schedule version when the schedule was made. */
  readonly version?: number;
}

/** 50 customers a page at least: two million in a shard. */
const pageCeiling = 40_000;

/** Why a firing starts nothing; undefined when it has started a run, now or before. */
export type NotStarted =
  | 'no-campaign'
  | 'not-active'
  | 'stale'
  | 'not-in-time'
  | 'survey-not-open'
  | 'list-deleted';

/** What of that a run tells which a person has asked for: they look for it. */
const endedBecause: Readonly<Partial<Record<NotStarted, RunRecord['endedBecause']>>> = {
  'not-active': 'not-active',
  'not-in-time': 'not-active',
  'survey-not-open': 'survey-closed',
  'list-deleted': 'list-deleted',
};

/**
 * Starts the run of a firing, one chain of pages for each shard of the audience. Campaign and scheduled time make the
 * run, so the same firing delivered twice is the same run, and pages that were handed over are not handed over again.
 */
export async function startRun(firing: Firing, context: Context): Promise<NotStarted | undefined> {
  const { campaignId, scheduledTime, version } = firing;
  const { campaigns, runs, runsQueue, now } = context;
  const campaign = await campaigns.find(campaignId);
  if (campaign === undefined) return 'no-campaign';
  const reason = await whyNotNow(campaign, firing, context);
  const ended = reason === undefined ? undefined : endedBecause[reason];
  if (reason !== undefined && (version !== undefined || ended === undefined)) return reason;
  const startedAt = now();
  await runs.begin({
    id: derivedId(runId, scheduledTime, campaignId),
    campaignId,
    surveyId: campaign.surveyId,
    scheduledTime,
    startedAt,
    channel: campaign.channel,
    audience: campaign.audience,
    ...(campaign.remindAfterDays === undefined ? {} : { remindAfterDays: campaign.remindAfterDays }),
    ...(ended === undefined ? {} : { endedBecause: ended }),
    expiresAt: instantAfter(startedAt, { days: campaign.expiresAfterDays }),
  });
  if (reason !== undefined) return reason;
  await runsQueue.send(
    shards.map(
      (shard): PageMessage => ({
        kind: 'page',
        campaignId,
        scheduledTime,
        shard,
        page: 1,
        ceiling: pageCeiling,
      }),
    ),
  );
  return undefined;
}

async function whyNotNow(
  campaign: CampaignRecord,
  { scheduledTime, version }: Firing,
  { surveys, lists }: Pick<Context, 'surveys' | 'lists'>,
): Promise<NotStarted | undefined> {
  if (campaign.status !== 'active') return 'not-active';
  if (hasEnded(campaign, scheduledTime)) return 'not-in-time';
  if (version !== undefined && campaign.scheduleVersion !== version) return 'stale';
  if (version !== undefined && !isWithin(campaign, scheduledTime)) return 'not-in-time';
  const survey = await surveys.find(campaign.surveyId);
  if (survey?.status !== 'open') return 'survey-not-open';
  const { audience } = campaign;
  if (audience.kind === 'list' && !(await lists.isThere(audience.listId))) return 'list-deleted';
  return undefined;
}
