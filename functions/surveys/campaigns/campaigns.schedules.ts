/** The schedules of campaigns: their names, and what they put into the queue of runs. */
import { expressionOf } from '../../../shared/scheduling/expressions.ts';
import { oneTimeExpression } from '../../../shared/scheduling/once.ts';
import {
  type ScheduleRequest,
  scheduledId,
  scheduledTime,
  scheduleName,
} from '../../../shared/scheduling/schedules.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { resolveWallTime } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { CampaignRecord } from './campaigns.items.ts';
import type { RunMessage } from './campaigns.messages.ts';
import { fires, hasEnded } from './campaigns.rules.ts';
import { campaignId } from './campaigns.schema.ts';

/** A single time that was missed by less than this still fires, as soon as it can. */
const graceDays = 1;

const kind = 'campaign';

/** What the names of all schedules of campaigns begin with. */
export const scheduleNamePrefix = `${kind}-`;

export function scheduleNameOf(campaignId: string): string {
  return scheduleName(kind, campaignId);
}

/** The campaign that a schedule of this name belongs to; undefined when the name is not of our making. */
export function campaignOfSchedule(name: string): string | undefined {
  const { success, data } = campaignId.schema.safeParse(scheduledId(name));
  return success ? data : undefined;
}

/** The schedule that a campaign should have; undefined when it should have none. */
export function scheduleOf(
  campaign: CampaignRecord,
  now: Instant,
): Omit<ScheduleRequest, 'name'> | undefined {
  if (!fires(campaign) || hasEnded(campaign, now)) return undefined;
  const { id, surveyId, schedule, startsAt, scheduleVersion, scheduledSince, activeSince } = campaign;
  if (schedule === undefined) return undefined;
  const description = `Sends survey ${surveyId}`;
  const input = { kind: 'run', campaignId: id, version: scheduleVersion } satisfies Partial<RunMessage>;
  if (schedule.at === undefined) {
    const isAhead = startsAt !== undefined && startsAt > now;
    const expression = expressionOf(schedule, scheduledSince, isAhead ? startsAt : now);
    return {
      ...(isAhead ? { startDate: startsAt } : {}),
      ...expression,
      ...{ description, input: { ...input, scheduledTime }, deleteAfterwards: false },
    };
  }
  const { instant } = resolveWallTime(schedule.at, schedule.timeZone);
  const isMissed = instant < instantAfter(now, { days: -graceDays }) || instant < activeSince;
  if (isMissed) return undefined;
  const soon = instantAfter(now, { minutes: 1 });
  return {
    expression: oneTimeExpression(instant < soon ? soon : instant),
    timeZone: 'UTC',
    description,
    // The instant that was asked for names the run, so that a late and a second firing are the same run.
    input: { ...input, scheduledTime: instant },
    deleteAfterwards: true,
  };
}
