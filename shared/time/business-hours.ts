import type { BusinessCalendar, Weekday } from '../values/business-calendar.ts';
import type { Instant } from '../values/instant.ts';
import { dayAfter, weekdayOf } from './days.ts';
import { resolveWallTime, wallTimeAt } from './zones.ts';

export interface WorkingInstant {
  instant: Instant;
  /** False when a day was counted for which the calendar has no list of holidays: it was taken as ordinary. */
  holidaysKnown: boolean;
}

export interface WorkingSpan {
  hours?: number;
  minutes?: number;
}

// Holidays and weekends together never come near this; it ends the search in a calendar of nothing but holidays.
const longestPause = 400;

/** The first instant at or after `from` that lies in a shift; the end of a shift no longer belongs to it. */
export function nextWorkingInstant(calendar: BusinessCalendar, from: Instant): WorkingInstant {
  return addWorkingTime(calendar, from, { hours: 0 });
}

/**
 * The instant after so much working time. Time outside shifts does not count, and the answer itself is always in
 * a shift: what ends with a shift falls on the beginning of the next. So adding 2 h and then 3 h is adding 5 h.
 *
 * @throws RangeError for a negative span, or when the calendar has no shift within 400 days
 */
export function addWorkingTime(calendar: BusinessCalendar, from: Instant, span: WorkingSpan): WorkingInstant {
  const found = findWorkingTime(calendar, from, span);
  if (found !== undefined) return found;
  throw new RangeError(`the business calendar has no shift within ${longestPause} days after ${from}`);
}

/** As `addWorkingTime`; undefined when the calendar has no shift for 400 days. */
export function findWorkingTime(
  calendar: BusinessCalendar,
  from: Instant,
  span: WorkingSpan,
): WorkingInstant | undefined {
  let left = ((span.hours ?? 0) * 60 + (span.minutes ?? 0)) * 60_000;
  if (left < 0) throw new RangeError('working time can only be added, not taken away');
  let day = wallTimeAt(from, calendar.timeZone).slice(0, 10);
  let earliest = Date.parse(from);
  let holidaysKnown = true;
  for (let pause = 0; pause < longestPause; pause += 1) {
    holidaysKnown &&= areHolidaysKnown(calendar, day);
    for (const shift of shiftsOn(calendar, day)) {
      const begin = Math.max(shift.begin, earliest);
      if (begin >= shift.end) continue;
      if (begin + left < shift.end) return { instant: new Date(begin + left).toISOString(), holidaysKnown };
      left -= shift.end - begin;
      earliest = shift.end;
      pause = 0;
    }
    day = dayAfter(day);
  }
  return undefined;
}

/** Whether that day lies where the list of holidays that this calendar keeps has not come to, so that it counts as ordinary. */
export function isPastKnownHolidays(calendar: BusinessCalendar, at: Instant): boolean {
  const day = wallTimeAt(at, calendar.timeZone).slice(0, 10);
  return calendar.holidaysKnown !== null && !areHolidaysKnown(calendar, day);
}

function areHolidaysKnown(calendar: BusinessCalendar, day: string): boolean {
  const known = calendar.holidaysKnown;
  return known !== null && known.from <= day && day <= known.to;
}

function shiftsOn(calendar: BusinessCalendar, day: string): { begin: number; end: number }[] {
  const like = worksLike(calendar, day);
  const shifts = like === undefined ? [] : (calendar.week[like] ?? []);
  return shifts.map((shift) => ({
    begin: instantOf(calendar, day, shift.from),
    end:
      shift.to === '24:00' ? instantOf(calendar, dayAfter(day), '00:00') : instantOf(calendar, day, shift.to),
  }));
}

function worksLike(calendar: BusinessCalendar, day: string): Weekday | undefined {
  const makeUp = calendar.makeUpDays.find((entry) => entry.day === day);
  if (makeUp !== undefined) return makeUp.worksLike;
  return calendar.holidays.includes(day) ? undefined : weekdayOf(day);
}

function instantOf(calendar: BusinessCalendar, day: string, timeOfDay: string): number {
  return Date.parse(resolveWallTime(`${day}T${timeOfDay}`, calendar.timeZone).instant);
}
