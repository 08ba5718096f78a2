/** The models of how customers buy and what they spend: what a fit finds of customers who are known, and that nothing overflows. */
import { describe, expect, it } from 'vitest';
import {
  type BuyingModel,
  expectedPurchases,
  fitBuying,
  stillBuying,
} from '../../../shared/statistics/bg-nbd.ts';
import { hypergeometric, logGamma } from '../../../shared/statistics/gamma.ts';
import { expectedSpending, fitSpending } from '../../../shared/statistics/gamma-gamma.ts';
import { minimumOf } from '../../../shared/statistics/minimum.ts';
import { likeCdnow, simulateBuyers } from '../../support/simulated-buyers.ts';

describe('what they stand on', () => {
  it('is right where the values are known', () => {
    // (n - 1)!, and √π at a half.
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(1e-4)).toBeCloseTo(9.210_282_658_4, 9);
    // The logarithm, the power and the geometric series are such functions.
    expect(hypergeometric({ a: 1, b: 1, c: 2 }, 0.5)).toBeCloseTo(2 * Math.log(2), 12);
    expect(hypergeometric({ a: 2, b: 1, c: 1 }, 0.75)).toBeCloseTo(16, 9);
    expect(hypergeometric({ a: 2, b: 1, c: 1 }, 0.75, 2)).toBeCloseTo(1, 12);
    expect(hypergeometric({ a: 3, b: 0, c: 1 }, 0.9)).toBe(1);
    // A thousandth power times its inverse.
    expect(hypergeometric({ a: 1000, b: 1, c: 1 }, 0.75, 1000)).toBeCloseTo(1, 9);
  });

  it('finds the bottom of the valley that Rosenbrock has made to mislead, and says when it does not', () => {
    const valley = ([x = 0, y = 0]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2;
    const { at, found } = minimumOf(valley, [-1.2, 1], { tolerance: 1e-14 });
    expect(found).toBe(true);
    expect(at[0]).toBeCloseTo(1, 4);
    expect(at[1]).toBeCloseTo(1, 4);
    expect(minimumOf(([x = 0]) => -x, [0], { steps: 50 }).found).toBe(false);
    expect(minimumOf(([x = 0]) => (x < 0 ? Number.NaN : (x - 2) ** 2), [0.1]).at[0]).toBeCloseTo(2, 3);
  });
});

describe('a fit', () => {
  const through = 20_000;
  const buyers = simulateBuyers({ customers: 20_000, seed: 7, through, days: 546, ...likeCdnow });
  const apart = (found: number, known: number) => Math.abs(found / known - 1);

  it('recovers by what rates customers were made to buy and to leave', () => {
    const { model, found } = fitBuying(
      buyers.map(({ firstDay, history: { days } }) => ({
        repeats: days.length - 1,
        recency: (days.at(-1) ?? 0) / 7,
        age: (through - firstDay) / 7,
      })),
    );
    expect(found).toBe(true);
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(apart(model[name], likeCdnow.buying[name]), name).toBeLessThan(0.1);
    // What is foretold depends on these: purchases in a week of somebody who stays, and the share who leave.
    const { r, alpha, a, b } = likeCdnow.buying;
    expect(apart(model.r / model.alpha, r / alpha)).toBeLessThan(0.04);
    expect(apart(model.a / (model.a + model.b), a / (a + b))).toBeLessThan(0.04);
  });

  it('recovers what they were made to spend, in whichever unit', () => {
    const spent = buyers
      .flatMap(({ history }) => history.repeats)
      .map(({ days, net }) => ({ purchases: days, mean: net / days }));
    const { model } = fitSpending(spent);
    for (const name of ['p', 'q', 'gamma'] as const)
      expect(apart(model[name], likeCdnow.spending[name]), name).toBeLessThan(0.1);
    const inThousands = fitSpending(spent.map(({ purchases, mean }) => ({ purchases, mean: mean / 1000 })));
    expect(apart(inThousands.model.gamma * 1000, model.gamma)).toBeLessThan(0.001);
    expect(apart(inThousands.model.p, model.p)).toBeLessThan(0.001);
    // The density of what is a thousandth is a thousand times as high.
    const shift = spent.length * Math.log(1000);
    expect(inThousands.logLikelihood - fitSpending(spent).logLikelihood).toBeCloseTo(shift, 2);
  });
});

describe('what is expected', () => {
  /** Equation 10 of the paper as it stands there, without the transformation. */
  function asInThePaper(x: number, recency: number, age: number, t: number, model: BuyingModel) {
    const { r, alpha, a, b } = model;
    const sum = hypergeometric({ a: r + x, b: b + x, c: a + b + x - 1 }, t / (alpha + age + t));
    const share = ((alpha + age) / (alpha + age + t)) ** (r + x);
    const odds = x === 0 ? 0 : (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x);
    return (((a + b + x - 1) / (a - 1)) * (1 - share * sum)) / (1 + odds);
  }

  it('is what the paper says', () => {
    for (const [x, recency, age, t] of [
      [0, 0, 38.86, 39],
      [2, 30.43, 38.86, 39],
      [7, 20, 38.86, 13],
      [26, 38, 39, 52],
    ] as const)
      expect(expectedPurchases({ repeats: x, recency, age }, t, likeCdnow.buying)).toBeCloseTo(
        asInThePaper(x, recency, age, t, likeCdnow.buying),
        9,
      );
  });

  it('grows with time, is nothing within none, and falls the longer somebody has bought nothing', () => {
    const model = likeCdnow.buying;
    const within = (t: number) => expectedPurchases({ repeats: 4, recency: 20, age: 30 }, t, model);
    expect(within(0)).toBe(0);
    expect(within(4)).toBeLessThan(within(8));
    const later = [20, 30, 60, 120].map((age) => stillBuying({ repeats: 4, recency: 20, age }, model));
    expect(later).toEqual(later.toSorted((one, other) => other - one));
    expect(stillBuying({ repeats: 0, recency: 0, age: 500 }, model)).toBe(1);
  });

  it('is a number at every extreme', () => {
    const extremes = [1e-4, 0.5, 1, 1.000_000_1, 2, 1e4];
    const times = [0, 1 / 7, 52, 5200];
    for (const r of extremes)
      for (const alpha of extremes)
        for (const a of extremes)
          for (const b of extremes)
            for (const age of times)
              for (const repeats of [0, 1, 3000]) {
                const recency = repeats === 0 ? 0 : age / 2;
                const each = { repeats, recency, age };
                const model = { r, alpha, a, b };
                const told = [stillBuying(each, model), expectedPurchases(each, 260, model)];
                for (const value of told)
                  expect(Number.isFinite(value) && value >= 0, JSON.stringify({ each, model, told })).toBe(
                    true,
                  );
                expect(told[0]).toBeLessThanOrEqual(1);
              }
  });

  it('draws what somebody spends towards what all spend, the less they have bought', () => {
    const model = likeCdnow.spending;
    const all = expectedSpending({ purchases: 0, mean: 0 }, model);
    const own = 100_000;
    const drawn = [1, 5, 100].map((purchases) => expectedSpending({ purchases, mean: own }, model));
    expect([all, ...drawn, own]).toEqual([all, ...drawn, own].toSorted((one, other) => one - other));
  });
});
