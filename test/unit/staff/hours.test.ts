/** Expected days: 国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025. */
import { describe, expect, it } from 'vitest';
import { workingHoursOf } from '../../../functions/people/staff/staff.rules.ts';
import type { BusinessHours } from '../../../functions/people/staff/staff.schema.ts';
import { nextWorkingInstant } from '../../../shared/time/business-hours.ts';

const shift = [{ from: '10:00', to: '16:00' }];
const own: BusinessHours = {
  week: { monday: shift, tuesday: shift, wednesday: shift, thursday: shift, friday: shift },
  holidays: [],
  makeUpDays: [],
  holidaysKnown: null,
  statutoryHolidays: 'CN',
};
const hours = (fields: Partial<BusinessHours> = {}) =>
  workingHoursOf({ timeZone: 'Asia/Shanghai', businessHours: { ...own, ...fields } });

describe('own hours that keep the statutory holidays', () => {
  it('pause for the National Day and go on the make-up day, a Saturday', () => {
    // Thursday 1 to Wednesday 7 October 2026 are off, Saturday 10 October is worked.
    expect(nextWorkingInstant(hours(), '2026-10-01T02:00:00.000Z').instant).toBe('2026-10-08T02:00:00.000Z');
    expect(nextWorkingInstant(hours(), '2026-10-09T09:00:00.000Z').instant).toBe('2026-10-10T02:00:00.000Z');
  });

  it('are those of hours that say nothing of them where offices keep them, and nowhere else', () => {
    const { statutoryHolidays, ...plain } = own;
    const inChina = workingHoursOf({ timeZone: 'Asia/Shanghai', businessHours: plain });
    expect(nextWorkingInstant(inChina, '2026-10-01T02:00:00.000Z').instant).toBe('2026-10-08T02:00:00.000Z');
    const inLondon = workingHoursOf({ timeZone: 'Europe/London', businessHours: plain });
    expect(inLondon.holidaysKnown).toBeNull();
    expect(nextWorkingInstant(inLondon, '2026-10-01T09:00:00.000Z').instant).toBe('2026-10-01T09:00:00.000Z');
  });

  it('pause for no holiday once they keep none', () => {
    const calendar = hours({ statutoryHolidays: 'none' });
    expect(nextWorkingInstant(calendar, '2026-10-01T02:00:00.000Z').instant).toBe('2026-10-01T02:00:00.000Z');
  });

  it('let the own days go before them', () => {
    const calendar = hours({
      holidays: ['2026-10-10'],
      makeUpDays: [{ day: '2026-10-02', worksLike: 'friday' }],
    });
    expect(nextWorkingInstant(calendar, '2026-10-01T02:00:00.000Z').instant).toBe('2026-10-02T02:00:00.000Z');
    expect(nextWorkingInstant(calendar, '2026-10-09T09:00:00.000Z').instant).toBe('2026-10-12T02:00:00.000Z');
  });

  it('say that they do not know the year after the last announced one', () => {
    expect(nextWorkingInstant(hours(), '2026-12-30T02:00:00.000Z').holidaysKnown).toBe(true);
    expect(nextWorkingInstant(hours(), '2027-01-05T02:00:00.000Z').holidaysKnown).toBe(false);
  });

  it('know a year of which somebody has put the days by hand', () => {
    const year = { from: '2027-01-01', to: '2027-12-31' };
    const calendar = hours({ holidays: ['2027-01-01'], holidaysKnown: year });
    expect(calendar.holidaysKnown).toEqual({ from: '2026-01-01', to: '2027-12-31' });
    expect(nextWorkingInstant(calendar, '2027-01-05T02:00:00.000Z').holidaysKnown).toBe(true);
    // A gap stays unknown.
    const later = { from: '2028-01-01', to: '2028-12-31' };
    expect(hours({ holidaysKnown: later }).holidaysKnown).toEqual({ from: '2026-01-01', to: '2026-12-31' });
  });
});
