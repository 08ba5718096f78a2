/** What a sample tells of all. */

/** Of the normal distribution: 95 of 100 intervals hold the number. */
const z = 1.96;

/**
 * How many there are, and between which numbers with 95 % of confidence, when so many were found in a share of all that
 * was drawn by lot. Byar's approximation to the limits of a Poisson count: Breslow and Day, Statistical Methods in Cancer
 * Research II (IARC 1987), page 69.
 *
 * @param found how many were found
 * @param share of all, above 0 and at most 1
 */
export function estimated(
  found: number,
  share: number,
): { readonly count: number; readonly from: number; readonly to: number } {
  const limit = (events: number, side: 1 | -1) =>
    events === 0 ? 0 : events * (1 - 1 / (9 * events) + (side * z) / (3 * Math.sqrt(events))) ** 3;
  return {
    count: Math.round(found / share),
    from: Math.max(found, Math.floor(limit(found, -1) / share)),
    to: Math.ceil(limit(found + 1, 1) / share),
  };
}
