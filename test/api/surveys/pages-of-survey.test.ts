/** A survey of every kind of question, page by page: along the answers, back, left and taken up again, and read back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
const zone = 'Asia/Shanghai';

const both = (en: string, zh: string) => ({ en, 'zh-CN': zh });
const survey = {
  name: 'Delivery',
  status: 'open' as const,
  languages: ['en' as const, 'zh-CN' as const],
  defaultLanguage: 'en' as const,
  title: both('Your delivery, {{customer.name|dear customer}}', '{{customer.name|您}}的配送'),
  thanks: both('Thanks: {{answer.why|all is well}}', '谢谢'),
  themes: [
    { id: 'delivery', title: both('The delivery', '配送') },
    { id: 'you', title: both('About you', '关于您') },
  ],
  questions: [
    {
      ...{ kind: 'ces' as const, id: 'easy', required: true, theme: 'delivery' },
      text: both('It was easy to order.', '下单很方便。'),
      branches: [{ when: [{ op: 'between' as const, to: 3 }], to: 'why' }],
    },
    {
      ...{ kind: 'consent' as const, id: 'quote', required: false, theme: 'delivery' },
      text: both('You may quote me.', '可以引用我的话。'),
      branches: [
        { when: [{ op: 'empty' as const }], to: 'when' },
        { when: [{ op: 'answered' as const }], to: 'when' },
      ],
    },
    {
      ...{
        kind: 'multiple-choice' as const,
        id: 'why',
        required: true,
        theme: 'delivery',
        other: true as const,
      },
      text: both('What was wrong?', '哪里不好？'),
      choices: [
        { id: 'slow', text: both('Too slow', '太慢') },
        { id: 'dear', text: both('Too dear', '太贵') },
      ],
    },
    {
      ...{ kind: 'matrix' as const, id: 'parts', required: true, theme: 'delivery' },
      text: both('You chose {{answer.why}}. How was', '您选了{{answer.why}}。怎么样：'),
      rows: [
        { id: 'driver', text: both('the driver', '司机') },
        { id: 'parcel', text: both('the parcel', '包裹') },
      ],
      columns: [
        { id: 'good', text: both('good', '好') },
        { id: 'bad', text: both('bad', '不好') },
      ],
    },
    {
      ...{ kind: 'date' as const, id: 'when', required: false, theme: 'you' },
      text: both('When did it come?', '何时送达？'),
    },
    {
      ...{ kind: 'number' as const, id: 'people', required: false, theme: 'you', from: 1, to: 20 },
      text: both('How many are you at home?', '家里几口人？'),
    },
  ],
};

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  for (const [name, email] of [
    ['<b>Ann</b>', 'ann@example.test'],
    ['Bob', 'bob@example.test'],
  ] as const)
    await manager.customers.createCustomer({ body: { name, email, language: 'en' } });
  surveyId = (await manager.surveys.createSurvey({ body: survey })).body.id;
  await cloud.idle();
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: wallTimeAt(at, zone), timeZone: zone };
  await manager.campaigns.createCampaign({ body: { surveyId, name: 'Once', schedule } });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
});
afterAll(() => cloud?.close());

async function linkTo(address: string): Promise<string> {
  const mail = (await cloud.inbox()).find(({ to }) => to.some((each) => each.includes(address)));
  if (mail === undefined) throw new Error(`Nobody wrote to ${address}`);
  return linkIn(mail);
}

/** How many have sent in a page, and how many the last one. */
const come = async () => {
  const { body } = await manager.results.getResultsFunnel({ params: { surveyId } });
  const countOf = (name: string) => body.steps.find(({ step }) => step === name)?.count;
  return { answered: countOf('answered'), completed: countOf('completed') };
};

const answered = async () =>
  (await manager.responses.listSurveyResponses({ params: { surveyId } })).body.items;

