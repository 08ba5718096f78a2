/** What customers have answered, at the desk: word for word, narrowed, and only what is for the reader. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openForm, sendForm } from '../../support/answer-page.ts';
import { ownCloud } from '../../support/cloud.ts';
import { commentedSurvey } from '../../support/commented-survey.ts';
import { signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Awaited<ReturnType<typeof signedInAt>>;
let agent: Awaited<ReturnType<typeof signedInAt>>;
let asked: Awaited<ReturnType<typeof commentedSurvey>>;
let path: string;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  asked = await commentedSurvey(cloud, await cloud.as('li.na', 3));
  path = `/desk/surveys/${asked.surveyId}/comments`;
  manager = await signedInAt(cloud.url, 'li.na');
  agent = await signedInAt(cloud.url, 'wang.fang');
}, 240_000);
afterAll(() => cloud?.close());

/** What stands on each card of a list. */
const cardsIn = (page: string) =>
  [...page.matchAll(/<li class="card">(.*?)<\/li>/gs)].map(([, card = '']) => card);

const slow = '快递太慢了，\n包装也破了，很失望';
const friendly = 'Great price &amp; the &lt;b&gt;STAFF&lt;/b&gt; was very friendly.';
const pigeon = 'By pigeon 🕊';
const textsIn = (page: string) =>
  cardsIn(page).map((card) => /<p class="said" lang="[^"]+">(.*?)<\/p>/s.exec(card)?.[1]);

it('is led to from the survey, its results and its campaign', async () => {
  const [survey, results, campaign] = await Promise.all(
    [
      `/desk/surveys/${asked.surveyId}`,
      `/desk/surveys/${asked.surveyId}/results?from=2026-11`,
      `/desk/campaigns/${asked.campaignId}`,
    ].map(async (address) => (await manager.ask(address)).page.replaceAll('&amp;', '&')),
  );
  expect(survey).toContain(`href="${path}"`);
  expect(results).toContain(`href="${path}?from=2026-11"`);
  expect(results).toContain(`href="${path}?from=2026-11&questionId=why"`);
  expect(campaign).toContain(`href="${path}?campaignId=${asked.campaignId}"`);
});

it('shows what customers wrote word for word, by whom and to which question', async () => {
  const { status, page } = await manager.ask(path);
  expect([status, textsIn(page)]).toEqual([200, [pigeon, friendly, slow]]);
  expect(page).toContain('<h1>Comments: After &lt;delivery&gt;</h1>');
  expect(page).toContain('<dt>Texts</dt><dd>3</dd>');
  const [ofCleo, , ofAnn] = cardsIn(page);
  expect(ofCleo).toContain('Answers: How did it come?');
  expect(ofAnn).toContain(`<a href="/desk/customers/${asked.customers.ann}">Ann &lt;Own&gt;</a>`);
  expect(ofAnn).toContain('Recommendation: 2 of 10');
  expect(ofAnn).toContain('lang="zh-CN"');
  expect(ofAnn).toMatch(/Not content; about: .*Delivery/);
});

it('counts what it is about, and leads to those texts', async () => {
  const { page } = await manager.ask(path);
  expect(page).toMatch(
    new RegExp(`<a href="${path.replaceAll('/', '\\/')}\\?topic=delivery">Delivery</a></th><td[^>]*>1<`),
  );
  expect(textsIn((await manager.ask(`${path}?topic=delivery`)).page)).toEqual([slow]);
});

it.each([
  ['sentiment=positive&topic=&word=', [friendly]],
  ['band=high', [friendly]],
  ['questionId=how', [pigeon]],
  ['language=zh-CN', [slow]],
  ['word=staff', [friendly]],
  ['owner=david.brown', [friendly]],
  ['owner=none', [pigeon]],
  ['from=2026-11&to=2026-11', [pigeon, friendly, slow]],
])('narrowed by %s it shows so many', async (query, expected) => {
  const { status, page } = await manager.ask(`${path}?${query}`);
  expect([status, textsIn(page)]).toEqual([200, expected]);
});

