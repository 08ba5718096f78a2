/**
 * When an EventBridge Scheduler expression fires next, by the rules of AWS.
 * Source: EventBridge Scheduler user guide, "Schedule types" (fields, wildcards, daylight saving).
 */
import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';

/** Says in `message` what is wrong with the expression and what it should look like. */
export class InvalidExpression extends Error {}

export interface Timetable {
  /** Fires exactly once. */
  readonly once: boolean;
  /** The first firing later than `after`, in milliseconds since the epoch. */
  next(after: number): number | undefined;
}

/** `start` is where a rate begins: the StartDate, or the creation of the schedule. */
export function readTimetable(expression: string, timezone: string, start: number): Timetable {
  const [, kind, inner] = /^(at|rate|cron)\((.*)\)$/s.exec(expression) ?? [];
  assertZone(timezone);
  if (kind === 'at' && inner !== undefined) return oneTime(inner, timezone);
  if (kind === 'rate' && inner !== undefined) return rate(inner, start);
  if (kind === 'cron' && inner !== undefined) return cron(inner, timezone);
  throw new InvalidExpression(`Invalid Schedule Expression ${expression}: write at(…), rate(…) or cron(…).`);
}

function assertZone(timezone: string): void {
  try {
    new Temporal.ZonedDateTime(0n, timezone);
  } catch {
    throw new InvalidExpression(
      `Invalid Schedule Expression Timezone: ${timezone} is not an IANA time zone.`,
    );
  }
  if (/^[+-]/.test(timezone)) throw new InvalidExpression(`${timezone} is an offset, not an IANA time zone.`);
}

function oneTime(inner: string, timezone: string): Timetable {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner)) {
    throw new InvalidExpression(`Invalid Schedule Expression at(${inner}): write at(yyyy-mm-ddThh:mm:ss).`);
  }
  let at: number;
  try {
    at = Temporal.PlainDateTime.from(inner, { overflow: 'reject' }).toZonedDateTime(
      timezone,
    ).epochMilliseconds;
  } catch {
    throw new InvalidExpression(`Invalid Schedule Expression at(${inner}): there is no such date or time.`);
  }
  return { once: true, next: (after) => (at > after ? at : undefined) };
}

const unitMinutes: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

function rate(inner: string, start: number): Timetable {
  const [, count, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inner) ?? [];
  const minutes = unitMinutes[unit ?? ''];
  if (count === undefined || minutes === undefined) {
    throw new InvalidExpression(`Invalid Schedule Expression rate(${inner}): write e.g. rate(5 minutes).`);
  }
  const interval = Number(count) * minutes * 60_000;
  return {
    once: false,
    next: (after) =>
      after < start ? start : start + (Math.floor((after - start) / interval) + 1) * interval,
  };
}

/** Highest value of minute, hour, day of month, month, day of week, year. */
const highest = [59, 23, 31, 12, 7, 2199] as const;
const allowed = [
  /^[\d,\-*/]+$/,
  /^[\d,\-*/]+$/,
  /^(\?|[\d,\-*/LW]+)$/,
  /^[\d,\-*/A-Z]+$/,
  /^(\?|[\d,\-*/L#A-Z]+)$/,
  /^[\d,\-*/]+$/,
];

function cron(inner: string, timezone: string): Timetable {
  const fields = inner.trim().toUpperCase().split(/\s+/);
  const refuse = (why: string) => new InvalidExpression(`Invalid Schedule Expression cron(${inner}): ${why}`);
  if (fields.length !== 6)
    throw refuse('six fields are needed: minutes hours day-of-month month day-of-week year.');
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw refuse('exactly one of day-of-month and day-of-week must be "?".');
  }
  const rewritten = fields.map((field, place) => {
    if (allowed[place]?.test(field) !== true || /L-/.test(field))
      throw refuse(`"${field}" is not understood.`);
    return rewrite(field, place);
  });
  let pattern: Cron;
  try {
    const options = { alternativeWeekdays: true, domAndDow: true, timezone: 'UTC', mode: '7-part' } as const;
    pattern = new Cron(`0 ${rewritten.join(' ')}`, options);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  return { once: false, next: (after) => nextOfWallTimes(pattern, timezone, after) };
}

/** croner knows neither `5/20` (from 5, every 20) nor a bare `L` as day of week (Saturday). */
function rewrite(field: string, place: number): string {
  if (place === 4 && field === 'L') return '7';
  return field
    .split(',')
    .map((part) => part.replace(/^(\d+)\/(\d+)$/, `$1-${highest[place]}/$2`))
    .join(',');
}

/**
 * Walks the pattern over wall-clock times (as if in UTC) and turns each into an instant of the zone. A time
 * in the gap of daylight saving does not exist and is skipped; one in the overlap counts once, the first time.
 */
function nextOfWallTimes(pattern: Cron, timezone: string, after: number): number | undefined {
  let wall = wallTime(after, timezone);
  for (;;) {
    const run = pattern.nextRun(new Date(wall));
    if (run === null || run.getUTCFullYear() > 2199) return undefined;
    wall = run.getTime();
    const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
    const zoned = plain.toZonedDateTime(timezone, { disambiguation: 'earlier' });
    if (!zoned.toPlainDateTime().equals(plain)) continue;
    if (zoned.epochMilliseconds > after) return zoned.epochMilliseconds;
  }
}

function wallTime(instant: number, timezone: string): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone);
  return instant + zoned.offsetNanoseconds / 1e6;
}
