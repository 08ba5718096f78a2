/** When whoever still buys makes the next purchase, against the integral over all rates that they may have. */
import { expect, it } from 'vitest';
import { nextPurchaseWithin } from '../../../shared/statistics/bg-nbd.ts';
import { logGamma } from '../../../shared/statistics/gamma.ts';
import { likeCdnow } from '../../support/simulated-buyers.ts';

/** The probability of no purchase within a time: the wait at each rate, weighted by how likely the rate is. */
function noneWithin(time: number, shape: number, rate: number): number {
  const steps = 200_000;
  let sum = 0;
  // In logarithms of the rate, so that rates near nothing are seen.
  const [from, to] = [-60, Math.log(60 * (shape + 1)) - Math.log(rate)];
  const width = (to - from) / steps;
  for (let step = 0; step < steps; step += 1) {
    const lambda = Math.exp(from + (step + 0.5) * width);
    const density = shape * Math.log(rate * lambda) - rate * lambda - logGamma(shape);
    sum += Math.exp(density - lambda * time) * width;
  }
  return sum;
}

it.each([
  [0, 0, 10],
  [1, 5, 30],
  [6, 30, 31],
  [40, 38, 39],
])('is the quantile of the wait after %i repeats', (repeats, recency, age) => {
  const { buying } = likeCdnow;
  for (const probability of [0.1, 0.5, 0.9]) {
    const time = nextPurchaseWithin(probability, { repeats, recency, age }, buying);
    expect(noneWithin(time, buying.r + repeats, buying.alpha + age)).toBeCloseTo(1 - probability, 3);
  }
});
