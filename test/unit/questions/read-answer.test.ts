/** What a form says to each kind of question, and what is wrong with it. */
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../../functions/surveys/questions/operations/read-answer.ts';
import { said } from '../../../functions/surveys/questions/questions.rules.ts';
import { Question } from '../../../functions/surveys/questions/questions.schema.ts';

const named = (...ids: string[]) => ids.map((id) => ({ id, text: { en: `The ${id}` } }));
const ask = (kind: string, fields: object = {}): Question =>
  Question.parse({ kind, id: 'x', required: false, text: { en: 'X?' }, ...fields });

const one = ask('single-choice', { choices: named('slow', 'dear'), other: true });
const several = ask('multiple-choice', { choices: named('a', 'b', 'c'), atMost: 2, other: true });
const matrix = ask('matrix', { rows: named('speed', 'price'), columns: named('good', 'bad') });
const amount = ask('number', { from: 0, to: 100, decimals: 1 });
const day = ask('date', { from: '2026-01-01', to: '2026-12-31' });

const read = (question: Question, form: Readonly<Record<string, string | string[]>>) =>
  readAnswers([question], form);

describe('an answer', () => {
  it.each<[string, Question, Readonly<Record<string, string | string[]>>, object]>([
    ['one choice', one, { 'q-x': 'dear' }, { x: ['dear'] }],
    ['something else', one, { 'q-x': 'other', 'q-x.other': ' wet ' }, { x: ['other'], 'x.other': 'wet' }],
    ['a choice, and words beside it', one, { 'q-x': 'slow', 'q-x.other': 'wet' }, { x: ['slow'] }],
    ['several choices, in their order', several, { 'q-x': ['c', 'a', 'c'] }, { x: ['a', 'c'] }],
    ['a matrix', matrix, { 'q-x.speed': 'good', 'q-x.price': 'bad' }, { x: { speed: 'good', price: 'bad' } }],
    ['a row of a matrix', matrix, { 'q-x.price': 'bad' }, { x: { price: 'bad' } }],
    ['a number', amount, { 'q-x': '12.5' }, { x: 12.5 }],
    ['a number as it is typed in Chinese', amount, { 'q-x': ' １２，５ ' }, { x: 12.5 }],
    ['a day', day, { 'q-x': '2026-02-28' }, { x: '2026-02-28' }],
    ['a consent', ask('consent'), { 'q-x': 'yes' }, { x: true }],
    ['an effort', ask('ces'), { 'q-x': '7' }, { x: 7 }],
    ['nothing', several, { 'q-x': '' }, {}],
  ])('is %s', (_, question, form, answers) => {
    expect(read(question, form)).toEqual({ answers, violations: {} });
  });

  it.each<[string, Question, Readonly<Record<string, string | string[]>>, string]>([
    ['a choice that is not there', one, { 'q-x': 'wet' }, 'not-a-choice'],
    ['two of one', one, { 'q-x': ['slow', 'dear'] }, 'too-many'],
    ['more than may be', several, { 'q-x': ['a', 'b', 'c'] }, 'too-many'],
    ['something else without words', one, { 'q-x': 'other', 'q-x.other': ' ' }, 'say-other'],
    ['something else in too many words', one, { 'q-x': 'other', 'q-x.other': 'x'.repeat(2001) }, 'too-long'],
    ['a column that is not there', matrix, { 'q-x.speed': 'fair' }, 'not-a-choice'],
    ['a row that is left out', { ...matrix, required: true } as Question, { 'q-x.speed': 'good' }, 'missing'],
    ['no number', amount, { 'q-x': 'ten' }, 'no-number'],
    ['a number of another notation', amount, { 'q-x': '1e1' }, 'no-number'],
    ['too many decimals', amount, { 'q-x': '1.25' }, 'no-number'],
    ['a number beyond the limits', amount, { 'q-x': '101' }, 'out-of-range'],
    ['no day', day, { 'q-x': '2026-02-30' }, 'no-day'],
    ['a day beyond the limits', day, { 'q-x': '2027-01-01' }, 'out-of-range'],
    ['a consent that is not one', ask('consent'), { 'q-x': 'no' }, 'not-a-choice'],
    ['a consent that has to be given', ask('consent', { required: true }), {}, 'missing'],
    ['eight of seven', ask('ces'), { 'q-x': '8' }, 'not-a-choice'],
  ])('is refused for %s', (_, question, form, violation) => {
    expect(read(question, form).violations).toEqual({ x: violation });
  });

  it('is told in words', () => {
    expect(said(one, ['other'], { 'x.other': 'wet' }, 'en')).toBe('wet');
    expect(said(several, ['a', 'c'], {}, 'en')).toBe('The a, The c');
    expect(said(matrix, { speed: 'good', price: 'bad' }, {}, 'en')).toBe(
      'The speed: The good; The price: The bad',
    );
    expect(said(amount, 12.5, {}, 'en')).toBe('12.5');
  });
});
