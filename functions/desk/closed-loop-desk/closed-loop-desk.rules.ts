/** Decisions about the page of the closed loop. */

/** How long it took from one moment to a later one. */
export function minutesBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000);
}
