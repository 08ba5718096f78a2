import * as z from 'zod';
import { daySchema, timeOfDaySchema } from './instant.ts';
import { timeZoneSchema } from './time-zone.ts';

/** Days of the week as the business calendar names them, Sunday first as `Date` counts them. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

export type Weekday = (typeof weekdays)[number];

/** As a week is written where people plan it. */
export const daysOfWeek: readonly Weekday[] = [...weekdays.slice(1), 'sunday'];

const endOfShift = z.union([timeOfDaySchema, z.literal('24:00')]);

const shiftSchema = z
  .strictObject({ from: timeOfDaySchema, to: endOfShift })
  .refine((shift) => shift.from < shift.to, 'a shift must end after it begins; split it at midnight');

const dayShifts = z
  .array(shiftSchema)
  .max(6)
  .refine(
    (shifts) => shifts.every((shift, index) => index === 0 || (shifts[index - 1]?.to ?? '') <= shift.from),
    'shifts of a day must be in order and must not overlap',
  );

/**
 * When a department works: shifts by weekday, days off, and make-up days (调休: a weekend day worked in exchange
 * for a day off, with the shifts of the weekday named).
 */
export const businessCalendarSchema = z.strictObject({
  timeZone: timeZoneSchema,
  week: z
    .partialRecord(z.enum(weekdays), dayShifts)
    .overwrite(mondayFirst)
    .refine(
      (week) => Object.values(week).some((shifts) => shifts.length > 0),
      'must have at least one shift',
    ),
  holidays: z.array(daySchema).max(2000),
  makeUpDays: z.array(z.strictObject({ day: daySchema, worksLike: z.enum(weekdays) })).max(500),
  /** First and last day for which `holidays` and `makeUpDays` are complete; null where nobody keeps them. */
  holidaysKnown: z.strictObject({ from: daySchema, to: daySchema }).nullable(),
});

export type BusinessCalendar = z.infer<typeof businessCalendarSchema>;

/** A map that comes from the table has lost its order. */
function mondayFirst<Week extends Partial<Record<Weekday, unknown>>>(week: Week): Week {
  const days = Object.entries(week).toSorted(
    ([one], [other]) => daysOfWeek.indexOf(one as Weekday) - daysOfWeek.indexOf(other as Weekday),
  );
  return Object.fromEntries(days) as Week;
}
