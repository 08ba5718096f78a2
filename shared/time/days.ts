import { type Weekday, weekdays } from '../values/business-calendar.ts';

/** @param day `2026-11-21` */
export function weekdayOf(day: string): Weekday {
  return weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday';
}

/** The last moment of a month in UTC, such as `2026-11`; what is no month stays as it is. */
export function lastMomentOf(month: string): string {
  const next = new Date(`${month}-01T00:00:00.000Z`);
  if (Number.isNaN(next.getTime())) return month;
  next.setUTCMonth(next.getUTCMonth() + 1);
  return new Date(next.getTime() - 1).toISOString();
}

/** The calendar day that lies `count` days after another: `2026-02-28`, 1 → `2026-03-01`. */
export function dayAfter(day: string, count = 1): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}
