import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { syncSchedule } from '../../../../shared/scheduling/sync-schedule.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { scheduleNameOf, scheduleOf } from '../campaigns.schedules.ts';
import type { CampaignsStore } from '../campaigns.store.ts';

interface Context {
  readonly campaigns: Pick<CampaignsStore, 'find' | 'markScheduled'>;
  readonly schedules: Pick<Schedules, 'put' | 'remove'>;
  readonly now: () => Instant;
}

/** Brings the schedule of a campaign in line with the campaign as it is now, whatever event asked for it. */
export async function syncCampaignSchedule(
  campaignId: string,
  { campaigns, schedules, now }: Context,
): Promise<void> {
  await retryOnConflict(async () => {
    const campaign = await syncSchedule({
      name: scheduleNameOf(campaignId),
      find: () => campaigns.find(campaignId),
      scheduleOf: (present) => scheduleOf(present, now()),
      basisOf: ({ scheduleVersion }) => scheduleVersion,
      schedules,
    });
    if (campaign?.schedulingState === 'scheduling') await campaigns.markScheduled(campaign);
  });
}
