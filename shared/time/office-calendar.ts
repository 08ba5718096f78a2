import type { BusinessCalendar } from '../values/business-calendar.ts';
import { chinaHolidays } from './holidays-cn.ts';

const splitDay = [
  { from: '08:30', to: '12:00' },
  { from: '13:30', to: '18:00' },
];

const plainDay = [{ from: '09:00', to: '17:30' }];

const mainlandChina = new Set(['Asia/Shanghai', 'Asia/Urumqi']);

/**
 * The usual office hours of a zone, Monday to Friday: with a midday break and the statutory holidays in mainland
 * China; 09:00 to 17:30 without holidays (`holidaysKnown: null`) elsewhere.
 */
export function officeCalendar(timeZone: string): BusinessCalendar {
  if (statutoryHolidaysIn(timeZone) === 'CN') return { timeZone, week: workWeek(splitDay), ...chinaHolidays };
  return { timeZone, week: workWeek(plainDay), holidays: [], makeUpDays: [], holidaysKnown: null };
}

/** Whose statutory holidays the offices of a zone keep. */
export function statutoryHolidaysIn(timeZone: string): 'CN' | 'none' {
  return mainlandChina.has(timeZone) ? 'CN' : 'none';
}

function workWeek(day: { from: string; to: string }[]): BusinessCalendar['week'] {
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
}
