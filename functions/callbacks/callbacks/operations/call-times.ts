/** When to call: times that people want, and times that follow from a bad score. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import {
  addWorkingTime,
  findWorkingTime,
  isPastKnownHolidays,
  type WorkingSpan,
} from '../../../../shared/time/business-hours.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { resolveWallTime, wallTimeAt } from '../../../../shared/time/zones.ts';
import { type BusinessCalendar, weekdays } from '../../../../shared/values/business-calendar.ts';
import type { CallSettings } from '../../calling/calling.schema.ts';
import type { DueTime, RequestedTime, WantedHours } from '../callbacks.schema.ts';

/** A promise for longer than this is a slip of the pen. */
const furthestDays = 20 * 365;

/** When the working hours do not meet the customer's for so long, the working hours count alone. */
const meetingDays = 14;

/** Who calls and who is called. */
interface Parties {
  /** When the one works who calls. */
  readonly calendar: BusinessCalendar;
  /** When the customer is called, see `hoursOfCustomer`. */
  readonly customer: BusinessCalendar;
}

/** When a customer is called, by their own clock: in the hours they want, else in those of the department. */
export function hoursOfCustomer(
  timeZone: string,
  { hours, quietDays }: Pick<CallSettings, 'hours' | 'quietDays'>,
  wanted?: WantedHours | undefined,
): BusinessCalendar {
  const { from, to } = wanted ?? hours;
  const usual = weekdays.filter((day) => wanted !== undefined || !quietDays.includes(day));
  const called = wanted?.days ?? usual;
  const week = Object.fromEntries(called.map((day) => [day, [{ from, to }]]));
  return { timeZone, week, holidays: [], makeUpDays: [], holidaysKnown: null };
}

/**
 * The time a client wants, resolved. `pointer` is where in the request it stands; the zone is the customer's when the
 * client names none. A time at which the customer may sleep is taken, and marked.
 */
export function requestedDue(
  wanted: RequestedTime,
  {
    customer,
    at,
    pointer = '/body/due',
  }: { readonly customer: BusinessCalendar; readonly at: string; readonly pointer?: string },
): DueTime {
  const zone = wanted.timeZone ?? customer.timeZone;
  const { field, instant } =
    wanted.wallTime === undefined
      ? { field: 'instant', instant: wanted.instant ?? at }
      : { field: 'wallTime', instant: resolveWallTime(wanted.wallTime, zone).instant };
  const due = dueAt(instant, zone, customer);
  if (due.instant <= at) throw unfit(`${pointer}/${field}`, `must lie in the future; it is ${at} now`);
  if (due.instant > instantAfter(at, { days: furthestDays })) {
    throw unfit(`${pointer}/${field}`, 'must lie within the next 20 years');
  }
  return due;
}

/**
 * When somebody is called because of an answer: after so many working hours, or as soon as it is day for them then; where
 * that is more than a day later, as soon as it is day for them at all.
 */
export function answerDue(answeredAt: string, hours: number, who: Parties): DueTime {
  return dueAfterWork(answeredAt, { hours, elseFrom: answeredAt }, who);
}

/**
 * When a customer is called on this day: so many minutes after whoever calls has begun to work, and in the customer's day
 * where the two meet; undefined where they do not work on it.
 *
 * @param day as it is where whoever calls works, `2026-11-23`
 */
export function dueOnDay(day: string, minutes: number, { calendar, customer }: Parties): DueTime | undefined {
  const { instant: midnight } = resolveWallTime(`${day}T00:00`, calendar.timeZone);
  const onDay = (instant: string | undefined) =>
    instant !== undefined && wallTimeAt(instant, calendar.timeZone).startsWith(day) ? instant : undefined;
  const first = onDay(findWorkingTime(calendar, midnight, { hours: 0 })?.instant);
  if (first === undefined) return undefined;
  const wanted = onDay(findWorkingTime(calendar, midnight, { minutes })?.instant) ?? first;
  const meeting = (from: string) => onDay(meetingAfter(from, calendar, customer));
  const promised = meeting(wanted) ?? meeting(first) ?? wanted;
  const due = dueAt(promised, calendar.timeZone, customer);
  return isPastKnownHolidays(calendar, promised) ? { ...due, holidaysUnknown: true } : due;
}

