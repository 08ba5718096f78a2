import type { Instant } from '../values/instant.ts';
import type { QuietHours } from '../values/quiet-hours.ts';
import { dayAfter } from './days.ts';
import { resolveWallTime, wallTimeAt } from './zones.ts';

/** The instant itself when it is not in quiet hours of the zone, else the instant at which they end. */
export function afterQuietHours(quiet: QuietHours, timeZone: string, instant: Instant): Instant {
  const wallTime = wallTimeAt(instant, timeZone);
  const day = wallTime.slice(0, 10);
  const timeOfDay = wallTime.slice(11);
  if (quiet.from <= quiet.to) {
    const isQuiet = quiet.from <= timeOfDay && timeOfDay < quiet.to;
    return isQuiet ? later(instant, endOn(day, quiet, timeZone)) : instant;
  }
  if (timeOfDay >= quiet.from) return endOn(dayAfter(day), quiet, timeZone);
  return timeOfDay < quiet.to ? later(instant, endOn(day, quiet, timeZone)) : instant;
}

function endOn(day: string, quiet: QuietHours, timeZone: string): Instant {
  return resolveWallTime(`${day}T${quiet.to}`, timeZone).instant;
}

// When the clocks go back over the end, it has passed once already.
function later(left: Instant, right: Instant): Instant {
  return left > right ? left : right;
}
