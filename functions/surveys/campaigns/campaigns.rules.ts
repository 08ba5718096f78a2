/** What campaigns decide by themselves. */
import type { Campaign, CampaignPatch } from './campaigns.schema.ts';

/** What people want of a campaign, and what keeps it from that. */
interface Kept {
  readonly status: NonNullable<CampaignPatch['status']> | 'deleted';
  readonly holdReason?: Campaign['holdReason'];
}

/** What people see: a campaign that something holds back is not active. */
export function shownStatus({ status, holdReason }: Kept): Campaign['status'] | 'deleted' {
  return status === 'active' && holdReason !== undefined ? 'held' : status;
}

/** Whether a campaign fires at the times of its schedule. */
export function fires(campaign: Kept): boolean {
  return shownStatus(campaign) === 'active';
}
