/** Where somebody comes who goes through a survey page by page. */
import { describe, expect, it } from 'vitest';
import { pageAt, turnPage } from '../../../functions/surveys/questions/operations/turn-page.ts';
import { Question } from '../../../functions/surveys/questions/questions.schema.ts';

const ask = (id: string, fields: object = {}): Question =>
  Question.parse({ kind: 'csat', id, required: true, text: { en: `Ask ${id}` }, ...fields });

const questions = [
  ask('score', { branches: [{ when: [{ op: 'between', to: 2 }], to: 'why' }] }),
  ask('praise', { kind: 'text', required: false }),
  ask('again', { branches: [{ when: [{ op: 'answered' }], to: 'end' }] }),
  ask('why', { kind: 'text' }),
  ask('more', { text: { en: 'You said {{answer.why}}' }, required: false }),
];

const turn = (form: Readonly<Record<string, string>>) => {
  const found = turnPage(questions, form);
  if (found.kind === 'complete') return found.answers;
  return { page: found.page.questions.map(({ id }) => id), violations: found.violations };
};

describe('a survey with branches', () => {
  it('begins with what decides what follows', () => {
    expect(pageAt(questions, undefined).questions.map(({ id }) => id)).toEqual(['score']);
    expect(pageAt(questions, 'nobody').start).toBe(0);
  });

  it('goes on along the answers, and ends where nothing more is asked', () => {
    expect(turn({ page: 'score', go: 'on', 'q-score': '5' })).toEqual({
      page: ['praise', 'again'],
      violations: {},
    });
    const good = { 'q-score': '5', 'q-praise': 'fine', 'q-again': '4' };
    expect(turn({ page: 'praise', go: 'on', ...good })).toEqual({ score: 5, praise: 'fine', again: 4 });
    expect(turn({ page: 'score', go: 'on', 'q-score': '1' })).toEqual({ page: ['why'], violations: {} });
    expect(turn({ page: 'why', go: 'on', 'q-score': '1', 'q-why': 'late' })).toEqual({
      page: ['more'],
      violations: {},
    });
    expect(turn({ page: 'more', go: 'on', 'q-score': '1', 'q-why': 'late' })).toEqual({
      score: 1,
      why: 'late',
    });
  });

  it('goes back without asking for what is missing', () => {
    expect(turn({ page: 'more', go: 'back', 'q-score': '1', 'q-why': 'late' })).toEqual({
      page: ['why'],
      violations: {},
    });
    expect(turn({ page: 'score', go: 'back' })).toEqual({ page: ['score'], violations: {} });
  });

  it('drops what was answered beside the way', () => {
    const changed = { 'q-score': '5', 'q-praise': 'fine', 'q-again': '4', 'q-why': 'late', 'q-more': '1' };
    expect(turn({ page: 'praise', go: 'on', ...changed })).toEqual({ score: 5, praise: 'fine', again: 4 });
  });

  it('shows the first page on which something is missing, whatever page was sent', () => {
    const missing = { page: ['score'], violations: { score: 'missing' } };
    expect(turn({ page: 'score', go: 'on' })).toEqual(missing);
    expect(turn({ page: 'praise', go: 'on', 'q-again': '4' })).toEqual(missing);
    // A page beside the way.
    expect(turn({ page: 'why', go: 'on', 'q-score': '5', 'q-again': '4', 'q-why': 'late' })).toMatchObject({
      page: ['score'],
    });
    expect(turn({ go: 'on', 'q-score': '5', 'q-again': '4' })).toMatchObject({ page: ['score'] });
  });

  it('is one page where nothing decides, and needs not say which', () => {
    const plain = [ask('a'), ask('b', { required: false })];
    expect(pageAt(plain, undefined).questions).toHaveLength(2);
    expect(turnPage(plain, { 'q-a': '3' })).toEqual({ kind: 'complete', answers: { a: 3 } });
  });
});
