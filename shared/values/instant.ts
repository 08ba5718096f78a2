import * as z from 'zod';

/** An instant in UTC with milliseconds, `2026-11-21T09:00:00.000Z`: sorts as text in the order of time. */
export type Instant = string;

/** What lies outside is a slip of the keyboard; far outside, years have five digits and nothing sorts any more. */
const years = { first: 1900, last: 2100 } as const;
const outOfBounds = `must lie in the years ${years.first} to ${years.last} (UTC)`;

/**
 * A point in time as RFC 3339 writes it, any offset accepted, kept as UTC with milliseconds
 * (`2026-11-21T17:00:00+08:00` becomes `2026-11-21T09:00:00.000Z`). Fit for requests and replies.
 */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'must be an instant with an offset, such as 2026-11-21T09:00:00Z' })
  .max(40)
  .overwrite(toUtc)
  .refine(isInBounds, outOfBounds)
  .meta({ description: 'An instant (RFC 3339), answered in UTC.', examples: ['2026-11-21T09:00:00.000Z'] });

/** What a clock on the wall shows, `2026-11-21T09:00`; means something only together with a time zone. */
export type WallTime = string;

/** Local date and time to the minute, without an offset; `shared/time/zones.ts` resolves it in a zone. */
export const wallTimeSchema = z
  .string()
  .regex(
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d$/,
    'must be a local time such as 2026-11-21T09:00, without seconds and without an offset',
  )
  .refine((text) => isRealDate(text.slice(0, 10)), 'must be a day that exists in the calendar')
  .refine(isInBounds, outOfBounds)
  .meta({ description: 'Local date and time, without an offset.', examples: ['2026-11-21T09:00'] });

/** A calendar day, `2026-11-21`. */
export const daySchema = z.iso
  .date('must be a day such as 2026-11-21')
  .refine(isInBounds, outOfBounds)
  .meta({ description: 'A calendar day.', examples: ['2026-11-21'] });

/** A month of the calendar, `2026-11`. */
export const monthSchema = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, { error: 'must be a month such as 2026-11', abort: true })
  .refine(isInBounds, outOfBounds)
  .meta({ description: 'A month of the calendar in UTC.', examples: ['2026-11'] });

/** How far the first zone to begin a day is ahead of UTC. */
const firstZoneMilliseconds = 14 * 60 * 60 * 1000;

/** `--12-30`: a day of any year, as RFC 6350 and ISO 8601:2000 write it. */
const anyYear = /^--/;

/** A leap year: a day without a year exists if it exists in one. */
const inLeapYear = (day: string) => day.replace(anyYear, '2000-');

/** A day of birth, `1990-12-30`, or `--12-30` where the year is not known. */
export const birthdaySchema = z
  .string()
  .regex(/^(?:\d{4}|-)-\d\d-\d\d$/, {
    error: 'must be a day such as 1990-12-30, or --12-30 without the year',
    abort: true,
  })
  .refine((day) => isRealDate(inLeapYear(day)), 'must be a day that exists in the calendar')
  .refine((day) => isInBounds(inLeapYear(day)), outOfBounds)
  .meta({
    description: 'A day of birth; `--MM-DD` where the year is not known.',
    examples: ['1990-12-30', '--12-30'],
  });

/** A day of birth that has begun somewhere on earth. For requests: compared with the clock when it is read. */
export const begunBirthdaySchema = birthdaySchema.refine(
  (day) => day <= new Date(Date.now() + firstZoneMilliseconds).toISOString().slice(0, 10),
  'must not lie in the future',
);

/** A time of day to the minute, `09:00`. */
export const timeOfDaySchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00')
  .meta({ description: 'A time of day, to the minute.', examples: ['09:00'] });

// Runs even when the format was refused (zod collects every issue), hence the guard.
function toUtc(text: string): Instant {
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? text : new Date(milliseconds).toISOString();
}

/** Of texts that begin with the year; whatever is none was refused before. */
function isInBounds(text: string): boolean {
  const year = Number(/^\d{4}(?=-)/.exec(text)?.[0]);
  return year >= years.first && year <= years.last;
}

function isRealDate(day: string): boolean {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(day);
}
