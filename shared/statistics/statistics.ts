/**
 * Estimates with their uncertainty, from counts: intervals, comparisons of two groups, and what many comparisons at once
 * are worth. Everything is at 95 %. Each function names the paper that it follows.
 */
import jstat from 'jstat';

const { normal, studentt } = jstat.jStat;

const confidence = 0.95;

/** Both sides together leave out five per cent. */
const z95 = normal.inv((1 + confidence) / 2, 0, 1);

/** Where a value of everybody probably lies. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How much one group differs from another: first minus second, and how often chance alone does that much. */
export interface Difference extends Interval {
  readonly difference: number;
  /** Two-sided. */
  readonly p: number;
  /** The difference in standard deviations (Cohen's d), of shares Cohen's h: comparable between kinds of measure. */
  readonly effect: number;
}

/** How many there are, how many of them recommend us, and how many advise against us. */
export interface Recommenders {
  readonly n: number;
  readonly promoters: number;
  readonly detractors: number;
}

export interface Share {
  readonly n: number;
  readonly part: number;
}

/** What a mean and its spread follow from. */
export interface Sample {
  readonly n: number;
  readonly mean: number;
  /** With n - 1 below the line; 0 for fewer than two. */
  readonly variance: number;
}

/** The sample that a distribution is: how often there was which value. */
export function sampleOf(distribution: readonly (readonly [value: number, count: number])[]): Sample {
  const n = sum(distribution.map(([, count]) => count));
  if (n === 0) return { n, mean: 0, variance: 0 };
  const mean = sum(distribution.map(([value, count]) => value * count)) / n;
  const squares = sum(distribution.map(([value, count]) => count * (value - mean) ** 2));
  return { n, mean, variance: n < 2 ? 0 : squares / (n - 1) };
}

/**
 * Wilson's interval for a share, 0 to 1: it holds for few answers and near 0 and 1, where the usual one does not.
 * Wilson, Probable Inference, Journal of the American Statistical Association 22, 1927; recommended by Brown, Cai and
 * DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16, 2001.
 */
export function shareInterval({ n, part }: Share): Interval {
  const share = part / n;
  const centre = share + z95 ** 2 / (2 * n);
  const margin = z95 * Math.sqrt((share * (1 - share)) / n + z95 ** 2 / (4 * n ** 2));
  const scale = 1 + z95 ** 2 / n;
  return within({ low: (centre - margin) / scale, high: (centre + margin) / scale }, 0, 1);
}

/** Answers that are added to every group before the interval of its Net Promoter Score is taken: a quarter, a half, a quarter. */
const addedAnswers = 3;

/** Its mean on a scale of -1, 0 and 1, and the variance of one answer. */
function recommendation({ n, promoters, detractors }: Recommenders, added: number): Sample {
  const all = n + added;
  const [yes, no] = [(promoters + added / 4) / all, (detractors + added / 4) / all];
  return { n: all, mean: yes - no, variance: yes + no - (yes - no) ** 2 };
}

/**
 * The interval of a Net Promoter Score, -1 to 1: Wald's, from the variance of the three shares, after three answers were added
 * (three quarters of a promoter and of a detractor, one and a half that are neither). Of the methods compared in Rocks,
 * Interval Estimation for the "Net Promoter Score", The American Statistician 70, 2016, it keeps its 95 % best with few
 * answers and with extreme scores, where the plain variance is too sure of itself; it needs no repeated drawing. Undefined for
 * fewer than two answers.
 */
export function recommendationInterval(group: Recommenders): Interval | undefined {
  if (group.n < 2) return undefined;
  const { n, mean, variance } = recommendation(group, addedAnswers);
  const margin = z95 * Math.sqrt(variance / n);
  return within({ low: mean - margin, high: mean + margin }, -1, 1);
}

/**
 * The interval of a mean: Student, The Probable Error of a Mean, Biometrika 6, 1908. Undefined for fewer than two values.
 *
 * @param bounds the least and the most that a value can be, beyond which no mean lies
 */
