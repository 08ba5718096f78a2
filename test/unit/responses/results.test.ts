import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { npsBand, npsScore, resultsOf } from '../../../functions/surveys/responses/responses.rules.ts';

describe('the Net Promoter Score', () => {
  it.each([
    [0, 'detractor'],
    [6, 'detractor'],
    [7, 'passive'],
    [8, 'passive'],
    [9, 'promoter'],
    [10, 'promoter'],
  ])('puts %i among the %ss', (score, band) => {
    expect(npsBand(score)).toBe(band);
  });

  it.each([
    [{ promoter: 0, passive: 0, detractor: 0 }, null],
    [{ promoter: 1, passive: 0, detractor: 0 }, 100],
    [{ promoter: 0, passive: 0, detractor: 3 }, -100],
    [{ promoter: 1, passive: 1, detractor: 1 }, 0],
    [{ promoter: 50, passive: 30, detractor: 20 }, 30],
    [{ promoter: 2, passive: 0, detractor: 1 }, 33.3],
    [{ promoter: 1, passive: 0, detractor: 2 }, -33.3],
  ])('of %o is %s', (counts, score) => {
    expect(npsScore(counts)).toBe(score);
  });

  it('lies between -100 and 100 with one decimal, and is never minus zero', () => {
    const count = fc.nat({ max: 100_000 });
    fc.assert(
      fc.property(count, count, count, (promoter, passive, detractor) => {
        const { score, total } = resultsOf('survey', { promoter, passive, detractor });
        if (total === 0) return score === null;
        return (
          score !== null &&
          Math.abs(score) <= 100 &&
          Number(score.toFixed(1)) === score &&
          !Object.is(score, -0)
        );
      }),
    );
  });
});
