/** How fast bulk work goes, so that it leaves room for the people at work. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Gives rows their turns, so many a second: those that come while others have theirs wait behind them. Time in which none
 * came is not made up for: they never go in a rush.
 *
 * @returns for how many milliseconds so many rows wait that come now
 */
export function createPacer(perSecond: number): (rows: number, nowMilliseconds: number) => number {
  let freeAt = Number.NEGATIVE_INFINITY;
  return (rows, now) => {
    const begins = Math.max(now, freeAt);
    freeAt = begins + (rows * 1000) / perSecond;
    return begins - now;
  };
}

/** Waits until so many rows have their turn. */
export type Pace = (rows: number) => Promise<void>;

export function createPace(perSecond: number): Pace {
  const waitOf = createPacer(perSecond);
  return (rows) => sleep(waitOf(rows, performance.now()));
}