export function meanInterval(
  { n, mean, variance }: Sample,
  [least, most]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Interval | undefined {
  if (n < 2) return undefined;
  const margin = studentt.inv((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n);
  return within({ low: mean - margin, high: mean + margin }, least, most);
}

/**
 * Two Net Promoter Scores: z with the variances of the three shares, adjusted as for the interval with three answers in each
 * group (Lewis and Sauro, How to Statistically Compare Two Net Promoter Scores, MeasuringU, 2021, after Rocks 2016), so
 * that groups of promoters only do not look certain. The difference is that of the scores themselves.
 */
export function compareRecommendations(one: Recommenders, other: Recommenders): Difference {
  const [a, b] = [recommendation(one, addedAnswers), recommendation(other, addedAnswers)];
  const error = Math.sqrt(a.variance / a.n + b.variance / b.n);
  const [first, second] = [recommendation(one, 0), recommendation(other, 0)];
  const adjusted = a.mean - b.mean;
  const interval = within({ low: adjusted - z95 * error, high: adjusted + z95 * error }, -2, 2);
  const difference = first.mean - second.mean;
  return {
    difference,
    ...interval,
    p: twoSided(adjusted / error),
    effect: standardized(difference, first, second),
  };
}

/**
 * Two shares: z with the pooled share (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 2003, chapter 3),
 * and the interval of their difference out of the two of Wilson (method 10 of Newcombe, Interval Estimation for the Difference
 * between Independent Proportions, Statistics in Medicine 17, 1998). The effect is Cohen's h (Statistical Power Analysis, 1988).
 */
export function compareShares(one: Share, other: Share): Difference {
  const [a, b] = [one.part / one.n, other.part / other.n];
  const pooled = (one.part + other.part) / (one.n + other.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.n + 1 / other.n));
  const [first, second] = [shareInterval(one), shareInterval(other)];
  const difference = a - b;
  return {
    difference,
    low: difference - Math.hypot(a - first.low, second.high - b),
    high: difference + Math.hypot(first.high - a, b - second.low),
    p: error === 0 ? 1 : twoSided(difference / error),
    effect: 2 * Math.asin(Math.sqrt(a)) - 2 * Math.asin(Math.sqrt(b)),
  };
}

/**
 * Two means whose spreads may differ: Welch, The Generalization of "Student's" Problem, Biometrika 34, 1947. Undefined where
 * a group has fewer than two values or nothing varies at all.
 */
export function compareMeans(one: Sample, other: Sample): Difference | undefined {
  if (one.n < 2 || other.n < 2) return undefined;
  const [a, b] = [one.variance / one.n, other.variance / other.n];
  const error = Math.sqrt(a + b);
  if (error === 0) return undefined;
  const freedom = (a + b) ** 2 / (a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1));
  const difference = one.mean - other.mean;
  const margin = studentt.inv((1 + confidence) / 2, freedom) * error;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    p: 2 * studentt.cdf(-Math.abs(difference / error), freedom),
    effect: standardized(difference, one, other),
  };
}

/**
 * What each of many comparisons is worth, in their order: of those up to a value, at most that share is chance. Benjamini and
 * Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical Society B 57, 1995; it holds for tests that
 * depend on each other as groups that overlap do (Benjamini and Yekutieli, Annals of Statistics 29, 2001).
 */
export function falseDiscoveryRates(ps: readonly number[]): readonly number[] {
  const descending = ps.map((p, index) => ({ p, index })).toSorted((one, other) => other.p - one.p);
  const rates: number[] = [];
  let least = 1;
  for (const [place, { p, index }] of descending.entries()) {
    least = Math.min(least, (p * ps.length) / (ps.length - place));
    rates[index] = least;
  }
  return rates;
}

/** Cohen's d, with the pooled standard deviation; 0 where nothing varies. */
function standardized(difference: number, one: Sample, other: Sample): number {
  const freedom = one.n + other.n - 2;
  const pooled = ((one.n - 1) * one.variance + (other.n - 1) * other.variance) / freedom;
  return freedom <= 0 || pooled <= 0 ? 0 : difference / Math.sqrt(pooled);
}

function twoSided(z: number): number {
  return 2 * normal.cdf(-Math.abs(z), 0, 1);
}

function within({ low, high }: Interval, least: number, most: number): Interval {
  return { low: Math.max(least, low), high: Math.min(most, high) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
