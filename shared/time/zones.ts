import { Temporal } from 'temporal-polyfill';
import { type Instant, type WallTime, wallTimeSchema } from '../values/instant.ts';
import { timeZoneSchema } from '../values/time-zone.ts';

/**
 * How a wall time met its zone: `exact`; `gap`, skipped when the clocks went forward, so the same distance after
 * the jump is taken; `overlap`, shown twice when they went back, so the first is taken.
 */
export type WallTimeMatch = 'exact' | 'gap' | 'overlap';

export interface ResolvedWallTime {
  instant: Instant;
  match: WallTimeMatch;
  /** What the clock really shows then: differs from what was asked only in a gap. */
  wallTime: WallTime;
}

/**
 * The instant at which clocks in a zone show a wall time.
 *
 * @param wallTime `2026-11-21T09:00`
 * @throws RangeError when the wall time or the zone does not exist; check input by its schema first
 */
export function resolveWallTime(wallTime: WallTime, timeZone: string): ResolvedWallTime {
  const plain = Temporal.PlainDateTime.from(wallTime);
  const chosen = plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  const shown = chosen.toPlainDateTime();
  return {
    instant: toText(chosen.epochMilliseconds),
    match: shown.equals(plain) ? (isShownTwice(plain, timeZone, chosen) ? 'overlap' : 'exact') : 'gap',
    wallTime: shown.toString({ smallestUnit: 'minute' }),
  };
}

/** What clocks in a zone show at an instant, to the minute (seconds are dropped): `2026-11-21T17:00`. */
export function wallTimeAt(instant: Instant, timeZone: string): WallTime {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute', roundingMode: 'floor' });
}

/**
 * The instant that somebody has typed by the clocks of a zone; what is none stays as it was typed. Where the clocks show the
 * known one so, it is meant: with its seconds, and as the hour that it is of one that they show twice.
 */
export function instantTyped(text: string, timeZone: string, known?: Instant): string {
  const [wallTime, zone] = [wallTimeSchema.safeParse(text), timeZoneSchema.safeParse(timeZone)];
  if (!wallTime.success || !zone.success) return text;
  const isKnown = known !== undefined && wallTimeAt(known, zone.data) === wallTime.data;
  return isKnown ? known : resolveWallTime(wallTime.data, zone.data).instant;
}

function isShownTwice(
  plain: Temporal.PlainDateTime,
  timeZone: string,
  first: Temporal.ZonedDateTime,
): boolean {
  const second = plain.toZonedDateTime(timeZone, { disambiguation: 'later' });
  return second.epochMilliseconds !== first.epochMilliseconds;
}

function toText(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString();
}
