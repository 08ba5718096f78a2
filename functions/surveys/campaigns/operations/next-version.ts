import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { fires } from '../campaigns.rules.ts';
import type { Campaign } from '../campaigns.schema.ts';

/**
 * The next version of a campaign. Whatever changes its firing raises the schedule version, so that a firing of the old
 * schedule is known as stale. A rate keeps its rhythm until it is replaced, however often the campaign is paused.
 */
export function nextVersion(before: CampaignRecord, changed: CampaignRecord, at: Instant): CampaignRecord {
  const after = { ...changed, version: before.version + 1, updatedAt: at };
  const isReplaced =
    !isDeepStrictEqual(before.schedule, after.schedule) || !isDeepStrictEqual(before.trigger, after.trigger);
  const isMoved = before.startsAt !== after.startsAt || before.endsAt !== after.endsAt;
  if (fires(before) === fires(after) && !isReplaced && !isMoved) return after;
  return {
    ...after,
    scheduleVersion: before.scheduleVersion + 1,
    schedulingState: 'scheduling',
    scheduledSince: isReplaced ? at : before.scheduledSince,
    activeSince: fires(after) && !fires(before) ? at : before.activeSince,
  };
}

/** What a campaign needs beside itself. */
export interface Surroundings {
  readonly survey: { readonly status: 'draft' | 'open' | 'closed' | 'archived' } | undefined;
  /** Whether the list of its audience is there, or it needs none. */
  readonly hasList: boolean;
}

/** The campaign as its survey and its list let it be; itself when nothing changes. */
export function heldBy(surroundings: Surroundings, before: CampaignRecord, at: Instant): CampaignRecord {
  const held = withHold(before, surroundings);
  return held === before ? before : nextVersion(before, held, at);
}

/** The same within another change. */
export function withHold(campaign: CampaignRecord, { survey, hasList }: Surroundings): CampaignRecord {
  const isOver = survey?.status === 'closed' || survey?.status === 'archived';
  const holdReason: Campaign['holdReason'] = isOver ? 'survey-closed' : hasList ? undefined : 'list-deleted';
  if (campaign.holdReason === holdReason) return campaign;
  const { holdReason: _, ...rest } = campaign;
  return holdReason === undefined ? rest : { ...rest, holdReason };
}

interface Readers {
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly lists: Pick<ListReader, 'isThere'>;
}

/** What a campaign needs, as it is now. */
export async function surroundingsOf(
  { surveyId, audience }: Pick<CampaignRecord, 'surveyId' | 'audience'>,
  { surveys, lists }: Readers,
): Promise<Surroundings> {
  const [survey, hasList] = await Promise.all([
    surveys.find(surveyId),
    audience.kind === 'list' ? lists.isThere(audience.listId) : true,
  ]);
  return { survey, hasList };
}