it('says how many texts it shows, and asks only for questions that are answered in words', async () => {
  const { page } = await manager.ask(`${path}?sentiment=positive`);
  expect(page).toContain('<p class="hint">1 text.</p>');
  expect((await manager.ask(path)).page).toContain('<p class="hint">3 texts.</p>');
  const [, questions = ''] = /<select[^>]*name="questionId"[^>]*>(.*?)<\/select>/s.exec(page) ?? [];
  expect([...questions.matchAll(/<option value="([^"]+)"/g)].map(([, id]) => id)).toEqual(['why', 'how']);
});

it('says that there is nothing, and what is wrong with a month', async () => {
  expect((await manager.ask(`${path}?from=2027-01`)).page).toContain('There is no such text.');
  const wrong = await manager.ask(`${path}?from=soon&word=staff`);
  expect(wrong.status).toBe(400);
  expect(wrong.page).toContain('id="from-violation"');
  expect(wrong.page).toContain('value="soon"');
  const unknown = await manager.ask(`${path}?topic=No+Topic`);
  expect([unknown.status, unknown.page.includes('id="topic-violation"')]).toEqual([400, true]);
  const backwards = await manager.ask(`${path}?from=2026-12&to=2026-11`);
  expect([backwards.status, backwards.page.includes('id="to-violation"')]).toEqual([400, true]);
  expect(backwards.page).toContain('must not lie before the month it begins with');
  expect((await manager.ask(`${path}?cursor=gone`)).status).toBe(400);
});

it('shows agents what their own customers and those of nobody wrote', async () => {
  const { status, page } = await agent.ask(path);
  expect([status, textsIn(page)]).toEqual([200, [pigeon, slow]]);
  expect(page).not.toContain('<option value="david.brown"');
  const own = 'Below you read what your own customers and those of nobody wrote.';
  expect([page.includes(own), (await manager.ask(path)).page.includes(own)]).toEqual([true, false]);
  expect((await agent.ask(`${path}?owner=me`)).page).not.toContain('pigeon');
});

it('shows one response: every question as the customer saw it, and the answer', async () => {
  const at = `/desk/responses/${asked.responses.ann}`;
  const { page: comments } = await manager.ask(path);
  expect(comments).toContain(`href="${at}"`);
  await cloud.idle();
  const customer = (await manager.ask(`/desk/customers/${asked.customers.ann}`)).page;
  expect(customer).toContain(`<a href="${at}">The whole answer</a>`);
  const { status, page } = await manager.ask(at);
  expect(status).toBe(200);
  expect(
    cardsIn(page).map((card) =>
      card
        .replaceAll(/<[^>]+>/g, '|')
        .split(/\|\s*\|*/)
        .filter(Boolean),
    ),
  ).toEqual([
    ['How likely are you to recommend us to a friend?', '2 of 10'],
    ['Why?', slow],
    ['How did it come?', 'By &lt;post&gt;'],
  ]);
  expect(page).toContain(`<a href="/desk/customers/${asked.customers.ann}">Ann &lt;Own&gt;</a>`);
  expect(page).toContain(`<a href="/desk/campaigns/${asked.campaignId}">Once</a>`);
  const half = (await manager.ask(`/desk/responses/${asked.responses.cleo}`)).page;
  expect(half).toContain('Not asked, or left empty.');
  expect(half).toContain(pigeon);
});

it('shows agents the responses of their own customers and those of nobody, and no others', async () => {
  const statuses = await Promise.all(
    ['ann', 'bob', 'cleo'].map(
      async (key) => (await agent.ask(`/desk/responses/${asked.responses[key]}`)).status,
    ),
  );
  expect(statuses).toEqual([200, 404, 200]);
  const { page } = await agent.ask(`/desk/responses/${asked.responses.bob}`);
  expect(page).not.toContain('Great price');
});

it('corrects how a text was understood, once, and says who has done so when', async () => {
  const [, , ofAnn = ''] = cardsIn((await manager.ask(path)).page);
  const [, at = ''] = /href="(\/desk\/comments\/\w+)"/.exec(ofAnn) ?? [];
  expect(ofAnn).not.toContain('corrected by hand');
  const { page } = await manager.ask(at);
  expect(page).toContain(`<p class="said" lang="zh-CN">${slow}</p>`);
  expect(page).toMatch(/<input type="radio" id="[^"]+" name="sentiment" value="negative" checked>/);
  expect(page).toMatch(/name="topics" value="delivery" checked>/);
  expect(page).not.toContain('Who has corrected it');
  const wrong = await manager.send(page, at, { sentiment: 'angry', topics: ['delivery', 'weather'] });
  expect(wrong.status).toBe(400);
  expect(wrong.page).toContain('id="sentiment-violation"');
  const unknown = await manager.send(page, at, { sentiment: 'negative', topics: ['delivery', 'weather'] });
  expect([unknown.status, unknown.page.includes('id="topics-violation"')]).toEqual([400, true]);
  await cloud.advance({ duration: 'PT1M' });
  const fields = { sentiment: 'neutral', topics: 'price' };
  const sent = await manager.send(page, at, fields);
  expect([sent.status, sent.location]).toEqual([303, `${at}?done=1`]);
  // A button that is pressed twice asks for what is there already; what is otherwise is stale.
  expect((await manager.send(page, at, fields)).status).toBe(303);
  const stale = await manager.send(page, at, { sentiment: 'positive' });
  expect([stale.status, stale.page.includes('id="sentiment-stored">Stored now: Neither<')]).toEqual([
    412,
    true,
  ]);
  const now = (await manager.ask(sent.location ?? '')).page;
  expect(now).toContain('It was saved. No call follows from it by the rules of the closed loop.');
  expect(now).toMatch(/href="\/desk\/customers\/customer_\w+\/calls#promise"/);
  const [, row = ''] = /Who has corrected it<\/h2>.*?<tbody>(.*?)<\/tbody>/s.exec(now) ?? [];
  const cells = row.split(/<\/t[hd]>/).map((cell) => cell.replaceAll(/<[^>]+>/g, '').trim());
  const [when = '', ...rest] = cells;
  expect(rest.slice(0, 2)).toEqual(['Li Na', expect.stringMatching(/^Not content; about: .*Delivery/)]);
  expect(rest[2]).toBe('Neither; about: Price');
  await cloud.idle();
  const [, , corrected = ''] = cardsIn((await manager.ask(path)).page);
  expect(corrected).toContain(`Neither; about: Price; corrected by hand, ${when}`);
});

it('takes what is sent unchanged for no correction', async () => {
  const [, ofBob = ''] = cardsIn((await manager.ask(path)).page);
  const [, at = ''] = /href="(\/desk\/comments\/\w+)"/.exec(ofBob) ?? [];
  const { page } = await manager.ask(at);
  const ticked = [...page.matchAll(/name="topics" value="(\w+)" checked/g)].map(([, topic = '']) => topic);
  const [, sentiment = ''] = /name="sentiment" value="(\w+)" checked/.exec(page) ?? [];
  expect((await manager.send(page, at, { sentiment, topics: ticked })).status).toBe(303);
  const after = (await manager.ask(at)).page;
  expect(after).toContain('<dt>Understood so by</dt><dd>the program</dd>');
  expect(after).not.toContain('Who has corrected it');
});

it('offers the correction to whoever may make it alone', async () => {
  const [, own = ''] = cardsIn((await agent.ask(path)).page);
  expect(own).toContain(slow);
  expect(own).not.toContain('/desk/comments/');
  const [, at = ''] = /href="(\/desk\/comments\/\w+)"/.exec((await manager.ask(path)).page) ?? [];
  expect((await agent.ask(at)).status).toBe(403);
  const { page } = await agent.ask('/desk');
  const [, token = ''] = /name="form-token" value="([^"]+)"/.exec(page) ?? [];
  const form = { 'form-token': token, version: '1', sentiment: 'positive' };
  expect((await agent.ask(at, { form })).status).toBe(403);
});

