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
  const upcoming = status === 'active' ? nextRuns(campaign.schedule, now, shownRuns, scheduledSince) : [];
  return { ...campaign, status, nextRuns: upcoming };
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
