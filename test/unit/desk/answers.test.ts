/** What the page of comments says of a list that goes on. */
import { expect, it } from 'vitest';
import { type CommentsView, commentsPage } from '../../../functions/desk/answers-desk/answers-desk.page.ts';
import { commentsQuery } from '../../../functions/desk/answers-desk/answers-desk.rules.ts';
import { untouched } from '../../../functions/desk/desk/index.ts';

const reader = {
  name: 'Li Na',
  language: 'en',
  formToken: 'token',
  timeZone: 'Asia/Shanghai',
  mayOpenCustomers: true,
  mayCorrect: true,
} as const;
const survey = { id: 'survey_1', name: 'After', questions: [], defaultLanguage: 'en' };
const sentiments = { positive: 0, neutral: 0, negative: 0 };
const view = {
  survey: survey as unknown as CommentsView['survey'],
  topics: { surveyId: 'survey_1', comments: 0, sentiments, topics: [] },
  ...{
    filter: {},
    isFirst: true,
    seesAll: true,
    campaigns: [],
    collectors: [],
    people: [],
    teams: [],
    filled: untouched,
  },
};

it('leads to the next page with what is asked for, also from a page with nothing for the reader', () => {
  const filter = { topic: 'delivery', from: '2026-11' };
  const page = commentsPage({ ...view, filter, found: { items: [], cursor: 'c=1' } }, reader).toString();
  expect(page).toContain(
    'href="/desk/surveys/survey_1/comments?topic=delivery&amp;from=2026-11&amp;cursor=c%3D1"',
  );
  expect(page).toContain('It goes on.');
});

it('tells a survey that nobody has written about from a filter that nothing meets', () => {
  const found = { items: [], cursor: null };
  expect(commentsPage({ ...view, found }, reader).toString()).toContain('Nobody has written anything yet.');
  const narrowed = commentsPage({ ...view, filter: { word: 'x' }, found }, reader).toString();
  expect(narrowed).toContain('There is no such text.');
});

it('asks for whole months', () => {
  expect(commentsQuery({ from: '2028-02', to: '2028-02', word: 'x' })).toEqual({
    ...{ word: 'x', from: '2028-02-01T00:00:00.000Z', to: '2028-02-29T23:59:59.999Z' },
  });
});
