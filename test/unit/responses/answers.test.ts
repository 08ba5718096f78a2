import { describe, expect, it } from 'vitest';
import { readAnswers as readForm } from '../../../functions/surveys/questions/index.ts';
import type { Form } from '../../../functions/surveys/questions/questions.schema.ts';
import {
  formFields,
  isSuspect,
  lowestOf,
  preselected,
  scoresOf,
} from '../../../functions/surveys/responses/responses.rules.ts';
import { aSurvey } from '../../support/campaign-samples.ts';

const survey = aSurvey();
const readAnswers = ({ questions }: typeof survey, form: Form) => readForm(questions, form);

describe('reading a form', () => {
  it('takes numbers for scales and text as people type it', () => {
    const read = readAnswers(survey, {
      'q-recommend': '10',
      'q-service': '4',
      'q-why': '  很好\r\n谢谢  ',
      'q-unknown': 'x',
    });
    expect(read).toEqual({ answers: { recommend: 10, service: 4, why: '很好\n谢谢' }, violations: {} });
    expect(scoresOf(survey, read.answers)).toEqual({
      score: 10,
      scale: 'nps',
      scores: [
        { questionId: 'recommend', scale: 'nps', value: 10 },
        { questionId: 'service', scale: 'csat', value: 4 },
      ],
    });
  });

  it('takes the first scale for the score where nobody is asked to recommend us', () => {
    const [, service, why] = survey.questions;
    const without = aSurvey({ questions: [why!, service!] });
    expect(scoresOf(without, { service: 2, why: 'slow' })).toMatchObject({ score: 2, scale: 'csat' });
    expect(scoresOf(without, { why: 'slow' })).toEqual({ scores: [] });
    expect(scoresOf(aSurvey({ questions: [why!] }), { why: 'slow' })).toEqual({ scores: [] });
  });

  it('leaves out what was left empty, unless it is required', () => {
    expect(readAnswers(survey, { 'q-recommend': '0', 'q-why': '   ' })).toEqual({
      answers: { recommend: 0 },
      violations: {},
    });
    expect(readAnswers(survey, {}).violations).toEqual({ recommend: 'missing' });
    expect(readAnswers(survey, { 'q-recommend': '' }).violations).toEqual({ recommend: 'missing' });
  });

  it.each([
    ['q-recommend', '11', 'recommend', 'not-a-choice'],
    ['q-recommend', '-1', 'recommend', 'not-a-choice'],
    ['q-recommend', '1.5', 'recommend', 'not-a-choice'],
    ['q-recommend', '9 ', 'recommend', 'not-a-choice'],
    ['q-recommend', ['9', '2'], 'recommend', 'not-a-choice'],
    ['q-service', '0', 'service', 'not-a-choice'],
    ['q-service', '6', 'service', 'not-a-choice'],
    ['q-why', 'x'.repeat(2001), 'why', 'too-long'],
    ['q-why', 'a\u0000b', 'why', 'not-text'],
    ['q-why', ['a', 'b'], 'why', 'not-a-choice'],
  ])('refuses %s = %j', (field, value, id, violation) => {
    expect(readAnswers(survey, { 'q-recommend': '9', [field]: value }).violations).toEqual({
      [id]: violation,
    });
  });

  it('selects the score of a link in the mail', () => {
    expect(preselected(survey, '9')).toEqual({ 'q-recommend': '9' });
    expect(preselected(survey, undefined)).toEqual({});
    for (const odd of ['11', '-1', '09', 'x'.repeat(5000)]) expect(preselected(survey, odd)).toEqual({});
  });
});

describe('the low score that is followed up', () => {
  const given = (...scores: (readonly ['nps' | 'csat' | 'rating', number])[]) =>
    scores.map(([scale, value], index) => ({ questionId: `q${index}`, scale, value }));

  it.each([
    [given(['nps', 6]), 0],
    [given(['nps', 7]), undefined],
    [given(['csat', 2]), 0],
    [given(['csat', 3]), undefined],
    [given(['rating', 1]), 0],
    [given(['rating', 3], ['csat', 5], ['nps', 10]), undefined],
    [given(), undefined],
    // Any scale counts, not only that of the score.
    [given(['nps', 8], ['csat', 1]), 1],
    [given(['csat', 4], ['nps', 9], ['rating', 2]), 2],
    // 3 of 0…10 is 30 % of its scale, 2 of 1…5 is 25 %.
    [given(['nps', 3], ['csat', 2]), 1],
    [given(['nps', 2], ['csat', 2]), 0],
    // As low as each other: the NPS, then what was asked first.
    [given(['csat', 1], ['nps', 0]), 1],
    [given(['rating', 2], ['csat', 2]), 0],
  ])('of %j is number %s', (scores, lowest) => {
    expect(lowestOf(scores)).toEqual(lowest === undefined ? undefined : scores[lowest]);
  });
});

describe('an answer that no person can have given', () => {
  const now = Date.parse('2026-11-23T01:00:00Z');

  it.each([
    ['two seconds after the form was shown', String(now - 2000), false],
    ['a day after', String(now - 86_400_000), false],
    ['sooner', String(now - 1999), true],
    ['before it was shown', String(now + 1), true],
    ['to a form that was not shown', undefined, true],
    ['with a made-up time', 'soon', true],
  ])('%s: %s → suspect %s', (_, shown, suspect) => {
    expect(isSuspect(survey, shown === undefined ? {} : { [formFields.shownAt]: shown }, now)).toBe(suspect);
  });

  it.each([
    ['sent as it was chosen in the mail', { 'q-recommend': '9', prefilled: '9' }, 600, false],
    ['at once', { 'q-recommend': '9', prefilled: '9' }, 400, true],
    ['with another score', { 'q-recommend': '8', prefilled: '9' }, 600, true],
    ['with something written', { 'q-recommend': '9', prefilled: '9', 'q-why': 'x' }, 600, true],
    ['that was not chosen in the mail', { 'q-recommend': '9' }, 600, true],
  ])('one tap %s: %j after %i ms → suspect %s', (_, fields, after, suspect) => {
    const form = { ...fields, [formFields.shownAt]: String(now - after) };
    expect(isSuspect(survey, form, now)).toBe(suspect);
  });
});
