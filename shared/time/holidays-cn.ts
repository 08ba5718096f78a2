import type { BusinessCalendar } from '../values/business-calendar.ts';
import { dayAfter } from './days.ts';

/**
 * Days off in mainland China and the weekend days worked for them, as the State Council announces them each
 * November for the year to come. A year that is not here is not known: `holidaysKnown` says so to callers.
 *
 * Source of 2026: 国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025.
 */
const announced = [
  { festival: '元旦', from: '2026-01-01', days: 3, makeUp: ['2026-01-04'] },
  { festival: '春节', from: '2026-02-15', days: 9, makeUp: ['2026-02-14', '2026-02-28'] },
  { festival: '清明节', from: '2026-04-04', days: 3, makeUp: [] },
  { festival: '劳动节', from: '2026-05-01', days: 5, makeUp: ['2026-05-09'] },
  { festival: '端午节', from: '2026-06-19', days: 3, makeUp: [] },
  { festival: '中秋节', from: '2026-09-25', days: 3, makeUp: [] },
  { festival: '国庆节', from: '2026-10-01', days: 7, makeUp: ['2026-09-20', '2026-10-10'] },
];

/** Holidays and make-up days of mainland China, for a calendar of one's own shifts. */
export const chinaHolidays: Pick<BusinessCalendar, 'holidays' | 'makeUpDays' | 'holidaysKnown'> = {
  holidays: announced.flatMap(({ from, days }) =>
    Array.from({ length: days }, (_, index) => dayAfter(from, index)),
  ),
  // The notice does not say whose shifts a make-up day takes; offices work an ordinary day.
  makeUpDays: announced.flatMap(({ makeUp }) => makeUp.map((day) => ({ day, worksLike: 'monday' as const }))),
  holidaysKnown: { from: '2026-01-01', to: '2026-12-31' },
};
