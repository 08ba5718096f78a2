/**
 * The least value of a function of some variables, by the simplex of Nelder and Mead (1965), A simplex method for function
 * minimization, The Computer Journal 7, with the coefficients that they give. It needs no derivatives.
 */

export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
  /** Whether the corners had met before the steps were used up. */
  readonly found: boolean;
}

interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * @param from where to begin; the first corners lie 0.5 away from it
 * @param tolerance how close the values of all corners are in the end
 */
export function minimumOf(
  valueAt: (at: readonly number[]) => number,
  from: readonly number[],
  { tolerance = 1e-9, steps = 5000 }: { readonly tolerance?: number; readonly steps?: number } = {},
): Minimum {
  const corner = (at: readonly number[]): Corner => {
    const value = valueAt(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const byValue = (one: Corner, other: Corner) => one.value - other.value;
  let corners = [from, ...from.map((_, index) => from.with(index, (from[index] ?? 0) + 0.5))]
    .map(corner)
    .sort(byValue);
  for (let step = 0; step < steps; step += 1) {
    const [best, ...others] = corners;
    const worst = others.at(-1);
    if (best === undefined || worst === undefined) break;
    if (worst.value - best.value <= tolerance * (1 + Math.abs(best.value))) return { ...best, found: true };
    const kept = corners.slice(0, -1);
    const centre = from.map(
      (_, index) => kept.reduce((sum, { at }) => sum + (at[index] ?? 0), 0) / kept.length,
    );
    const along = (by: number) =>
      corner(centre.map((middle, index) => middle + by * ((worst.at[index] ?? 0) - middle)));
    const reflected = along(-1);
    const next = nextCorner(reflected, { best, worst, second: kept.at(-1) ?? best, along });
    corners =
      next === undefined
        ? [
            best,
            ...others.map(({ at }) => corner(at.map((value, index) => (value + (best.at[index] ?? 0)) / 2))),
          ]
        : [...kept, next];
    corners.sort(byValue);
  }
  const [best = corner(from)] = corners;
  return { ...best, found: false };
}

/** The corner in place of the worst one; none where all are to draw nearer to the best. */
function nextCorner(
  reflected: Corner,
  {
    best,
    worst,
    second,
    along,
  }: { best: Corner; worst: Corner; second: Corner; along: (by: number) => Corner },
): Corner | undefined {
  if (reflected.value < best.value) {
    const expanded = along(-2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second.value) return reflected;
  const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
  return contracted.value < Math.min(reflected.value, worst.value) ? contracted : undefined;
}
