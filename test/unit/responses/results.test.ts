import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  shareInterval,
  sumUpAnswers,
} from '../../../functions/surveys/responses/operations/sum-up-answers.ts';
import { npsBand } from '../../../functions/surveys/responses/responses.rules.ts';

const surveyId = 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq';
const nps = (counts: Readonly<Record<number, number>>) =>
  Object.entries(counts).map(([value, count]) => ({
    ...{ scale: 'nps' as const, questionId: 'recommend' },
    ...{ value: Number(value), count },
  }));
const resultsOf = (counts: Readonly<Record<number, number>>) =>
  sumUpAnswers(surveyId, { answered: 0, answers: nps(counts) });

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
    [{}, null],
    [{ 10: 1 }, 100],
    [{ 0: 3 }, -100],
    [{ 9: 1, 8: 1, 6: 1 }, 0],
    [{ 9: 20, 10: 30, 7: 30, 3: 20 }, 30],
    [{ 10: 2, 5: 1 }, 33.3],
    [{ 10: 1, 5: 2 }, -33.3],
  ])('of %o is %s', (counts, score) => {
    expect(resultsOf(counts).score).toBe(score);
  });

  it('comes with its standard error, and from 30 answers on with an interval', () => {
    // 50 promoters, 30 passives, 20 detractors: sqrt((0.7 - 0.3 ** 2) / 100) = 0.0781.
    expect(resultsOf({ 10: 50, 8: 30, 2: 20 })).toMatchObject({
      ...{ total: 100, score: 30, standardError: 7.8 },
      interval: { low: 14.7, high: 45.3 },
    });
    expect(resultsOf({ 10: 10, 2: 5 })).toMatchObject({ interval: null, standardError: 24.3 });
    expect(resultsOf({ 10: 1 })).toMatchObject({ interval: null, standardError: null });
  });

  it('lies between -100 and 100 with one decimal, and is never minus zero', () => {
    const count = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(count, count, count, (promoter, passive, detractor) => {
        const { score, interval } = resultsOf({ 9: promoter, 7: passive, 6: detractor });
        return (
          score !== null &&
          Math.abs(score) <= 100 &&
          Number(score.toFixed(1)) === score &&
          !Object.is(score, -0) &&
          (interval === null || (interval.low <= score && score <= interval.high))
        );
      }),
    );
  });
});

describe('the other scales', () => {
  it('show how often which answer was given, their mean, and the share of satisfied customers', () => {
    const answers = [
      { scale: 'csat', questionId: 'service', value: 5, count: 6 },
      { scale: 'csat', questionId: 'service', value: 2, count: 3 },
      { scale: 'csat', questionId: 'service', value: 4, count: 1 },
      { scale: 'rating', questionId: 'delivery', value: 3, count: 2 },
    ] as const;
    const { questions, score, answered } = sumUpAnswers(surveyId, { answered: 12, answers });
    expect([answered, score]).toEqual([12, null]);
    expect(questions).toMatchObject([
      { questionId: 'delivery', scale: 'rating', count: 2, mean: 3, distribution: [{ value: 3, count: 2 }] },
      {
        ...{ questionId: 'service', scale: 'csat', count: 10, mean: 4 },
        distribution: [
          { value: 2, count: 3 },
          { value: 4, count: 1 },
          { value: 5, count: 6 },
        ],
        csat: { share: 70 },
      },
    ]);
    expect(questions[0]).not.toHaveProperty('csat');
  });

  it.each([
    // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 1998, table I.
    [81, 263, 25.5, 36.6],
    [15, 148, 6.2, 16.0],
    [0, 20, 0, 16.1],
    [1, 29, 0.6, 17.2],
  ])('have an interval for the share %i of %i', (part, whole, low, high) => {
    expect(shareInterval(part, whole)).toEqual({ low, high });
  });
});
