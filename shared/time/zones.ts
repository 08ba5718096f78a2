/**
 * Wall times and zones, by what the runtime itself knows of zones (Intl). The rule is that of Temporal, which the tests
 * compare; its polyfill would be a tenth of every bundle.
 */
import type { Instant, WallTime } from '../values/instant.ts';

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
  const plain = Date.parse(`${wallTime}Z`);
  if (!Number.isFinite(plain) || toText(plain).slice(0, minuteLength) !== wallTime)
    throw new RangeError(`${wallTime} is no local time`);
  const before = plain - offsetAt(plain - dayMilliseconds, timeZone);
  const after = plain - offsetAt(plain + dayMilliseconds, timeZone);
  const moments = [before, after].filter((moment) => moment + offsetAt(moment, timeZone) === plain);
  // Skipped: by the clocks as they were before the change, which is as much later.
  const chosen = moments.length === 0 ? before : Math.min(...moments);
  const [first, second = first] = moments;
  return {
    instant: toText(chosen),
    match: first === undefined ? 'gap' : first === second ? 'exact' : 'overlap',
    wallTime: shownAt(chosen, timeZone),
  };
}

/** What clocks in a zone show at an instant, to the minute (seconds are dropped): `2026-11-21T17:00`. */
export function wallTimeAt(instant: Instant, timeZone: string): WallTime {
  return shownAt(Date.parse(instant), timeZone);
}

function shownAt(moment: number, timeZone: string): WallTime {
  return toText(moment + offsetAt(moment, timeZone)).slice(0, minuteLength);
}

/** How far clocks in a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const second = Math.floor(moment / 1000) * 1000;
  const parts = clockOf(timeZone).formatToParts(second);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  return Date.UTC(year, month - 1, day, part('hour'), part('minute'), part('second')) - second;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than all that it is asked. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const clock = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { timeZone, ...fields, ...time });
  clocks.set(timeZone, clock);
  return clock;
}

function toText(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString();
}

const dayMilliseconds = 86_400_000;
const minuteLength = '2026-11-21T09:00'.length;
