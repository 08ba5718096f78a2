import { isDeepStrictEqual } from 'node:util';
import { changedNames, fieldChanges } from '../../../../shared/events/change-event.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { Campaign, CampaignPatch } from '../surveys.campaigns.schema.ts';
import type { CampaignRecord } from '../surveys.items.ts';
import { withoutUndefined } from '../surveys.rules.ts';
import type { SurveysStore } from '../surveys.store.ts';
import { asCampaign, assertInTime } from './show-campaign.ts';
import { assertVersion } from './version-guard.ts';

interface Context {
  readonly surveys: Pick<SurveysStore, 'getCampaign' | 'changeCampaign'>;
  readonly origin: EventContext;
}

/** Changes, pauses or resumes a campaign. A patch that changes nothing is free. */
export async function patchCampaign(
  { campaignId, version, patch }: { campaignId: string; version: number; patch: CampaignPatch },
  { surveys, origin }: Context,
): Promise<Change<Campaign>> {
  const before = await surveys.getCampaign(campaignId);
  assertVersion(before, version);
  const told = { ...before, ...withoutUndefined(patch) };
  if (changedNames(fieldChanges(before, told)).length === 0) {
    return { result: asCampaign(before, origin.at), writes: [] };
  }
  const after = {
    ...told,
    ...firingAfter(before, told, origin.at),
    version: version + 1,
    updatedAt: origin.at,
  };
  return { result: asCampaign(after, origin.at), writes: surveys.changeCampaign(before, after, origin) };
}

/** Puts a campaign to an end. What it sent can still be answered. */
export async function deleteCampaign(
  { campaignId, version }: { campaignId: string; version: number },
  { surveys, origin }: Context,
): Promise<Change<undefined>> {
  const before = await surveys.getCampaign(campaignId);
  assertVersion(before, version);
  const told = { ...before, status: 'deleted' as const };
  const after = {
    ...told,
    ...firingAfter(before, told, origin.at),
    version: version + 1,
    updatedAt: origin.at,
  };
  return { result: undefined, writes: surveys.changeCampaign(before, after, origin) };
}

type Firing = Pick<CampaignRecord, 'scheduleVersion' | 'scheduledSince' | 'schedulingState'>;

/** Whatever changes the firing gets a new schedule version, so that a firing of the old schedule is known as stale. */
function firingAfter(before: CampaignRecord, after: CampaignRecord, at: string): Firing {
  const { scheduleVersion, scheduledSince, schedulingState } = before;
  const same = before.status === after.status && isDeepStrictEqual(before.schedule, after.schedule);
  if (same) return { scheduleVersion, scheduledSince, schedulingState };
  if (after.status === 'active') assertInTime(after.schedule, at);
  return { scheduleVersion: scheduleVersion + 1, scheduledSince: at, schedulingState: 'scheduling' };
}
