/**
 * What customers spend at a time: the Gamma-Gamma model of Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value
 * (brucehardie.com/notes/025). It varies about a mean of their own by a gamma distribution of shape p, whose scale has a gamma
 * distribution (q, gamma) among customers, and has nothing to do with how often they buy.
 */
import { logGamma } from './gamma.ts';
import { type Fit, likeliest } from './likeliest.ts';

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

/**
 * The most likely model of what these customers spend, who have all spent something. Amounts are searched in units of their
 * mean, so that cents and yen are equally easy; the answer is in those of the data.
 */
export function fitSpending(all: readonly Spending[]): Fit<SpendingModel> {
  const unit = all.reduce((sum, { mean }) => sum + mean, 0) / Math.max(1, all.length);
  const alike = [...Map.groupBy(all, ({ purchases }) => purchases)].map(([purchases, group]) => ({
    purchases,
    customers: group.length,
    means: Float64Array.from(group, ({ mean }) => mean / unit),
  }));
  const { model, logLikelihood, found } = likeliest(['p', 'q', 'gamma'], (searched) =>
    alike.reduce((sum, group) => sum + logOfSpending(group, searched), 0),
  );
  return {
    model: { ...model, gamma: model.gamma * unit },
    logLikelihood: logLikelihood - all.length * Math.log(unit),
    found,
  };
}

interface Alike {
  readonly purchases: number;
  readonly customers: number;
  readonly means: Float64Array;
}

/** Equation 1a of the note, in logarithms, for all who have bought equally often. */
function logOfSpending({ purchases: x, customers, means }: Alike, { p, q, gamma }: SpendingModel): number {
  const shared =
    logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * Math.log(gamma) + p * x * Math.log(x);
  let sum = customers * shared;
  for (const mean of means) sum += (p * x - 1) * Math.log(mean) - (p * x + q) * Math.log(gamma + mean * x);
  return sum;
}

/**
 * What somebody is to be expected to spend at a time; of whoever has no purchase to tell by, what people spend on average
 * (equation 5). It takes a q above 1: below, the mean of all is infinite.
 */
export function expectedSpending({ purchases: x, mean }: Spending, { p, q, gamma }: SpendingModel): number {
  return (p * (gamma + x * mean)) / (p * x + q - 1);
}
