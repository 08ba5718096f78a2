import { describe, expect, it } from 'vitest';
import { surveyViolations } from '../../../functions/surveys/surveys/surveys.operations.ts';
import { editionOf, patchedSurvey } from '../../../functions/surveys/surveys/surveys.rules.ts';
import { NewSurvey, Survey, SurveyPatch } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { aSurvey } from '../../support/campaign-samples.ts';

describe('a survey', () => {
  it('says where it does not fit together', () => {
    const survey = aSurvey({ languages: ['zh-CN', 'zh-CN'], defaultLanguage: 'en' });
    const [nps, csat] = survey.questions;
    const violations = surveyViolations({
      ...survey,
      title: { en: 'Only English' },
      questions: [nps!, { ...csat!, id: 'recommend' }],
    });
    expect(violations.map(({ path }) => path.join('/'))).toEqual([
      'languages',
      'defaultLanguage',
      'title/zh-CN',
      'title/zh-CN',
      'questions/1/id',
    ]);
  });

  it('says what is wrong with its quotas', () => {
    const quotas = [
      { id: 'all', maximum: 10, ending: { en: 'Enough' } },
      { id: 'none', maximum: 1, when: [{ op: 'is' as const, question: 'nothing', values: [1] }] },
      { id: 'own', maximum: 1, when: [{ op: 'between' as const, to: 6 }] },
      { id: 'high', maximum: 1, when: [{ op: 'is' as const, question: 'service', values: [6] }] },
      { id: 'good', maximum: 1, when: [{ op: 'between' as const, question: 'service', from: 4 }] },
    ];
    expect(surveyViolations(aSurvey({ quotas })).map(({ path }) => path.join('/'))).toEqual([
      'quotas/0/ending/zh-CN',
      'quotas/1/when/0/question',
      'quotas/2/when/0/question',
      'quotas/3/when/0/values/0',
    ]);
  });

  it.each(['\n', '\r\n', '\u2028', '\u2029', '\u0085'])(
    'has a title of one line, not broken by %j',
    (mark) => {
      const { id, version, createdAt, updatedAt, ...survey } = aSurvey({ status: 'draft' });
      const title = { ...survey.title, en: `Your${mark}purchase` };
      const created = NewSurvey.safeParse({ ...survey, title });
      expect(created.error?.issues.map(({ path }) => path)).toEqual([['title', 'en']]);
      expect(SurveyPatch.safeParse({ title }).success).toBe(false);
      expect(NewSurvey.safeParse({ ...survey, intro: { 'zh-CN': '您\n好', en: 'Dear\nyou' } }).success).toBe(
        true,
      );
      // One that is kept from before can still be read.
      expect(Survey.shape.title.safeParse({ en: 'Your\npurchase' }).success).toBe(true);
    },
  );

  it('asks at most once for a recommendation, and need not ask at all', () => {
    const { id, version, createdAt, updatedAt, ...survey } = aSurvey({ status: 'draft' });
    const [nps] = survey.questions;
    expect(NewSurvey.safeParse(survey).success).toBe(true);
    const two = surveyViolations({ ...survey, questions: [nps!, { ...nps!, id: 'again' }] });
    const none = NewSurvey.safeParse({ ...survey, questions: survey.questions.slice(1) });
    const optional = NewSurvey.safeParse({ ...survey, questions: [{ ...nps, required: false }] });
    const reserved = NewSurvey.safeParse({ ...survey, questions: [{ ...nps, id: 'constructor' }] });
    expect(reserved.error?.issues[0]?.path).toEqual(['questions', 0, 'id']);
    expect(two.map(({ path }) => path)).toEqual([['questions']]);
    expect([none.success, optional.success]).toEqual([true, true]);
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
  });
});
