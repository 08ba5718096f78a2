import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { fires } from '../campaigns.rules.ts';
import type { Campaign } from '../campaigns.schema.ts';

/**
 * The next version of a campaign. Whatever changes its firing raises the schedule version, so that a firing of the old
 * schedule is known as stale. A rate keeps its rhythm until it is replaced, however often the campaign is paused.
 */
export function nextVersion(before: CampaignRecord, changed: CampaignRecord, at: Instant): CampaignRecord {
  const after = { ...changed, version: before.version + 1, updatedAt: at };
  const isReplaced = !isDeepStrictEqual(before.schedule, after.schedule);
  if (fires(before) === fires(after) && !isReplaced) return after;
  return {
    ...after,
    scheduleVersion: before.scheduleVersion + 1,
    schedulingState: 'scheduling',
    scheduledSince: isReplaced ? at : before.scheduledSince,
    activeSince: fires(after) && !fires(before) ? at : before.activeSince,
  };
}

/** The campaign as its survey lets it be; itself when nothing changes. */
export function heldBy(
  survey: { readonly status: 'draft' | 'open' | 'closed' | 'archived' } | undefined,
  before: CampaignRecord,
  at: Instant,
): CampaignRecord {
  const isOver = survey?.status === 'closed' || survey?.status === 'archived';
  const holdReason: Campaign['holdReason'] = isOver ? 'survey-closed' : undefined;
  if (before.holdReason === holdReason) return before;
  const { holdReason: _, ...rest } = before;
  return nextVersion(before, holdReason === undefined ? rest : { ...rest, holdReason }, at);
}
