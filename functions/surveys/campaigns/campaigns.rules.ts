/** What campaigns decide by themselves. */
import { resolveWallTime } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Campaign, CampaignPatch } from './campaigns.schema.ts';

/** What people want of a campaign, and what keeps it from that. */
interface Kept {
  readonly status: NonNullable<CampaignPatch['status']> | 'deleted';
  readonly holdReason?: Campaign['holdReason'];
}

/** What is kept for people to see: a campaign that something holds back is not active. */
export function shownStatus({
  status,
  holdReason,
}: Kept): Exclude<Campaign['status'], 'finished'> | 'deleted' {
  return status === 'active' && holdReason !== undefined ? 'held' : status;
}

/**
 * What people see at this moment. That a single time or the end has passed is kept nowhere, so that nothing has to happen then: a
 * new schedule makes the campaign active again.
 */
export function statusAt<Status extends string>(
  { status, schedule, endsAt }: { readonly status: Status } & Pick<Campaign, 'schedule' | 'endsAt'>,
  now: Instant,
): Status | 'finished' {
  if (status !== 'active') return status;
  const hasFired =
    schedule?.at !== undefined && resolveWallTime(schedule.at, schedule.timeZone).instant <= now;
  return hasFired || hasEnded({ endsAt }, now) ? 'finished' : status;
}

export function hasEnded({ endsAt }: Pick<Campaign, 'endsAt'>, now: Instant): boolean {
  return endsAt !== undefined && endsAt <= now;
}

/** Whether an instant lies between start and end. */
export function isWithin({ startsAt, endsAt }: Pick<Campaign, 'startsAt' | 'endsAt'>, at: Instant): boolean {
  return (startsAt === undefined || startsAt <= at) && !hasEnded({ endsAt }, at);
}

/** Whether a campaign fires at the times of its schedule. */
export function fires(campaign: Kept): boolean {
  return shownStatus(campaign) === 'active';
}

/** So long whoever was asked lately waits for what an event has a campaign ask; then they are skipped, and stand in the run as such. */
export const patienceDays = 30;

/** Whether a run that has begun goes no further. */
export function stopsRuns({ status }: Kept): boolean {
  return status === 'deleted' || status === 'stopped';
}

/** Whether runs may come of a campaign as it is, or would if it were resumed: not of what is held, or was stopped. */
export function mayRun(campaign: Kept): boolean {
  return campaign.holdReason === undefined && !stopsRuns(campaign);
}
