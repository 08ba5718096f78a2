import { describe, expect, it } from 'vitest';
import { isStandingIn, replaceStaff, workingHoursOf } from '../../../functions/people/staff/staff.rules.ts';
import { Staff, StaffEntry, type StandIn } from '../../../functions/people/staff/staff.schema.ts';
import { nextWorkingInstant } from '../../../shared/time/business-hours.ts';
import { officeCalendar } from '../../../shared/time/office-calendar.ts';

const entry = StaffEntry.parse({ name: '王芳', email: 'Wang.Fang@rapport.example' });
const nights = {
  week: { monday: [{ from: '20:00', to: '24:00' as const }] },
  holidays: [],
  makeUpDays: [],
  holidaysKnown: null,
};

describe('a member of staff', () => {
  it('speaks Chinese, lives in Shanghai and is active unless told otherwise', () => {
    expect(entry).toEqual({
      name: '王芳',
      email: 'wang.fang@rapport.example',
      language: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      active: true,
      takesWork: true,
      skills: [],
      spokenLanguages: [],
      territories: [],
      capacity: {},
    });
  });

  it('works the office hours of the zone, or hours of their own in that zone', () => {
    expect(workingHoursOf(entry)).toEqual(officeCalendar('Asia/Shanghai'));
    const own = workingHoursOf({ timeZone: 'Europe/London', businessHours: nights });
    expect(nextWorkingInstant(own, '2026-11-23T12:00:00.000Z').instant).toBe('2026-11-23T20:00:00.000Z');
  });

  it('is no longer known for what a new entry leaves out', () => {
    const at = '2026-11-21T10:00:00.000Z';
    const before: Staff = {
      ...entry,
      id: 'wang.fang',
      version: 4,
      businessHours: nights,
      absences: [],
      createdAt: at,
      updatedAt: at,
    };
    const after = replaceStaff(before, entry, '2026-11-22T10:00:00.000Z');
    expect(after).not.toHaveProperty('businessHours');
    expect(Staff.parse(after)).toMatchObject({ id: 'wang.fang', version: 5, createdAt: at });
  });

  it.each<[object, string]>([
    [{ week: {} }, 'no shift at all'],
    [{ ...nights, week: { monday: [{ from: '12:00', to: '08:00' }] } }, 'a shift that ends before it begins'],
    [{ ...nights, timeZone: 'Asia/Shanghai' }, 'a zone of its own'],
  ])('cannot have business hours with %j: %s', (businessHours, _) => {
    expect(StaffEntry.safeParse({ ...entry, businessHours }).success).toBe(false);
  });
});

describe('whoever stands in', () => {
  const standIn: StandIn = {
    ...{ deputy: 'wang.fang', absenceId: 'absence_01jd3x5y9hf1bvt6w0k2m4n8pq', absent: 'zhang.wei' },
    ...{ timeZone: 'Asia/Shanghai', from: '2026-11-26', until: '2026-11-27' },
  };

  it.each([
    ['2026-11-25T15:59:00.000Z', false, 'before the first day of the absent one, in Shanghai'],
    ['2026-11-25T16:00:00.000Z', true, 'from its first minute'],
    ['2026-11-27T15:59:00.000Z', true, 'to the last minute of the last day'],
    ['2026-11-27T16:00:00.000Z', false, 'and no longer'],
  ])('at %s: %s, %s', (now, isThen, _) => {
    expect(isStandingIn(standIn, now)).toBe(isThen);
  });
});
