import type { QueueSender } from '../../../../shared/runtime/queue-sender.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
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

/**
 * Starts the run of a firing, one chain of pages for each shard of the audience. Campaign and scheduled time make the
 * run, so the same firing delivered twice is the same run, and pages that were handed over are not handed over again.
 */
export async function startRun(
  { campaignId, scheduledTime, version }: Firing,
  { campaigns, surveys, lists, runs, runsQueue, now }: Context,
): Promise<NotStarted | undefined> {
  const campaign = await campaigns.find(campaignId);
  if (campaign === undefined) return 'no-campaign';
  if (campaign.status !== 'active') return 'not-active';
  if (hasEnded(campaign, scheduledTime)) return 'not-in-time';
  if (version !== undefined && campaign.scheduleVersion !== version) return 'stale';
  if (version !== undefined && !isWithin(campaign, scheduledTime)) return 'not-in-time';
  const survey = await surveys.find(campaign.surveyId);
  if (survey?.status !== 'open') return 'survey-not-open';
  const { audience } = campaign;
  if (audience.kind === 'list' && !(await lists.isThere(audience.listId))) return 'list-deleted';
  const startedAt = now();
  await runs.begin({
    id: derivedId(runId, scheduledTime, campaignId),
    campaignId,
    surveyId: survey.id,
    scheduledTime,
    startedAt,
    channel: campaign.channel,
    audience,
    ...(campaign.remindAfterDays === undefined ? {} : { remindAfterDays: campaign.remindAfterDays }),
    expiresAt: instantAfter(startedAt, { days: campaign.expiresAfterDays }),
  });
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
