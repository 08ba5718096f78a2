/** Against worked examples of the literature, and against an enumeration of all samples, which shares no code with them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareMeans,
  compareRecommendations,
  compareShares,
  falseDiscoveryRates,
  meanInterval,
  recommendationInterval,
  sampleOf,
  shareInterval,
} from '../../../shared/statistics/statistics.ts';

/** Student 1908: hours of sleep gained with two drugs; what R prints of its dataset `sleep` with `t.test`. */
const sleep = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
};
const sampleOfValues = (values: readonly number[]) => sampleOf(values.map((value) => [value, 1] as const));

describe('a share', () => {
  it.each([
    // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 1998, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i out of %i lies between %d and %d', (part, n, low, high) => {
    const interval = shareInterval({ part, n });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it.each([
    // Newcombe, Interval estimation for the difference, Statistics in Medicine 17, 1998, table II, method 10.
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('of %i/%i against %i/%i differs by %d to %d', (a, n, b, m, low, high) => {
    const compared = compareShares({ part: a, n }, { part: b, n: m });
    expect(compared.low).toBeCloseTo(low, 4);
    expect(compared.high).toBeCloseTo(high, 4);
    expect(compared.difference).toBeCloseTo(a / n - b / m, 12);
  });

  it('differs with the certainty of the aspirin study: z = 5.00, so that its square is 25.01', () => {
    // Agresti, An Introduction to Categorical Data Analysis: infarctions with a placebo and with aspirin.
    const { p, difference } = compareShares({ part: 189, n: 11_034 }, { part: 104, n: 11_037 });
    expect(difference).toBeCloseTo(0.0077, 4);
    expect(p).toBeGreaterThan(5.6e-7);
    expect(p).toBeLessThan(5.8e-7);
  });

  it('that nobody or everybody has in both groups tells of no difference', () => {
    expect(compareShares({ part: 0, n: 10 }, { part: 0, n: 20 })).toMatchObject({ p: 1, effect: 0 });
    expect(compareShares({ part: 5, n: 5 }, { part: 9, n: 9 })).toMatchObject({ p: 1, effect: 0 });
  });

  it('has an effect as Cohen tells it: 0.30 between 65 and 50 per cent', () => {
    // Statistical Power Analysis, table 6.2.2: 1.875 - 1.571.
    expect(compareShares({ part: 65, n: 100 }, { part: 50, n: 100 }).effect).toBeCloseTo(0.304, 2);
  });
});

describe('a mean', () => {
  it('lies where R says of the sleep of the first group', () => {
    const interval = meanInterval(sampleOfValues(sleep.first));
    expect(interval?.low).toBeCloseTo(-0.5297804, 6);
    expect(interval?.high).toBeCloseTo(2.0297804, 6);
  });

  it('differs from another as R says: t = -1.8608, df = 17.776, p = 0.07939', () => {
    const compared = compareMeans(sampleOfValues(sleep.first), sampleOfValues(sleep.second));
    expect(compared?.p).toBeCloseTo(0.07939, 5);
    expect(compared?.low).toBeCloseTo(-3.3654832, 5);
    expect(compared?.high).toBeCloseTo(0.2054832, 5);
    // With the pooled deviation 1.8987: (0.75 - 2.33) / 1.8987.
    expect(compared?.effect).toBeCloseTo(-0.832, 3);
  });

  it('needs two values, and something that varies', () => {
    expect(meanInterval(sampleOf([[3, 1]]))).toBeUndefined();
    expect(compareMeans(sampleOf([[3, 1]]), sampleOf([[3, 9]]))).toBeUndefined();
    expect(compareMeans(sampleOf([[3, 5]]), sampleOf([[4, 9]]))).toBeUndefined();
    expect(sampleOf([])).toEqual({ n: 0, mean: 0, variance: 0 });
  });
});

describe('a Net Promoter Score', () => {
  it('of 50 promoters, 30 passives and 20 detractors lies between 14.1 and 44.2', () => {
    // By hand: 103 answers, 50.75 and 20.75 of them: 0.2913, variance 0.6942 - 0.0848 = 0.6093, sqrt(0.6093 / 103) = 0.0769.
    const interval = recommendationInterval({ n: 100, promoters: 50, detractors: 20 });
    expect(interval?.low).toBeCloseTo(0.1405, 3);
    expect(interval?.high).toBeCloseTo(0.442, 3);
  });

  it('of one answer has none; that of a few holds the score itself and stays on the scale', () => {
    expect(recommendationInterval({ n: 1, promoters: 1, detractors: 0 })).toBeUndefined();
    const few = fc.nat(40);
    fc.assert(
      fc.property(few, few, few, (promoters, passives, detractors) => {
        const n = promoters + passives + detractors;
        const interval = recommendationInterval({ n, promoters, detractors });
        if (interval === undefined) return n < 2;
        const score = (promoters - detractors) / n;
        return interval.low >= -1 && interval.low <= score && score <= interval.high && interval.high <= 1;
      }),
    );
  });

  it.each([
    [10, 0.6, 0.1],
    [10, 0.9, 0.05],
    [20, 0.5, 0.2],
    [20, 0.05, 0.9],
    [40, 0.3, 0.3],
    [80, 0.85, 0.05],
  ])(
    'of %i answers covers the truth (%d promoters, %d detractors) in 95 of 100 samples, by counting all samples',
    (n, yes, no) => {
      const truth = yes - no;
      const { covered, plain } = coverage(n, yes, no, truth);
      expect(covered).toBeGreaterThan(0.93);
      // The variance without the added answers is too sure of itself, the more so with few or extreme answers.
      if (n <= 20) expect(plain).toBeLessThan(covered);
    },
  );

  it('differs from another by z: 50/30/20 against 40/30/30', () => {
    // By hand: 0.29126 - 0.09709 = 0.19417; 0.60934 / 103 + 0.68475 / 103 = 0.012564, whose root is 0.11209: z = 1.7323.
    const compared = compareRecommendations(
      { n: 100, promoters: 50, detractors: 20 },
      { n: 100, promoters: 40, detractors: 30 },
    );
    expect(compared.difference).toBeCloseTo(0.2, 12);
    expect(compared.p).toBeCloseTo(0.0832, 4);
    expect(compared.low).toBeCloseTo(-0.0255, 4);
    expect(compared.high).toBeCloseTo(0.4139, 4);
  });

  it('of groups that all promote is not taken for certain', () => {
    const all = { n: 3, promoters: 3, detractors: 0 };
    const none = { n: 3, promoters: 0, detractors: 0 };
    expect(compareRecommendations(all, all).p).toBe(1);
    expect(compareRecommendations(all, none).p).toBeGreaterThan(0.05);
  });
});

/** In how many of all samples of n the interval holds the truth, each weighed by how probable it is. */
function coverage(n: number, yes: number, no: number, truth: number) {
  const logs = Array.from({ length: n + 1 }, (_, index) => (index === 0 ? 0 : Math.log(index)));
  const factorial = logs.map((_, index) => logs.slice(0, index + 1).reduce((one, other) => one + other, 0));
  const log = (count: number, share: number) => (count === 0 ? 0 : count * Math.log(share));
  let covered = 0;
  let plain = 0;
  for (let promoters = 0; promoters <= n; promoters += 1) {
    for (let detractors = 0; detractors <= n - promoters; detractors += 1) {
      const passives = n - promoters - detractors;
      const ways = factorial[n]! - factorial[promoters]! - factorial[detractors]! - factorial[passives]!;
      const probability = Math.exp(
        ways + log(promoters, yes) + log(detractors, no) + log(passives, 1 - yes - no),
      );
      const interval = recommendationInterval({ n, promoters, detractors })!;
      if (interval.low <= truth && truth <= interval.high) covered += probability;
      const score = (promoters - detractors) / n;
      const margin = 1.96 * Math.sqrt(((promoters + detractors) / n - score ** 2) / n);
      if (Math.abs(score - truth) <= margin) plain += probability;
    }
  }
  return { covered, plain };
}

describe('many comparisons', () => {
  it('are worth what Benjamini and Hochberg say: of the fifteen of their example the first four', () => {
    const ps = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
      ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
    ];
    const rates = falseDiscoveryRates(ps);
    expect(rates.filter((rate) => rate <= 0.05)).toHaveLength(4);
    expect(rates[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
    // As `p.adjust(p, "BH")` of R: never less than a smaller one.
    expect(rates).toEqual([...rates].sort((one, other) => one - other));
    expect(falseDiscoveryRates([...ps].reverse())).toEqual([...rates].reverse());
    expect(falseDiscoveryRates([])).toEqual([]);
  });
});
