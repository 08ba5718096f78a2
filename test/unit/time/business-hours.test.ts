import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingTime, nextWorkingInstant } from '../../../shared/time/business-hours.ts';
import { dayAfter, weekdayOf } from '../../../shared/time/days.ts';
import { chinaHolidays } from '../../../shared/time/holidays-cn.ts';
import { officeCalendar } from '../../../shared/time/office-calendar.ts';
import { resolveWallTime, wallTimeAt } from '../../../shared/time/zones.ts';
import { type BusinessCalendar, businessCalendarSchema } from '../../../shared/values/business-calendar.ts';

const shanghai = officeCalendar('Asia/Shanghai');

/** Working time in Shanghai, told and answered as the clock there shows it. */
function after(hours: number, wallTime: string): string {
  const { instant } = addWorkingTime(shanghai, resolveWallTime(wallTime, 'Asia/Shanghai').instant, { hours });
  return wallTimeAt(instant, 'Asia/Shanghai');
}

describe('the next working instant', () => {
  it.each([
    ['in a shift is itself', '2026-11-20T10:00', '2026-11-20T10:00'],
    ['early in the morning is the beginning of the day', '2026-11-20T06:00', '2026-11-20T08:30'],
    ['at noon is after the break', '2026-11-20T12:00', '2026-11-20T13:30'],
    ['on Friday evening is on Monday', '2026-11-20T18:00', '2026-11-23T08:30'],
    ['on a Saturday worked in exchange is that day', '2026-02-14T07:00', '2026-02-14T08:30'],
    ['before the Spring Festival is after it', '2026-02-14T18:00', '2026-02-24T08:30'],
    ['before the National Day holiday is after it', '2026-09-30T20:00', '2026-10-08T08:30'],
    ['on the Sunday worked for it is that day', '2026-09-19T12:00', '2026-09-20T08:30'],
  ])('%s', (_, from, expected) => {
    expect(after(0, from)).toBe(expected);
  });
});

describe('working time', () => {
  it.each([
    ['within a shift', 1, '2026-11-20T09:00', '2026-11-20T10:00'],
    ['over the midday break', 2, '2026-11-20T11:00', '2026-11-20T14:30'],
    ['over a weekend', 4, '2026-11-20T16:00', '2026-11-23T10:30'],
    ['over the Spring Festival', 7, '2026-02-14T13:30', '2026-02-24T11:00'],
    [
      'that ends with a shift falls on the beginning of the next',
      4.5,
      '2026-11-20T13:30',
      '2026-11-23T08:30',
    ],
  ])('%s', (_, hours, from, expected) => {
    expect(after(hours, from)).toBe(expected);
  });

  it('adds up: so much and then so much more is the same as both at once', () => {
    const minutes = fc.integer({ min: 0, max: 6000 });
    const start = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-01'), noInvalidDate: true });
    const calendars = fc.constantFrom(shanghai, officeCalendar('Europe/Berlin'), nightShift);
    fc.assert(
      fc.property(calendars, start, minutes, minutes, (calendar, date, first, second) => {
        const from = date.toISOString();
        const between = addWorkingTime(calendar, from, { minutes: first }).instant;
        const inSteps = addWorkingTime(calendar, between, { minutes: second }).instant;
        expect(inSteps).toBe(addWorkingTime(calendar, from, { minutes: first + second }).instant);
        expect(inSteps >= between && between >= from).toBe(true);
        expect(nextWorkingInstant(calendar, inSteps).instant).toBe(inSteps);
      }),
      { numRuns: 200 },
    );
  });

  it('counts a night shift by the time that really passes when the clocks change', () => {
    const from = resolveWallTime('2026-03-28T22:00', 'Europe/Berlin').instant;
    const { instant } = addWorkingTime(nightShift, from, { hours: 4 });
    // 22:00 and four hours of work is 03:00, because 02:00 to 03:00 does not happen that night.
    expect(wallTimeAt(instant, 'Europe/Berlin')).toBe('2026-03-29T03:00');
  });

  it('cannot be taken away', () => {
    expect(() => addWorkingTime(shanghai, '2026-11-20T00:00:00.000Z', { hours: -1 })).toThrow(
      'can only be added',
    );
  });

  it('is not searched for ever in a calendar of nothing but holidays', () => {
    const holidays = Array.from({ length: 500 }, (_, index) => dayAfter('2026-01-01', index));
    const closed: BusinessCalendar = { ...shanghai, holidays, makeUpDays: [] };
    expect(() => nextWorkingInstant(closed, '2026-01-01T00:00:00.000Z')).toThrow('no shift within 400 days');
  });
});

const everyNight = [
  { from: '00:00', to: '06:00' },
  { from: '22:00', to: '24:00' },
];

const nightShift: BusinessCalendar = {
  timeZone: 'Europe/Berlin',
  week: { saturday: everyNight, sunday: everyNight, monday: everyNight },
  holidays: [],
  makeUpDays: [],
  holidaysKnown: null,
};

describe('holidays of mainland China', () => {
  it('of 2026 are 33 days off and 6 days worked for them, each a Saturday or Sunday', () => {
    expect(chinaHolidays.holidays).toHaveLength(33);
    expect(new Set(chinaHolidays.holidays).size).toBe(33);
    const makeUp = chinaHolidays.makeUpDays.map(({ day }) => day);
    expect(makeUp.toSorted()).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
    for (const day of makeUp) {
      expect(['saturday', 'sunday']).toContain(weekdayOf(day));
      expect(chinaHolidays.holidays).not.toContain(day);
    }
  });

  it('are reported as unknown as soon as a day beyond the data is counted', () => {
    const lastAfternoon = '2026-12-31T06:00:00.000Z';
    expect(addWorkingTime(shanghai, lastAfternoon, { hours: 2 }).holidaysKnown).toBe(true);
    expect(addWorkingTime(shanghai, lastAfternoon, { hours: 5 }).holidaysKnown).toBe(false);
    expect(nextWorkingInstant(shanghai, '2025-12-31T06:00:00.000Z').holidaysKnown).toBe(false);
  });

  it('are reported as unknown where nobody keeps a list', () => {
    expect(
      nextWorkingInstant(officeCalendar('Europe/Berlin'), '2026-11-20T09:00:00.000Z').holidaysKnown,
    ).toBe(false);
  });
});

describe('a business calendar', () => {
  it('that the context ships is a valid one', () => {
    for (const zone of ['Asia/Shanghai', 'Europe/Berlin']) {
      expect(businessCalendarSchema.parse(officeCalendar(zone))).toEqual(officeCalendar(zone));
    }
  });

  it.each([
    ['no shift at all', { week: {} }, 'at least one shift'],
    ['only empty days', { week: { monday: [] } }, 'at least one shift'],
    [
      'a shift that runs backwards',
      { week: { monday: [{ from: '18:00', to: '09:00' }] } },
      'split it at midnight',
    ],
    [
      'shifts that overlap',
      {
        week: {
          monday: [
            { from: '09:00', to: '12:00' },
            { from: '11:00', to: '15:00' },
          ],
        },
      },
      'must not overlap',
    ],
    ['an unknown weekday', { week: { funday: [{ from: '09:00', to: '12:00' }] } }, ''],
    ['a holiday that does not exist', { holidays: ['2026-02-30'] }, 'must be a day'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'IANA time zone'],
  ])('with %s is refused', (_, change, reason) => {
    const result = businessCalendarSchema.safeParse({ ...shanghai, ...change });
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(reason);
  });
});
