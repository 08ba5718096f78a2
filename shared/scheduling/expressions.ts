import { instantAfter } from '../time/clock.ts';
import { resolveWallTime, wallTimeAt } from '../time/zones.ts';
import { parseCron } from '../values/cron.ts';
import type { Instant } from '../values/instant.ts';
import type { Recurrence } from '../values/recurrence.ts';
import { nextRuns } from './next-runs.ts';
import { oneTimeExpression } from './once.ts';

export interface ScheduleExpression {
  expression: string;
  timeZone: string;
  /** The first firing of a rate. */
  startDate?: Instant;
}

/**
 * A recurrence as EventBridge Scheduler takes it. A single local time becomes an instant in UTC here, by our rule
 * (in a gap: later; in an overlap: the first), because AWS would skip a time that its zone leaves out. A rate begins
 * with the next firing of its rhythm: AWS fires one without a start date at once, and refuses one that began long ago.
 * Source: EventBridge Scheduler user guide, "Schedule types".
 *
 * @param since when the recurrence began, from which a rate is counted
 */
export function expressionOf(recurrence: Recurrence, since: Instant, now: Instant): ScheduleExpression {
  const { cron, rate, at, timeZone } = recurrence;
  if (at !== undefined) {
    return { expression: oneTimeExpression(resolveWallTime(at, timeZone).instant), timeZone: 'UTC' };
  }
  if (cron !== undefined) return { expression: `cron(${cron})`, timeZone };
  const [startDate] = nextRuns(recurrence, now, 1, since);
  return { expression: `rate(${rate})`, timeZone, ...(startDate === undefined ? {} : { startDate }) };
}

/**
 * Why a recurrence can no longer be scheduled, in words for people; `undefined` when it can. What lies less than
 * two minutes ahead is refused, since the schedule itself is created a few seconds after the request.
 */
export function whyTooLate(recurrence: Recurrence, now: Instant): string | undefined {
  const earliest = instantAfter(now, { minutes: 2 });
  if (recurrence.at !== undefined) {
    const { instant } = resolveWallTime(recurrence.at, recurrence.timeZone);
    return instant < earliest ? 'must lie at least two minutes ahead' : undefined;
  }
  if (recurrence.cron === undefined) return undefined;
  return nextRuns(recurrence, now, 1).length === 0 ? 'never happens from now on' : undefined;
}

const hourMilliseconds = 3_600_000;
/** So many firings show every interval of an expression that people write. */
const measuredRuns = 60;
/** More than a week of a daily one: asked at every reading, so that it has to be quick. */
const runsAhead = 10;

/**
 * The least days of the calendar in UTC between two of the next runs of a recurrence; infinite for one that does not
 * come again.
 */
export function leastDaysBetween(recurrence: Recurrence, now: Instant): number {
  const days = nextRuns(recurrence, now, runsAhead).map((run) =>
    Math.floor(Date.parse(run) / (24 * hourMilliseconds)),
  );
  return Math.min(...intervalsOf(days));
}

function intervalsOf(runs: readonly number[]): readonly number[] {
  return runs.slice(1).map((run, index) => run - (runs[index] ?? run));
}

/**
 * Why a recurrence comes again too soon, in words for people; `undefined` when it does not. The intervals of a cron
 * expression are measured between its next firings, on the clock of its zone: a day of 23 hours is a day.
 */
export function whyTooOften(recurrence: Recurrence, now: Instant, leastHours: number): string | undefined {
  const { rate, at, timeZone } = recurrence;
  if (at !== undefined) return undefined;
  const runs = nextRuns(recurrence, now, measuredRuns).map((run) =>
    Date.parse(rate === undefined ? `${wallTimeAt(run, timeZone)}Z` : run),
  );
  const shortest = Math.min(...intervalsOf(runs)) / hourMilliseconds;
  return shortest < leastHours
    ? `must leave at least ${leastHours} hours between two runs; the setting shortestCampaignHours says so`
    : undefined;
}

/** The days that each month has in any year. */
const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Of the months in which a recurrence is to come, those that have no such day: 31 April, a fifth Monday. A day that only leap
 * years have counts as none of February.
 */
export function monthsLeftOut({ cron }: Recurrence): 'some' | readonly number[] {
  if (cron === undefined) return [];
  const { dayOfMonth, dayOfWeek, months } = parseCron(cron);
  if (dayOfWeek.rule === 'nth-weekday') return dayOfWeek.nth === 5 ? 'some' : [];
  const first =
    dayOfMonth.rule === 'on'
      ? Math.min(...dayOfMonth.days)
      : dayOfMonth.rule === 'working-day-near'
        ? dayOfMonth.day
        : 1;
  return [...months].filter((month) => first > (daysOfMonths[month - 1] ?? 0)).toSorted((a, b) => a - b);
}
