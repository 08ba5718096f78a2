import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { whyTooLate } from '../../../../shared/scheduling/expressions.ts';
import { nextRuns } from '../../../../shared/scheduling/next-runs.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Recurrence } from '../../../../shared/values/recurrence.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import type { Campaign } from '../campaigns.schema.ts';

/** How many firings are foretold. */
const shownRuns = 3;

/** A campaign as the API shows it. */
export function asCampaign(record: CampaignRecord, now: Instant): Campaign {
  const { scheduleVersion, scheduledSince, status, ...campaign } = record;
  if (status === 'deleted') throw notFound('campaign');
  return { ...campaign, status, nextRuns: status === 'active' ? upcoming(record, now) : [] };
}

function upcoming({ schedule, scheduledSince }: CampaignRecord, now: Instant): Instant[] {
  if (schedule.rate === undefined) return nextRuns(schedule, now, shownRuns);
  const [first, second] = nextRuns(schedule, scheduledSince, 2).map((instant) => Date.parse(instant));
  if (first === undefined || second === undefined) return [];
  const step = second - first;
  const since = Date.parse(scheduledSince);
  const passed = Math.max(0, Math.floor((Date.parse(now) - since) / step));
  return nextRuns(schedule, new Date(since + passed * step).toISOString(), shownRuns);
}

/** Refuses a schedule that can no longer fire, and names the field. */
export function assertInTime(schedule: Recurrence, now: Instant): void {
  const reason = whyTooLate(schedule, now);
  if (reason === undefined) return;
  const field = schedule.at === undefined ? 'cron' : 'at';
  throw new AppError('invalid-request', 'The campaign would never run.', {
    violations: [{ pointer: `/body/schedule/${field}`, reason }],
  });
}
