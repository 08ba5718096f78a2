/** When to call: times that people want, and times that follow from a bad score. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import {
  addWorkingTime,
  findWorkingTime,
  isPastKnownHolidays,
} from '../../../../shared/time/business-hours.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { resolveWallTime, wallTimeAt } from '../../../../shared/time/zones.ts';
import { type BusinessCalendar, weekdays } from '../../../../shared/values/business-calendar.ts';
import type { DueTime, RequestedTime } from '../callbacks.schema.ts';

/** A promise for longer than this is a slip of the pen. */
const furthestDays = 20 * 365;

/** When customers are called, on any day, by their own clock. */
const customersDay = { from: '09:00', to: '20:00' };

/** When the working hours do not meet the customer's day for so long, the working hours count alone. */
const meetingDays = 14;

/** Who calls and who is called. */
interface Parties {
  /** When the one works who calls. */
  readonly calendar: BusinessCalendar;
  readonly customerZone: string;
}

/** Within so much working time somebody who gave a bad score is called. */
export const lowScoreHours = 4;

/**
 * The time a client wants, resolved. `pointer` is where in the request it stands; `timeZone` is the customer's, taken
 * when the client names none. A time at which the customer may sleep is taken, and marked.
 */
export function requestedDue(
  wanted: RequestedTime,
  { timeZone, at, pointer = '/body/due' }: { timeZone: string; at: string; pointer?: string },
): DueTime {
  const zone = wanted.timeZone ?? timeZone;
  const { field, instant } =
    wanted.wallTime === undefined
      ? { field: 'instant', instant: wanted.instant ?? at }
      : { field: 'wallTime', instant: resolveWallTime(wanted.wallTime, zone).instant };
  const due = dueAt(instant, zone, timeZone);
  if (due.instant <= at) throw unfit(`${pointer}/${field}`, `must lie in the future; it is ${at} now`);
  if (due.instant > instantAfter(at, { days: furthestDays })) {
    throw unfit(`${pointer}/${field}`, 'must lie within the next 20 years');
  }
  return due;
}

/**
 * When somebody who gave a bad score is called: after four working hours, or as soon as it is day for them then; where
 * that is more than a day later, as soon as it is day for them at all.
 */
export function lowScoreDue(answeredAt: string, who: Parties): DueTime {
  return dueAfterWork(answeredAt, { hours: lowScoreHours, elseFrom: answeredAt }, who);
}

/**
 * When a customer is called on this day: so many minutes after whoever calls has begun to work, and in the customer's day
 * where the two meet; undefined where they do not work on it.
 *
 * @param day as it is where whoever calls works, `2026-11-23`
 */
export function dueOnDay(
  day: string,
  minutes: number,
  { calendar, customerZone }: Parties,
): DueTime | undefined {
  const { instant: midnight } = resolveWallTime(`${day}T00:00`, calendar.timeZone);
  const onDay = (instant: string | undefined) =>
    instant !== undefined && wallTimeAt(instant, calendar.timeZone).startsWith(day) ? instant : undefined;
  const first = onDay(findWorkingTime(calendar, midnight, { hours: 0 })?.instant);
  if (first === undefined) return undefined;
  const wanted = onDay(findWorkingTime(calendar, midnight, { minutes })?.instant) ?? first;
  const meeting = (from: string) => onDay(meetingAfter(from, calendar, dayOf(customerZone)));
  const promised = meeting(wanted) ?? meeting(first) ?? wanted;
  const due = dueAt(promised, calendar.timeZone, customerZone);
  return isPastKnownHolidays(calendar, promised) ? { ...due, holidaysUnknown: true } : due;
}

/** Within so much working time somebody who was not reached is called again. */
const nextAttemptHours = 2;

/** When a customer who was not reached is called again: in working hours of whoever calls. */
export function nextAttemptDue(calledAt: string, who: Parties): DueTime {
  return dueAfterWork(calledAt, { hours: nextAttemptHours }, who);
}

/**
 * Never outside working hours, and in the customer's day where the two meet. A calendar that has run out of working
 * hours is no reason not to call: then office hours count.
 */
function dueAfterWork(
  from: string,
  { hours, elseFrom }: { readonly hours: number; readonly elseFrom?: string },
  { calendar, customerZone }: Parties,
): DueTime {
  const isUsedUp = findWorkingTime(calendar, from, { hours }) === undefined;
  const works = isUsedUp ? officeCalendar(calendar.timeZone) : calendar;
  const { instant } = addWorkingTime(works, from, { hours });
  // Whole minutes, as people make appointments; shifts begin on whole minutes, so it stays within one.
  const first = wholeMinute(instant);
  const day = dayOf(customerZone);
  const later = meetingAfter(first, works, day);
  const isSoon = later !== undefined && later <= instantAfter(first, { days: 1 });
  const sooner =
    isSoon || elseFrom === undefined
      ? undefined
      : meetingAfter(wholeMinute(instantAfter(elseFrom, { minutes: 1 })), works, day);
  const promised = sooner ?? later ?? first;
  const due = dueAt(promised, calendar.timeZone, customerZone);
  return isPastKnownHolidays(works, promised) ? { ...due, holidaysUnknown: true } : due;
}

const wholeMinute = (instant: string) => `${instant.slice(0, 16)}:00.000Z`;

/** The first instant from then on at which both work; undefined when there is none soon. */
function meetingAfter(from: string, one: BusinessCalendar, other: BusinessCalendar): string | undefined {
  const last = instantAfter(from, { days: meetingDays });
  let at = findWorkingTime(one, from, { hours: 0 })?.instant;
  while (at !== undefined && at <= last) {
    const next: string | undefined = findWorkingTime(other, at, { hours: 0 })?.instant;
    if (next === at) return at;
    at = next && findWorkingTime(one, next, { hours: 0 })?.instant;
  }
  return undefined;
}

/** The hours in which a customer may be called. */
function dayOf(timeZone: string): BusinessCalendar {
  const week = Object.fromEntries(weekdays.map((day) => [day, [customersDay]]));
  return { timeZone, week, holidays: [], makeUpDays: [], holidaysKnown: null };
}

function dueAt(instant: string, timeZone: string, customerZone: string): DueTime {
  const time = wallTimeAt(instant, customerZone).slice('2026-11-21T'.length);
  const isInDay = customersDay.from <= time && time < customersDay.to;
  const promised = { instant, wallTime: wallTimeAt(instant, timeZone), timeZone };
  return isInDay ? promised : { ...promised, outsideCustomersDay: true };
}

function unfit(pointer: string, reason: string): AppError {
  return new AppError('invalid-request', 'The time of the callback is not possible.', {
    violations: [{ pointer, reason }],
  });
}
