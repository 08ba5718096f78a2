import { dayAfter, weekdayOf } from '../../shared/time/days.ts';
import { wallTimeAt } from '../../shared/time/zones.ts';

/** Monday to Friday; holidays do not matter to a demo. */
export function workdayAfter(now: string, days: number, timeZone: string): string {
  let day = dayAfter(wallTimeAt(now, timeZone).slice(0, 10), days);
  while (['saturday', 'sunday'].includes(weekdayOf(day))) day = dayAfter(day);
  return day;
}
