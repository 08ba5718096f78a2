/** What campaigns decide by themselves. */
import type { Campaign } from './campaigns.schema.ts';

/** Whether a campaign fires at the times of its schedule. */
export function fires(campaign: {
  readonly status: Campaign['status'] | 'deleted';
  readonly holdReason?: Campaign['holdReason'];
}): boolean {
  return campaign.status === 'active' && campaign.holdReason === undefined;
}
