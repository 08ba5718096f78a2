import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { leastDaysBetween, whyTooLate, whyTooOften } from '../../../../shared/scheduling/expressions.ts';
import { nextRuns } from '../../../../shared/scheduling/next-runs.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Recurrence } from '../../../../shared/values/recurrence.ts';
import type { CampaignRecord } from '../campaigns.items.ts';
import { fires, shownStatus } from '../campaigns.rules.ts';
import type { Campaign } from '../campaigns.schema.ts';
import { texts } from '../campaigns.texts.ts';

/** How many firings are foretold. */
const shownRuns = 3;

/** Who reads a campaign, and where. */
export interface Reader {
  readonly language: Language;
  /** Nobody is asked twice within so many days. */
  readonly askAgainAfterDays: number;
}

/** A campaign as the API shows it. */
export function asCampaign(record: CampaignRecord, now: Instant, reader: Reader): Campaign {
  const { scheduleVersion, scheduledSince, activeSince, ...campaign } = record;
  const status = shownStatus(record);
  if (status === 'deleted') throw notFound('campaign');
  const upcoming = fires(record) ? nextRuns(campaign.schedule, now, shownRuns, scheduledSince) : [];
  return { ...campaign, status, nextRuns: upcoming, warnings: warningsAbout(campaign.schedule, now, reader) };
}

function warningsAbout(
  schedule: Recurrence,
  now: Instant,
  { language, askAgainAfterDays }: Reader,
): Campaign['warnings'] {
  const apart = leastDaysBetween(schedule, now);
  if (apart >= askAgainAfterDays) return [];
  const detail = texts[language].askedAgainTooSoon(apart, askAgainAfterDays);
  return [{ code: 'asked-again-too-soon', detail }];
}

/**
 * Refuses a schedule that can no longer fire, and names the field.
 *
 * @param cause what of the request would make it fire: a new schedule, or the status of a campaign that is resumed
 */
export function assertInTime(
  schedule: Recurrence,
  now: Instant,
  cause: 'schedule' | 'status' = 'schedule',
): void {
  const reason = whyTooLate(schedule, now);
  if (reason === undefined) return;
  const kind = schedule.at === undefined ? 'cron' : 'at';
  const violation =
    cause === 'schedule'
      ? { pointer: `/body/schedule/${kind}`, reason }
      : {
          pointer: '/body/status',
          reason: `cannot be active: \`schedule.${kind}\` ${reason}; send a new schedule with it`,
        };
  throw new AppError('invalid-request', 'The campaign would never run.', { violations: [violation] });
}

/** Refuses a schedule that would flood the customers, and names the field. */
export function assertNotTooOften(schedule: Recurrence, now: Instant, leastHours: number): void {
  const reason = whyTooOften(schedule, now, leastHours);
  if (reason === undefined) return;
  const field = schedule.cron === undefined ? 'rate' : 'cron';
  throw new AppError('invalid-request', 'The campaign would run too often.', {
    violations: [{ pointer: `/body/schedule/${field}`, reason }],
  });
}
