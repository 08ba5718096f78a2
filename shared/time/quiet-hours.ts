import type { Instant } from '../values/instant.ts';
import type { QuietHours } from '../values/quiet-hours.ts';
import { instantAfter } from './clock.ts';
import { dayAfter } from './days.ts';
import { resolveWallTime, wallTimeAt } from './zones.ts';

/** The instant itself when it is not in quiet hours of the zone, else the instant at which they end. */
export function afterQuietHours(quiet: QuietHours, timeZone: string, instant: Instant): Instant {
  const wallTime = wallTimeAt(instant, timeZone);
  const day = wallTime.slice(0, 10);
  const timeOfDay = wallTime.slice(11);
  const isOverMidnight = quiet.from > quiet.to;
  if (isOverMidnight && timeOfDay >= quiet.from) return endOn(dayAfter(day), quiet, timeZone);
  const isQuiet = timeOfDay < quiet.to && (isOverMidnight || timeOfDay >= quiet.from);
  if (!isQuiet) return instant;
  const end = endOn(day, quiet, timeZone);
  return end > instant ? end : secondEnd(instant, timeOfDay, quiet);
}

function endOn(day: string, quiet: QuietHours, timeZone: string): Instant {
  return resolveWallTime(`${day}T${quiet.to}`, timeZone).instant;
}

/** The clocks went back over the end, which has passed once already and is shown again. */
function secondEnd(instant: Instant, timeOfDay: string, { to }: QuietHours): Instant {
  const minute = `${instant.slice(0, 16)}:00.000Z`;
  return instantAfter(minute, { minutes: minutesOf(to) - minutesOf(timeOfDay) });
}

function minutesOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + minutes;
}
