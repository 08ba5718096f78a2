import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { sweepSchedules } from '../../../../shared/scheduling/sweep-schedules.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { campaignOfSchedule, scheduleNamePrefix, scheduleOf } from '../campaigns.schedules.ts';
import type { CampaignsStore, RunsStore } from '../campaigns.store.ts';

interface Context {
  readonly campaigns: Pick<CampaignsStore, 'findMany' | 'listAll'>;
  readonly runs: Pick<RunsStore, 'find'>;
  readonly schedules: Pick<Schedules, 'list'>;
  /** Holds a campaign or lets it go, as its survey and its list are now. */
  readonly followSurroundings: (campaignId: string) => Promise<void>;
  /** Makes the schedule of a campaign what the campaign says. */
  readonly align: (campaignId: string) => Promise<void>;
}

/**
 * Brings campaigns together with their surveys, lists and schedules, whatever was lost on the way: a campaign without its
 * schedule gets one, a schedule without a campaign goes, and one that has not followed the last change is put again.
 */
export async function sweepCampaigns(now: Instant, context: Context): Promise<Record<string, number>> {
  const { campaigns, schedules, followSurroundings, align } = context;
  const ids: string[] = [];
  for await (const { id } of campaigns.listAll()) ids.push(id);
  for (const id of ids) await followSurroundings(id);
  const all = await campaigns.findMany(ids);
  const late = all.filter(({ schedulingState }) => schedulingState === 'scheduling');
  for (const { id } of late) await align(id);
  const found = await sweepSchedules({
    schedules,
    align,
    prefix: scheduleNamePrefix,
    idOf: campaignOfSchedule,
    expected: async () => {
      const toCome = await Promise.all(
        all.map(async (each) => ((await isToCome(each, now, context)) ? [each.id] : [])),
      );
      return toCome.flat();
    },
    findWaiting: async (scheduled) => {
      const known = await campaigns.findMany(scheduled);
      return new Set(known.filter((each) => scheduleOf(each, now) !== undefined).map(({ id }) => id));
    },
  });
  return { ...found, late: late.length };
}

/** Whether a campaign needs a schedule. The one of a single time is gone when it has fired. */
async function isToCome(campaign: CampaignRecord, now: Instant, { runs }: Context): Promise<boolean> {
  const schedule = scheduleOf(campaign, now);
  if (schedule === undefined) return false;
  if (!schedule.deleteAfterwards) return true;
  return (await runs.find(campaign.id, String(schedule.input.scheduledTime))) === undefined;
}
