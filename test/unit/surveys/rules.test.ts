import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editionOf,
  npsBand,
  npsScore,
  patchedSurvey,
  resultsOf,
} from '../../../functions/surveys/surveys/surveys.rules.ts';
import { NewSurvey, surveyViolations } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { aSurvey, at } from '../../support/survey-samples.ts';

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

describe('a survey', () => {
  it('says where it does not fit together', () => {
    const survey = aSurvey({ languages: ['zh-CN', 'zh-CN'], defaultLanguage: 'en' });
    const [nps, csat] = survey.questions;
    const violations = surveyViolations({
      ...survey,
      title: { en: 'Only English' },
      questions: [
        { ...nps!, required: false },
        { ...csat!, id: 'recommend' },
      ],
    });
    expect(violations.map(({ path }) => path.join('/'))).toEqual([
      'languages',
      'defaultLanguage',
      'title/zh-CN',
      'title/zh-CN',
      'questions/1/id',
      'questions',
    ]);
  });

  it('is refused with two scores or with none', () => {
    const { id, version, createdAt, updatedAt, ...survey } = aSurvey({ status: 'draft' });
    const [nps] = survey.questions;
    expect(NewSurvey.safeParse(survey).success).toBe(true);
    const two = NewSurvey.safeParse({ ...survey, questions: [nps, { ...nps, id: 'again' }] });
    const none = NewSurvey.safeParse({ ...survey, questions: survey.questions.slice(1) });
    expect([two.error?.issues[0]?.path, none.error?.issues[0]?.path]).toEqual([['questions'], ['questions']]);
  });

  it('keeps what a patch leaves out, drops what it sets to null and rises in version', () => {
    const survey = aSurvey({ intro: { 'zh-CN': '两分钟', en: 'Two minutes' } });
    const later = '2026-11-24T01:00:00.000Z';
    const renamed = patchedSurvey(survey, { name: 'Renamed' }, later);
    expect(renamed).toEqual({ ...survey, name: 'Renamed', version: 2, updatedAt: later });
    const bare = patchedSurvey(renamed, { intro: null }, later);
    expect(bare).not.toHaveProperty('intro');
    expect(bare.version).toBe(3);
  });

  it('has editions that sort like its versions', () => {
    expect(['0002', '0010', '0100']).toEqual([2, 10, 100].map(editionOf).sort());
    expect(at).toBeDefined();
  });
});
