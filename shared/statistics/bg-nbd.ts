/**
 * How often customers buy, and whether they still do: the BG/NBD model of Fader, Hardie and Lee (2005), "Counting Your
 * Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing Science 24(2), 275–284.
 *
 * Whoever buys does so at a rate of their own, which has a gamma distribution (r, alpha) among customers, and after each purchase
 * leaves for ever with a probability of their own, which has a beta distribution (a, b).
 */
import { hypergeometric, logGamma } from './gamma.ts';
import { type Fit, likeliest } from './likeliest.ts';

/** How often somebody has bought. All times are in one unit, of the caller’s choice. */
export interface Buying {
  /** Purchases after the first one. */
  readonly repeats: number;
  /** From the first purchase to the last one; 0 without a repeat. */
  readonly recency: number;
  /** From the first purchase to now. */
  readonly age: number;
}

export interface BuyingModel {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** The most likely model of how these customers buy. */
export function fitBuying(all: readonly Buying[]): Fit<BuyingModel> {
  const groups = [...Map.groupBy(all, ({ repeats }) => repeats)].map(([repeats, group]) =>
    alikeOf(repeats, group),
  );
  return likeliest(['r', 'alpha', 'a', 'b'], (model) =>
    groups.reduce((sum, group) => sum + logOfBuying(group, model), 0),
  );
}

/** All who have bought equally often. */
interface Alike {
  readonly repeats: number;
  readonly customers: number;
  /** Those who are equal in the rest, too, are one entry of each of these. */
  readonly counts: Float64Array;
  readonly ages: Float64Array;
  readonly recencies: Float64Array;
}

function alikeOf(repeats: number, group: readonly Buying[]): Alike {
  const equal = [...Map.groupBy(group, ({ recency, age }) => `${recency} ${age}`).values()];
  return {
    repeats,
    customers: group.length,
    counts: Float64Array.from(equal, ({ length }) => length),
    ages: Float64Array.from(equal, ([first]) => first?.age ?? 0),
    recencies: Float64Array.from(equal, ([first]) => first?.recency ?? 0),
  };
}

/** Equation 6 of the paper, in logarithms: what depends on the number of purchases alone is reckoned once for all of a group. */
function logOfBuying({ repeats: x, customers, counts, ages, recencies }: Alike, model: BuyingModel): number {
  const { r, alpha, a, b } = model;
  const rate = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
  const staying = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
  const leaving = x === 0 ? 0 : Math.log(a) - Math.log(b + x - 1);
  let sum = customers * (rate + staying);
  for (let index = 0; index < counts.length; index += 1) {
    const alive = -(r + x) * Math.log(alpha + (ages[index] ?? 0));
    const left = leaving - (r + x) * Math.log(alpha + (recencies[index] ?? 0));
    const each = x === 0 ? alive : Math.max(alive, left) + Math.log1p(Math.exp(-Math.abs(alive - left)));
    sum += (counts[index] ?? 0) * each;
  }
  return sum;
}

/** The probability that somebody still buys; whoever has never bought again does, as the model has it. */
export function stillBuying(each: Buying, model: BuyingModel): number {
  return 1 / (1 + leftOdds(each, model));
}

/** How much likelier it is that they have left than that they have not. */
function leftOdds({ repeats: x, recency, age }: Buying, { r, alpha, a, b }: BuyingModel): number {
  return x === 0 ? 0 : (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x);
}

/** Keeps what is divided by from being nothing: the limit is finite, and this close to it. */
const apartFromNought = (value: number, distance: number) => (Math.abs(value) < distance ? distance : value);

/**
 * How many purchases are to be expected of somebody within a time from now: equation 10. Of the two forms of its hypergeometric
 * function, between which Euler’s transformation leads, that is taken whose series converges faster; the second one would lose its
 * digits where rates vary so little (r) that its signs alternate.
 */
export function expectedPurchases(each: Buying, within: number, model: BuyingModel): number {
  const { repeats: x, age } = each;
  const { r, alpha, a, b } = model;
  const beyond = apartFromNought(a - 1, 1e-6);
  const c = apartFromNought(beyond + b + x, 1e-9);
  const z = within / (alpha + age + within);
  const rest =
    beyond > r + x || c - r - x < -20
      ? hypergeometric({ a: r + x, b: b + x, c }, z, r + x)
      : hypergeometric({ a: c - r - x, b: beyond, c }, z, beyond);
  return Math.max(0, ((c / beyond) * (1 - rest)) / (1 + leftOdds(each, model)));
}

/**
 * Within which time somebody who still buys makes the next purchase with this probability. Given that they have not left, their
 * rate has a gamma distribution (r + x, alpha + age), for they have bought so often in that time; the wait for the next purchase at
 * such a rate has a Pareto distribution of the second kind (Lomax 1954), of which this is the quantile.
 */
export function nextPurchaseWithin(probability: number, each: Buying, { r, alpha }: BuyingModel): number {
  return (alpha + each.age) * ((1 - probability) ** (-1 / (r + each.repeats)) - 1);
}
