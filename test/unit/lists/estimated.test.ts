import { describe, expect, it } from 'vitest';
import { estimated } from '../../../functions/customers/lists/lists.rules.ts';

describe('an estimate', () => {
  // The limits of a Poisson count, from the tables of Garwood (1936).
  it.each([
    [0, 0, 3.69],
    [1, 0.03, 5.57],
    [10, 4.8, 18.39],
    [100, 81.36, 121.63],
  ])('of %i found has the limits of such a count', (found, low, high) => {
    const { count, from, to } = estimated(found, 0.001);
    expect(count).toBe(found * 1000);
    expect(Math.abs(from / 1000 - low)).toBeLessThan(0.06);
    expect(Math.abs(to / 1000 - high)).toBeLessThan(0.06);
  });

  it('is never below what was found', () => {
    expect(estimated(100, 0.95).from).toBe(100);
  });
});