it('keeps a customer who was deleted out of sight, and what they wrote', async () => {
  const api = await cloud.as('li.na', 3);
  const customerId = asked.customers.bob ?? '';
  await api.customers.deleteCustomer({ params: { customerId } }, { ifMatch: '*' });
  await cloud.idle();
  const { page } = await manager.ask(path);
  const [, ofBob] = cardsIn(page);
  expect(ofBob).toContain('a customer who was deleted');
  expect(page).not.toContain('Bob Other');
});

it('names the link for anybody by which an answer came, also once it is deleted, and finds by it', async () => {
  const api = await cloud.as('li.na', 3);
  const params = { surveyId: asked.surveyId };
  const { body: poster } = await api.collectors.createCollector({
    params,
    body: { name: 'Poster <3>', channel: 'qr' },
  });
  const form = await openForm(poster.link);
  await cloud.advance({ duration: 'PT1M' });
  await sendForm(poster.link, form, { 'q-recommend': '9', 'q-why': 'Read on a poster' });
  await cloud.idle();
  await api.collectors.deleteCollector({ params: { collectorId: poster.id } }, { ifMatch: '*' });
  const { page } = await manager.ask(`${path}?collectorId=${poster.id}`);
  expect(textsIn(page)).toEqual(['Read on a poster']);
  expect(page).toContain(`<option value="${poster.id}" selected>Poster &lt;3&gt; (deleted)</option>`);
  expect(cardsIn(page)[0]).toContain('nobody knows who, by the link “Poster &lt;3&gt;”');
  const [, response = ''] = /href="(\/desk\/responses\/[^"]+)"/.exec(page) ?? [];
  expect((await manager.ask(response)).page).toContain('<dt>Link for anybody</dt><dd>Poster &lt;3&gt;</dd>');
});