/** When a customer is called who wants that in certain hours: as soon as whoever calls works in them. */
export function wantedDue(from: string, who: Parties): DueTime {
  return dueAfterWork(from, { minutes: 1 }, who);
}

/** Steps in which another time of day is looked for, and how many of them: twelve working hours. */
const step = { minutes: 30, most: 24 };

/** So far the clock of the customer has to be from that of a call in vain. */
const apartMinutes = 60;

/**
 * When a customer who was not reached is called again: after so many working hours of whoever calls, and at another time
 * of day than the calls before, or at least than the last one, where there is one.
 *
 * @param calledAt the calls so far
 * @param at now, which is later than the last call where that is corrected: no time that has passed is promised
 */
export function nextAttemptDue(
  calledAt: readonly string[],
  hours: number,
  who: Parties,
  at: string = calledAt.at(-1) ?? '',
): DueTime {
  const last = calledAt.at(-1) ?? '';
  const after = (steps: number) => dueAfterWork(last, { minutes: hours * 60 + steps * step.minutes }, who);
  const isAhead = ({ instant }: DueTime) => instant > at;
  const isApart = ({ instant }: DueTime, calls: readonly string[]) =>
    calls.every((call) => minutesApart(instant, call, who.customer.timeZone) >= apartMinutes);
  const first = after(0);
  if (isAhead(first) && isApart(first, calledAt)) return first;
  const others = Array.from({ length: step.most }, (_, index) => after(index + 1)).filter(isAhead);
  return (
    others.find((due) => isApart(due, calledAt)) ??
    others.find((due) => isApart(due, [last])) ??
    [first, ...others].find(isAhead) ??
    wantedDue(at, who)
  );
}

/** How far apart two instants are on the face of a clock. */
function minutesApart(one: string, other: string, timeZone: string): number {
  const [first = 0, second = 0] = [one, other].map((instant) => {
    const [hours = 0, minutes = 0] = wallTimeAt(instant, timeZone)
      .slice('2026-11-21T'.length)
      .split(':')
      .map(Number);
    return hours * 60 + minutes;
  });
  const apart = Math.abs(first - second);
  return Math.min(apart, 24 * 60 - apart);
}

/**
 * Never outside working hours, and in the customer's day where the two meet. A calendar that has run out of working
 * hours is no reason not to call: then office hours count.
 */
function dueAfterWork(
  from: string,
  { elseFrom, ...span }: WorkingSpan & { readonly elseFrom?: string },
  { calendar, customer }: Parties,
): DueTime {
  const isUsedUp = findWorkingTime(calendar, from, span) === undefined;
  const works = isUsedUp ? officeCalendar(calendar.timeZone) : calendar;
  const { instant } = addWorkingTime(works, from, span);
  // Whole minutes, as people make appointments; shifts begin on whole minutes, so it stays within one.
  const first = wholeMinute(instant);
  const later = meetingAfter(first, works, customer);
  const isSoon = later !== undefined && later <= instantAfter(first, { days: 1 });
  const sooner =
    isSoon || elseFrom === undefined
      ? undefined
      : meetingAfter(wholeMinute(instantAfter(elseFrom, { minutes: 1 })), works, customer);
  const promised = sooner ?? later ?? first;
  const due = dueAt(promised, calendar.timeZone, customer);
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

function dueAt(instant: string, timeZone: string, customer: BusinessCalendar): DueTime {
  const isInDay = findWorkingTime(customer, instant, { hours: 0 })?.instant === instant;
  const promised = { instant, wallTime: wallTimeAt(instant, timeZone), timeZone };
  return isInDay ? promised : { ...promised, outsideCustomersDay: true };
}

function unfit(pointer: string, reason: string): AppError {
  return new AppError('invalid-request', 'The time of the callback is not possible.', {
    violations: [{ pointer, reason }],
  });
}
