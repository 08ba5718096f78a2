import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { npsBand } from '../../../functions/surveys/responses/responses.rules.ts';
import { sumUpAnswers } from '../../../functions/surveys/results/operations/sum-up-answers.ts';
import { countsOf, noAnswers, sumOf, without } from '../../../functions/surveys/results/results.rules.ts';
import { aSurvey } from '../../support/campaign-samples.ts';

const survey = aSurvey();
const tallied = (counts: Readonly<Record<string, number>>, answered = 0) =>
  sumUpAnswers(survey, { answered, counts: new Map(Object.entries(counts)) });
const resultsOf = (counts: Readonly<Record<number, number>>) =>
  tallied(Object.fromEntries(Object.entries(counts).map(([value, n]) => [`nps#recommend#${value}`, n])));

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

  it('comes with an interval from two answers on', () => {
    // The same by hand in test/unit/statistics.
    expect(resultsOf({ 10: 50, 8: 30, 2: 20 })).toMatchObject({
      ...{ total: 100, promoters: 50, passives: 30, detractors: 20, score: 30 },
      interval: { low: 14.1, high: 44.2 },
    });
    expect(resultsOf({ 10: 1 })).toMatchObject({ score: 100, interval: null });
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

describe('the other questions', () => {
  it('show how often which number was given, the mean, and the share of the upper boxes with their intervals', () => {
    const { questions, score, answered } = tallied(
      {
        'csat#service#5': 6,
        'csat#service#2': 3,
        'csat#service#4': 1,
        'rating#delivery#3': 2,
        'ces#easy#5': 2,
      },
      12,
    );
    expect([answered, score]).toEqual([12, null]);
    expect(questions).toMatchObject([
      {
        ...{ questionId: 'service', kind: 'csat', count: 10 },
        distribution: [
          { value: 2, count: 3 },
          { value: 4, count: 1 },
          { value: 5, count: 6 },
        ],
        measures: [
          // Wilson, by hand: (0.7 + 0.19207 ± 1.96 sqrt(0.021 + 0.0096)) / 1.38415.
          { kind: 'top-box', value: 70, low: 39.7, high: 89.2, n: 10 },
          // Variance 18/9, t of 9 degrees 2.2622: 4 ± 2.2622 sqrt(2 / 10) = 4 ± 1.012, and no mean lies above 5.
          { kind: 'mean', value: 4, low: 2.99, high: 5, n: 10 },
        ],
      },
      {
        questionId: 'delivery',
        kind: 'rating',
        measures: [{ kind: 'mean', value: 3, low: 3, high: 3, n: 2 }],
      },
      {
        questionId: 'easy',
        kind: 'ces',
        measures: [
          { kind: 'top-box', value: 100 },
          { kind: 'mean', value: 5 },
        ],
      },
    ]);
  });

  it('count each choice of those who answered, each row of a matrix, and of words only that there were some', () => {
    const answers = [
      {
        what: ['price', 'speed'],
        'what.other': 'x',
        grid: { shop: 'good', site: 'bad' },
        why: 'x',
        news: true,
      },
      { what: ['speed'], grid: { shop: 'good' }, day: '2026-11-23' },
      { what: ['other'], 'what.other': 'the smell' },
    ] as const;
    const tally = sumOf(
      answers.map((each) => ({
        answered: 1,
        counts: countsOf({ scores: [], answers: structuredClone(each) as never }),
      })),
    );
    const { questions } = sumUpAnswers(survey, tally);
    expect(questions).toMatchObject([
      { questionId: 'why', kind: 'text', count: 1, measures: [] },
      { questionId: 'day', kind: 'text', count: 1 },
      {
        ...{ questionId: 'grid', kind: 'matrix', count: 2 },
        rows: [
          { row: 'shop', count: 2, columns: [{ column: 'good', count: 2, share: 100 }] },
          { row: 'site', count: 1, columns: [{ column: 'bad', count: 1, share: 100 }] },
        ],
      },
      { questionId: 'news', kind: 'consent', count: 1 },
      {
        ...{ questionId: 'what', kind: 'multiple-choice', count: 3 },
        choices: [
          { choice: 'speed', count: 2, share: 66.7, low: 20.8, high: 93.9 },
          { choice: 'other', count: 1 },
          { choice: 'price', count: 1, share: 33.3 },
        ],
      },
    ]);
    expect(questions).toHaveLength(5);
  });

  it('give the mean of numbers, large or broken, as if each had been kept', () => {
    for (const values of [
      [1, 2, 2, 5],
      [-0.25, 1_000_000_000, 7.5],
      [999_999.5, 999_999.25, 1_000_000],
    ]) {
      const tally = sumOf(
        values.map((value) => ({ answered: 1, counts: countsOf({ scores: [], answers: { sum: value } }) })),
      );
      const [question] = sumUpAnswers(survey, tally).questions;
      const mean = values.reduce((one, other) => one + other, 0) / values.length;
      const variance = values.reduce((all, each) => all + (each - mean) ** 2, 0) / (values.length - 1);
      const [measure] = question!.measures;
      expect(measure!.value).toBeCloseTo(mean, 2);
      const t = { 3: 4.302652729911275, 4: 3.182446305284263 }[values.length]!;
      const width = t * Math.sqrt(variance / values.length);
      expect(Math.abs((measure!.high! - mean) / width - 1)).toBeLessThan(0.01);
    }
  });

  it('are left of a whole when a part is taken away', () => {
    const one = { answered: 1, counts: countsOf({ scores: [], answers: { what: ['a', 'b'] } }) };
    const other = { answered: 1, counts: countsOf({ scores: [], answers: { what: ['b'] } }) };
    expect(sumUpAnswers(survey, without(sumOf([one, other]), one))).toEqual(sumUpAnswers(survey, other));
    expect(sumUpAnswers(survey, noAnswers).questions).toEqual([]);
  });
});
