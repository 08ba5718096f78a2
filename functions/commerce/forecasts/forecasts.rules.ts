/**
 * How many orders are to be expected, whether a customer still buys, and what they spend.
 *
 * Purchases follow the BG/NBD model of Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: An Alternative
 * to the Pareto/NBD Model, Marketing Science 24(2), 275–284: whoever buys does so at a rate of their own, which has a gamma
 * distribution (r, alpha), and after each purchase leaves for ever with a probability of their own, which has a beta
 * distribution (a, b).
 *
 * Amounts follow the Gamma-Gamma model of Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value
 * (brucehardie.com/notes/025): what a customer spends at a time varies about a mean of their own, whose scale has a gamma
 * distribution, and has nothing to do with how often they buy.
 */
import jstat from 'jstat';
import { minimumOf } from '../../../shared/statistics/minimum.ts';

const { gammaln } = jstat.jStat;

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

/** What somebody has spent at a time. */
export interface Spending {
  /** Purchases of which the mean is that. */
  readonly purchases: number;
  readonly mean: number;
}

export interface SpendingModel {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** Equal customers are counted together. */
export type Counted<Each> = Each & { readonly customers: number };

export interface Fit<Model> {
  readonly model: Model;
  readonly logLikelihood: number;
  /** Whether the search has ended at a maximum. */
  readonly found: boolean;
}

/** The most likely model of how these customers buy. */
export function fitBuying(all: readonly Counted<Buying>[]): Fit<BuyingModel> {
  const modelOf = ([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): BuyingModel => ({ r, alpha, a, b });
  return likeliest(4, modelOf, (model) =>
    all.reduce((sum, each) => sum + each.customers * logOfBuying(each, model), 0),
  );
}

/** The most likely model of what these customers, who have all bought more than once, spend. */
export function fitSpending(all: readonly Counted<Spending>[]): Fit<SpendingModel> {
  const modelOf = ([p = 0, q = 0, gamma = 0]: readonly number[]): SpendingModel => ({ p, q, gamma });
  return likeliest(3, modelOf, (model) =>
    all.reduce((sum, each) => sum + each.customers * logOfSpending(each, model), 0),
  );
}

/** The parameters are positive, so their logarithms are what is searched. */
function likeliest<Model>(
  parameters: number,
  modelOf: (values: readonly number[]) => Model,
  logLikelihood: (model: Model) => number,
): Fit<Model> {
  const at = (logs: readonly number[]) => modelOf(logs.map(Math.exp));
  const {
    value,
    found,
    at: best,
  } = minimumOf(
    (logs) => -logLikelihood(at(logs)),
    Array.from({ length: parameters }, () => 0),
  );
  return { model: at(best), logLikelihood: -value, found };
}

/** Equation 6 of the paper, with sums of logarithms in place of products. */
function logOfBuying({ repeats: x, recency, age }: Buying, { r, alpha, a, b }: BuyingModel): number {
  const rate = gammaln(r + x) - gammaln(r) + r * Math.log(alpha);
  const staying = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x);
  const alive = -(r + x) * Math.log(alpha + age);
  if (x === 0) return rate + staying + alive;
  const left = Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + recency);
  const more = Math.max(alive, left);
  return rate + staying + more + Math.log(Math.exp(alive - more) + Math.exp(left - more));
}

/** Equation 1a of the note. */
function logOfSpending({ purchases: x, mean }: Spending, { p, q, gamma }: SpendingModel): number {
  return (
    gammaln(p * x + q) -
    gammaln(p * x) -
    gammaln(q) +
    q * Math.log(gamma) +
    (p * x - 1) * Math.log(mean) +
    p * x * Math.log(x) -
    (p * x + q) * Math.log(gamma + mean * x)
  );
}

/** The probability that somebody still buys; whoever has never bought again may do so for ever, as the model has it. */
export function stillBuying(each: Buying, model: BuyingModel): number {
  return 1 / (1 + leftOdds(each, model));
}

/** How much likelier it is that they have left than that they have not. */
function leftOdds({ repeats: x, recency, age }: Buying, { r, alpha, a, b }: BuyingModel): number {
  return x === 0 ? 0 : (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x);
}

/** How many purchases are to be expected of somebody within a time from now (equation 10). */
export function expectedPurchases(each: Buying, within: number, model: BuyingModel): number {
  const { repeats: x, age } = each;
  const { r, alpha, a, b } = model;
  const share = ((alpha + age) / (alpha + age + within)) ** (r + x);
  const sum = hypergeometric(r + x, b + x, a + b + x - 1, within / (alpha + age + within));
  return (((a + b + x - 1) / (a - 1)) * (1 - share * sum)) / (1 + leftOdds(each, model));
}

/** What somebody is to be expected to spend at a time; of whoever has bought once alone, what people spend (equation 5). */
export function expectedSpending({ purchases: x, mean }: Spending, { p, q, gamma }: SpendingModel): number {
  return (p * (gamma + x * mean)) / (p * x + q - 1);
}

/**
 * What somebody is worth: all that they are to be expected to spend within some equal steps of time, each discounted to now.
 *
 * @param steps how many
 * @param step how long one is, in the unit of `each`
 * @param rate by how much money is worth less a step later, such as 0.01
 */
export function lifetimeValue(
  each: Buying,
  { steps, step, rate, spending }: { steps: number; step: number; rate: number; spending: number },
  model: BuyingModel,
): number {
  let value = 0;
  let before = 0;
  for (let index = 1; index <= steps; index += 1) {
    const until = expectedPurchases(each, index * step, model);
    value += ((until - before) * spending) / (1 + rate) ** index;
    before = until;
  }
  return value;
}

/** Gauss’s function 2F1 by its series, for 0 ≤ z < 1. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let index = 0; index < 100_000 && Math.abs(term) > 1e-13 * Math.abs(sum); index += 1) {
    term *= (((a + index) * (b + index)) / ((c + index) * (index + 1))) * z;
    sum += term;
  }
  return sum;
}
