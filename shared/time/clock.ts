import type { Instant } from '../values/instant.ts';

/** The present instant, `2026-11-21T09:00:00.000Z`. */
export function now(): Instant {
  return new Date().toISOString();
}

/** The present in whole seconds since 1970: the form of the table's `expires` attribute. */
export function epochSeconds(instant: Instant = now()): number {
  return Math.floor(Date.parse(instant) / 1000);
}

export interface Span {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

/**
 * The instant that lies this much elapsed time after another (before it, when negative). A day is 24 hours; for
 * "tomorrow at nine" go through `zones.ts`, for working hours through `business-hours.ts`.
 */
export function instantAfter(instant: Instant, span: Span): Instant {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = span;
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return new Date(Date.parse(instant) + total * 1000).toISOString();
}