it('goes along the answers, keeps them when it is left, and is read back in words', async () => {
  const link = await linkTo('ann@');
  const first = await openForm(link);
  expect(first.page).toContain('Your delivery, &lt;b&gt;Ann&lt;/b&gt;');
  expect(first.page).toContain('<h2>The delivery</h2>');
  expect(first.page).not.toContain('What was wrong?');
  expect((await sendForm(link, first, { go: 'on' })).page).toContain('Please answer this question.');
  const second = await sendForm(link, first, { go: 'on', 'q-easy': '2' });
  expect(second.page).toContain('What was wrong?');

  // Somebody closes the page, and opens the link again days later.
  const again = await openForm(link);
  expect(again.page).toContain('What was wrong?');
  expect(again.hidden).toMatchObject({ page: 'why', 'q-easy': '2' });
  const silent = await sendForm(link, again, { go: 'on', 'q-why': 'other' });
  expect(silent.page).toContain('Please say what else it is.');
  const said = { 'q-why': 'other', 'q-why.other': '"wet" & <i>torn</i>' };
  const third = await sendForm(link, again, { go: 'on', ...said });
  expect(third.page).toContain('You chose &quot;wet&quot; &amp; &lt;i&gt;torn&lt;/i&gt;. How was');

  const parts = await openForm(link);
  expect(parts.hidden).toMatchObject({ page: 'parts', 'q-why': 'other' });
  const back = await sendForm(link, parts, { go: 'back' });
  expect(back.page).toContain('What was wrong?');
  const half = await sendForm(link, parts, { go: 'on', 'q-parts.driver': 'good' });
  expect(half.page).toContain('Please answer this question.');
  const rated = { 'q-parts.driver': 'good', 'q-parts.parcel': 'bad' };
  expect((await sendForm(link, parts, { go: 'on', ...rated })).page).toContain('<h2>About you</h2>');
  expect(await answered()).toEqual([]);
  expect(await come()).toEqual({ answered: 1, completed: 0 });

  const last = await openForm(link);
  const wrong = await sendForm(link, last, { go: 'on', 'q-people': '21' });
  expect(wrong).toMatchObject({ status: 400 });
  await cloud.advance({ duration: 'PT10S' });
  const thanks = await Promise.all(
    Array.from({ length: 20 }, () =>
      sendForm(link, last, { go: 'on', 'q-when': '2026-11-20', 'q-people': '3' }),
    ),
  );
  expect(thanks.filter(({ page }) => page.includes('Thanks: &quot;wet&quot;'))).toHaveLength(1);
  await cloud.idle();
  const [row, ...others] = await answered();
  expect(others).toEqual([]);
  expect(row).toMatchObject({ score: 2, scale: 'ces', low: true, commented: false, moreComments: 1 });
  const { body } = await manager.responses.getResponse({ params: { responseId: row?.id ?? '' } });
  expect(body.answers.map(({ answer, said: words }) => [answer, words])).toEqual([
    [2, undefined],
    [null, undefined],
    [['other'], '"wet" & <i>torn</i>'],
    [{ driver: 'good', parcel: 'bad' }, 'the driver: good; the parcel: bad'],
    ['2026-11-20', undefined],
    [3, undefined],
  ]);
  expect(await come()).toEqual({ answered: 1, completed: 1 });
  const results = (await manager.results.getSurveyResults({ params: { surveyId } })).body;
  expect(results.questions.find(({ questionId }) => questionId === 'easy')).toMatchObject({
    ...{ kind: 'ces', count: 1 },
    measures: [
      { kind: 'top-box', value: 0 },
      { kind: 'mean', value: 2 },
    ],
  });
  const counted = results.questions.map(({ kind, count }) => [kind, count]);
  expect(counted.toSorted()).toEqual([
    ['ces', 1],
    ['date', 1],
    ['matrix', 1],
    ['multiple-choice', 1],
    ['number', 1],
  ]);
});

it('is left behind by a survey that has changed since: who has begun goes on with what they saw', async () => {
  const link = await linkTo('bob@');
  const first = await openForm(link);
  const junk = await sendForm(link, first, { go: 'on', 'q-easy': '2', 'q-junk': 'x'.repeat(500_000) });
  expect(junk.status).toBe(200);
  expect((await openForm(link)).hidden).toMatchObject({ page: 'easy' });
  await sendForm(link, first, { go: 'on', 'q-easy': '1' });
  // Twice at once and once more is once.
  await Promise.all([1, 2].map(() => sendForm(link, first, { go: 'on', 'q-easy': '1' })));
  expect(await come()).toEqual({ answered: 2, completed: 1 });
  const { body } = await manager.surveys.getSurvey({ params: { surveyId } });
  const questions = body.questions
    .filter(({ id }) => id !== 'why' && id !== 'parts')
    .map(({ branches: _, ...rest }) => rest);
  const patched = await manager.surveys.patchSurvey(
    { params: { surveyId }, body: { questions, thanks: null } },
    { ifMatch: body.version },
  );
  expect(patched.body.version).toBe(2);
  const again = await openForm(link);
  expect(again.page).toContain('What was wrong?');
  expect(again.hidden).toMatchObject({ version: '1', page: 'why' });
  expect(await (await fetch(`${link}?lang=zh`)).text()).toContain('哪里不好？');
});

it('is refused where it does not fit together, in the language of the caller', async () => {
  const [easy, ...rest] = survey.questions;
  const questions = [easy!, { ...rest[0]!, branches: [{ when: [{ op: 'answered' as const }], to: 'easy' }] }];
  const refused = await refusal(manager.surveys.createSurvey({ body: { ...survey, questions } }));
  expect(refused).toMatchObject({ status: 400 });
  expect(JSON.stringify(refused)).toContain('customers would be asked in a circle');
});
