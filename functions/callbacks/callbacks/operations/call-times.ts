/** When to call: times that people want, and times that follow from a bad score. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import { addWorkingTime, findWorkingTime } from '../../../../shared/time/business-hours.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { resolveWallTime, wallTimeAt } from '../../../../shared/time/zones.ts';
import type { BusinessCalendar } from '../../../../shared/values/business-calendar.ts';
import type { DueTime, RequestedTime } from '../callbacks.schema.ts';

/** A promise for longer than this is a slip of the pen. */
const furthestDays = 20 * 365;

/** Within so much working time somebody who gave a bad score is called. */
export const lowScoreHours = 4;

/**
 * The time a client wants, resolved. `pointer` is where in the request it stands; `timeZone` is taken when the
 * client names none.
 */
export function requestedDue(
  wanted: RequestedTime,
  { timeZone, at, pointer = '/body/due' }: { timeZone: string; at: string; pointer?: string },
): DueTime {
  const zone = wanted.timeZone ?? timeZone;
  const { field, due } =
    wanted.wallTime === undefined
      ? { field: 'instant', due: dueAt(wanted.instant ?? at, zone) }
      : { field: 'wallTime', due: dueOnTheClock(wanted.wallTime, zone) };
  if (due.instant <= at) throw unfit(`${pointer}/${field}`, `must lie in the future; it is ${at} now`);
  if (due.instant > instantAfter(at, { days: furthestDays })) {
    throw unfit(`${pointer}/${field}`, 'must lie within the next 20 years');
  }
  return due;
}

/** When somebody who gave a bad score is called: within four working hours, and never outside working hours. */
export function lowScoreDue(answeredAt: string, calendar: BusinessCalendar): DueTime {
  return dueAfterWork(answeredAt, lowScoreHours, calendar);
}

/** Within so much working time somebody who was not reached is called again. */
const nextAttemptHours = 2;

/** When a customer who was not reached is called again: in working hours of whoever calls. */
export function nextAttemptDue(calledAt: string, calendar: BusinessCalendar): DueTime {
  return dueAfterWork(calledAt, nextAttemptHours, calendar);
}

/** A calendar that has run out of working hours is no reason not to call: then office hours count. */
function dueAfterWork(from: string, hours: number, calendar: BusinessCalendar): DueTime {
  const { timeZone } = calendar;
  const { instant } =
    findWorkingTime(calendar, from, { hours }) ?? addWorkingTime(officeCalendar(timeZone), from, { hours });
  // Whole minutes, as people make appointments; shifts begin on whole minutes, so it stays within one.
  return dueAt(`${instant.slice(0, 16)}:00.000Z`, timeZone);
}

function dueAt(instant: string, timeZone: string): DueTime {
  return { instant, wallTime: wallTimeAt(instant, timeZone), timeZone };
}

function dueOnTheClock(wanted: string, timeZone: string): DueTime {
  const { instant, wallTime } = resolveWallTime(wanted, timeZone);
  return { instant, wallTime, timeZone };
}

function unfit(pointer: string, reason: string): AppError {
  return new AppError('invalid-request', 'The time of the callback is not possible.', {
    violations: [{ pointer, reason }],
  });
}
