import { type Weekday, weekdays } from '../values/business-calendar.ts';

/** @param day `2026-11-21` */
export function weekdayOf(day: string): Weekday {
  return weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sunday';
}

/** The calendar day that lies `count` days after another: `2026-02-28`, 1 → `2026-03-01`. */
export function dayAfter(day: string, count = 1): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}
