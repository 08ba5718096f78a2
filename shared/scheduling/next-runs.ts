import { dayAfter } from '../time/days.ts';
import { resolveWallTime, wallTimeAt } from '../time/zones.ts';
import { type CronFields, type DayRule, parseCron } from '../values/cron.ts';
import type { Instant, WallTime } from '../values/instant.ts';
import type { Recurrence } from '../values/recurrence.ts';

const unitMinutes = { minute: 1, hour: 60, day: 1440 };

/**
 * The next firings later than `from`, as EventBridge Scheduler fires: a local time that the clocks skip is left out,
 * one they show twice counts once. At most `count`; fewer when there are no more before the year 2200.
 *
 * @param start when the schedule was created; a rate is counted from that minute
 */
export function nextRuns(recurrence: Recurrence, from: Instant, count: number, start = from): Instant[] {
  const { cron, rate, at, timeZone } = recurrence;
  if (cron !== undefined) return take(cronRuns(parseCron(cron), timeZone, from), count);
  if (rate !== undefined) return take(rateRuns(rate, minuteOf(start), from), count);
  const instant = at === undefined ? from : resolveWallTime(at, timeZone).instant;
  return instant > from && count > 0 ? [instant] : [];
}

/** The beginning of the minute: Scheduler fires to the minute. */
function minuteOf(instant: Instant): Instant {
  return `${instant.slice(0, 16)}:00.000Z`;
}

function take(runs: Iterable<Instant>, count: number): Instant[] {
  const taken: Instant[] = [];
  if (count < 1) return taken;
  for (const run of runs) if (taken.push(run) >= count) break;
  return taken;
}

/** Firings of a rate later than `after`: at `start` and every so many minutes of elapsed time since. Never ends. */
export function* rateRuns(rate: string, start: Instant, after: Instant): Generator<Instant> {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(rate) ?? [];
  const step = Number(amount) * unitMinutes[unit === 'minute' || unit === 'hour' ? unit : 'day'] * 60_000;
  const began = Date.parse(start);
  const passed = Math.floor((Date.parse(after) - began) / step);
  for (let at = began + Math.max(0, passed + 1) * step; ; at += step) yield new Date(at).toISOString();
}

/** Firings of a cron expression later than `after`, up to the last of its years. */
export function* cronRuns(fields: CronFields, timeZone: string, after: Instant): Generator<Instant> {
  const lastYear = Math.max(...fields.years);
  const shown = wallTimeAt(after, timeZone);
  let day = shown.slice(0, 10);
  while (yearOf(day) <= lastYear) {
    if (!isInMonths(fields, day)) {
      day = firstOfNextMonth(day);
      continue;
    }
    for (const wallTime of isOn(fields, day) ? wallTimesOf(fields, day) : []) {
      // What the clocks show earlier than at `after` they have shown before, or never do.
      if (wallTime < shown) continue;
      const { instant, match } = resolveWallTime(wallTime, timeZone);
      if (match !== 'gap' && instant > after) yield instant;
    }
    day = dayAfter(day);
  }
}

function* wallTimesOf({ hours, minutes }: CronFields, day: string): Generator<WallTime> {
  const inOrder = [...minutes].toSorted(ascending);
  for (const hour of [...hours].toSorted(ascending)) {
    for (const minute of inOrder) yield `${day}T${twoDigits(hour)}:${twoDigits(minute)}`;
  }
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

function isInMonths({ years, months }: CronFields, day: string): boolean {
  return years.has(yearOf(day)) && months.has(Number(day.slice(5, 7)));
}

function firstOfNextMonth(day: string): string {
  return new Date(Date.UTC(yearOf(day), Number(day.slice(5, 7)), 1)).toISOString().slice(0, 10);
}

/** Whether both day fields mean this day. */
function isOn(fields: CronFields, day: string): boolean {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
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
