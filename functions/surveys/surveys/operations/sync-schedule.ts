import { expressionOf } from '../../../../shared/scheduling/expressions.ts';
import { oneTimeExpression } from '../../../../shared/scheduling/once.ts';
import { type Schedules, scheduledTime, scheduleName } from '../../../../shared/scheduling/schedules.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { resolveWallTime } from '../../../../shared/time/zones.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { CampaignRecord } from '../surveys.items.ts';
import type { SurveysStore } from '../surveys.store.ts';

interface Context {
  readonly surveys: Pick<SurveysStore, 'findCampaign' | 'markScheduled'>;
  readonly schedules: Pick<Schedules, 'put' | 'remove'>;
  readonly now: () => Instant;
}

/** A single time that was missed by less than this still fires, as soon as it can. */
const graceDays = 1;

/**
 * Brings the schedule of a campaign in line with the campaign as it is now, whatever event asked for it. The
 * schedule is set first and the version checked afterwards: if the campaign has changed in between, it is done again.
 */
export async function syncSchedule(campaignId: string, context: Context): Promise<void> {
  const { surveys, schedules, now } = context;
  await retryOnConflict(async () => {
    const campaign = await surveys.findCampaign(campaignId);
    if (campaign === undefined) return;
    const name = scheduleName('campaign', campaign.id);
    const firing = campaign.status === 'active' ? firingOf(campaign, now()) : undefined;
    if (firing === undefined) await schedules.remove(name);
    else await schedules.put({ ...firing, name, description: `Sends survey ${campaign.surveyId}` });
    await surveys.markScheduled(campaign);
  });
}

function firingOf({ id, schedule, scheduleVersion }: CampaignRecord, now: Instant) {
  const input = { kind: 'run', campaignId: id, version: scheduleVersion };
  if (schedule.at === undefined) {
    return { ...expressionOf(schedule), input: { ...input, scheduledTime }, deleteAfterwards: false };
  }
  const { instant } = resolveWallTime(schedule.at, schedule.timeZone);
  if (instant < instantAfter(now, { days: -graceDays })) return undefined;
  // The instant that was asked for names the run, so that a late and a second firing are the same run.
  const once = { input: { ...input, scheduledTime: instant }, deleteAfterwards: true, timeZone: 'UTC' };
  const soon = instantAfter(now, { minutes: 1 });
  return { ...once, expression: oneTimeExpression(instant < soon ? soon : instant) };
}
