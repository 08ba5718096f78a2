import { dayAfter } from '../time/days.ts';
import { resolveWallTime, wallTimeAt } from '../time/zones.ts';
import { type CronFields, type DayRule, parseCron } from '../values/cron.ts';
import type { Instant } from '../values/instant.ts';
import type { Recurrence } from '../values/recurrence.ts';

const unitMinutes = { minute: 1, hour: 60, day: 1440 };

/**
 * The next firings later than `from`, as EventBridge Scheduler fires: a local time that the clocks skip is left out,
 * one they show twice counts once. A rate is counted from `from`, so say when the schedule was created.
 * At most `count`; fewer when there are no more before the year 2200.
 */
export function nextRuns(recurrence: Recurrence, from: Instant, count: number): Instant[] {
  const { cron, rate, at, timeZone } = recurrence;
  if (cron !== undefined) return take(cronRuns(parseCron(cron), timeZone, from), count);
  if (rate !== undefined) return take(rateRuns(rate, from), count);
  const instant = at === undefined ? from : resolveWallTime(at, timeZone).instant;
  return instant > from && count > 0 ? [instant] : [];
}

function take(runs: Iterable<Instant>, count: number): Instant[] {
  const taken: Instant[] = [];
  if (count < 1) return taken;
  for (const run of runs) if (taken.push(run) >= count) break;
  return taken;
}

function* rateRuns(rate: string, from: Instant): Generator<Instant> {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(rate) ?? [];
  const step = Number(amount) * unitMinutes[unit === 'minute' || unit === 'hour' ? unit : 'day'] * 60_000;
  for (let at = Date.parse(from) + step; ; at += step) yield new Date(at).toISOString();
}

function* cronRuns(fields: CronFields, timeZone: string, from: Instant): Generator<Instant> {
  const timesOfDay = [...fields.hours]
    .toSorted(ascending)
    .flatMap((hour) =>
      [...fields.minutes].toSorted(ascending).map((minute) => `${twoDigits(hour)}:${twoDigits(minute)}`),
    );
  const lastYear = Math.max(...fields.years);
  for (
    let day = wallTimeAt(from, timeZone).slice(0, 10);
    Number(day.slice(0, 4)) <= lastYear;
    day = dayAfter(day)
  ) {
    if (!isOn(fields, day)) continue;
    for (const timeOfDay of timesOfDay) {
      const { instant, match } = resolveWallTime(`${day}T${timeOfDay}`, timeZone);
      if (match !== 'gap' && instant > from) yield instant;
    }
  }
}

function isOn(fields: CronFields, day: string): boolean {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  if (!fields.years.has(year) || !fields.months.has(month)) return false;
  const weekday = weekdayIn(year, month, dayOfMonth);
  const date = {
    dayOfMonth,
    weekday,
    daysInMonth: daysIn(year, month),
    firstWeekday: weekdayIn(year, month, 1),
  };
  return matches(fields.dayOfMonth, dayOfMonth, date) && matches(fields.dayOfWeek, weekday, date);
}

interface CalendarDay {
  readonly dayOfMonth: number;
  readonly weekday: number;
  readonly daysInMonth: number;
  /** Weekday of the first of the month. */
  readonly firstWeekday: number;
}

/** @param value what the field counts: the day of the month or the weekday */
function matches(rule: DayRule, value: number, date: CalendarDay): boolean {
  const { dayOfMonth, daysInMonth, weekday, firstWeekday } = date;
  switch (rule.rule) {
    case 'any':
      return true;
    case 'on':
      return rule.days.has(value);
    case 'last':
      return dayOfMonth === daysInMonth;
    case 'last-working-day':
      return dayOfMonth === nearestWorkingDay(daysInMonth, daysInMonth, firstWeekday);
    case 'working-day-near':
      return rule.day <= daysInMonth && dayOfMonth === nearestWorkingDay(rule.day, daysInMonth, firstWeekday);
    case 'last-weekday':
      return weekday === rule.weekday && dayOfMonth + 7 > daysInMonth;
    case 'nth-weekday':
      return weekday === rule.weekday && Math.ceil(dayOfMonth / 7) === rule.nth;
  }
}

/** The working day (Monday to Friday) closest to a day, never in another month. */
function nearestWorkingDay(day: number, daysInMonth: number, firstWeekday: number): number {
  const weekday = ((firstWeekday - 1 + day - 1) % 7) + 1;
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === daysInMonth ? day - 2 : day + 1;
  return day;
}

/** 1 is Sunday, 7 is Saturday. */
function weekdayIn(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function ascending(left: number, right: number): number {
  return left - right;
}
