/** The page of a call because of an answer: what was answered, in which survey, and when the customer wants to be called. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let surveyId: string;
let callbackId: string;
let customerId: string;

const text = (en: string) => ({ en, 'zh-CN': `问：${en}` });

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai, 01:00 in London.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  const manager = await cloud.as('li.na');
  const questions = [
    { id: 'service', kind: 'csat', required: true, text: text('How was <our> service, {{customer.name}}?') },
    { id: 'ease', kind: 'ces', required: false, text: text('Was it easy?') },
    { id: 'why', kind: 'text', required: false, text: text('Why?') },
    { id: 'unasked', kind: 'text', required: false, text: text('Anything else?') },
  ];
  const body = { ...structuredClone(newSurvey), name: 'After <delivery>', questions };
  surveyId = (await manager.surveys.createSurvey({ body: body as never })).body.id;
  const ada = { name: 'Ada <b>', owner: 'wang.fang', email: 'ada@example.test', language: 'en' as const };
  customerId = (await manager.customers.createCustomer({ body: { ...ada, timeZone: 'Europe/London' } })).body
    .id;
  const schedule = { at: '2026-11-23T09:30', timeZone: 'Asia/Shanghai' };
  await manager.campaigns.createCampaign({ body: { surveyId, name: 'Delivered', schedule } });
  await cloud.idle();
  await cloud.advance({ to: '2026-11-23T01:30:00Z' });
  await cloud.idle();
  const mail = (await cloud.inbox()).find(({ text }) => text.includes('/s/'));
  const link = linkIn(mail!);
  const form = await openForm(link);
  await cloud.advance({ duration: 'PT1M' });
  await sendForm(link, form, { 'q-service': '1', 'q-ease': '6', 'q-why': 'Came <late>' });
  await cloud.idle();
  const params = { customerId };
  const { body: calls } = await manager.callbacks.listCustomerCallbacks({ params, query: {} });
  callbackId = calls.items[0]?.id ?? '';
});
afterAll(() => cloud?.close());

it('shows the score on its scale, the question, the survey, all answers, the priority and the customer’s time', async () => {
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const { page } = await agent.ask(`/desk/callbacks/${callbackId}`);
  for (const said of [
    '<dt>Why</dt><dd>Satisfaction: 1 of 5</dd>',
    '<dt>Question</dt><dd>How was &lt;our&gt; service, Ada &lt;b&gt;?</dd>',
    `<dt>Survey</dt><dd><a href="/desk/surveys/${surveyId}">After &lt;delivery&gt;</a></dd>`,
    '<dt>By the rule of the closed loop</dt><dd>Low answers</dd>',
    '<dt>Priority</dt><dd>high</dd>',
    '<dt>With the customer it is</dt><dd>23 Nov 2026, 01:31 (Europe/London)</dd>',
    '<th scope="row">Was it easy?</th><td data-head="Answer">6 of 7</td>',
    '<th scope="row">Why?</th><td data-head="Answer">Came &lt;late&gt;</td>',
  ])
    expect(page).toContain(said);
  expect(page).not.toContain('Anything else?');
  const [, answer = ''] = /href="(\/desk\/responses\/[^"]+)">answered on/.exec(page) ?? [];
  const answered = (await agent.ask(answer)).page;
  expect(answered).toContain('Came &lt;late&gt;');
  expect(answered).toContain(`<a href="/desk/callbacks/${callbackId}">See the call</a>`);
  await agent.send(page, '/desk/language', { language: 'zh-CN' });
  const chinese = await agent.ask(`/desk/callbacks/${callbackId}`);
  expect(chinese.page).toContain('<dd>满意度：1 分（满分 5）</dd>');
  expect((await agent.ask('/desk')).page).toMatch(
    /满意度：1 分（满分 5）[\s\S]*优先级：高|优先级：高[\s\S]*满意度：1 分（满分 5）/,
  );
});

it('takes down when the customer wants to be called, says at the field what is wrong, and shows it', async () => {
  const manager = await cloud.as('li.na');
  const params = { callbackId };
  const path = `/desk/callbacks/${callbackId}`;
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const shown = await agent.ask(path);
  const hours = { outcome: 'call-later', 'wantedHours.from': '18:00', 'wantedHours.to': '10:00' };
  const wrong = await agent.send(shown.page, path, hours);
  expect(wrong.status).toBe(400);
  expect(wrong.page).toMatch(/id="wantedHours\.to-violation">[^<]+/);
  expect(wrong.page).toContain('value="18:00"');
  const half = await agent.send(shown.page, path, { outcome: 'call-later', 'wantedHours.days': 'monday' });
  expect(half.status).toBe(400);
  expect(half.page).toMatch(/id="wantedHours\.from-violation">[^<]+/);
  const closing = { outcome: 'reached', 'wantedHours.from': '10:00', 'wantedHours.to': '12:00' };
  const unfit = await agent.send(shown.page, path, closing);
  expect(unfit.page).toMatch(/id="wantedHours\.from-violation">a new time goes only with/);
  const right = { ...closing, outcome: 'call-later', 'wantedHours.days': ['monday', 'tuesday'] };
  expect((await agent.send(shown.page, path, right)).status).toBe(303);
  const { body: callback } = await manager.callbacks.getCallback({ params });
  expect(callback.wantedHours).toEqual({ from: '10:00', to: '12:00', days: ['monday', 'tuesday'] });
  expect((await agent.ask(path)).page).toContain(
    '<dt>Wants to be called</dt><dd>Monday, Tuesday, 10:00–12:00, by the customer’s clock</dd>',
  );
});

it('shows what was answered to the script of a call', async () => {
  const manager = await cloud.as('li.na');
  const { version: _, updatedAt: __, ...settings } = (await manager.calling.getCallSettings({})).body;
  const scripts = [{ reason: 'manual' as const, surveyId }];
  await manager.calling.putCallSettings({ body: { ...settings, scripts } }, { ifMatch: '*' });
  const due = { wallTime: '2026-11-25T10:00' };
  const body = { customerId, owner: 'wang.fang', why: 'Asked', due };
  const { body: made } = await manager.callbacks.createCallback({ body });
  const caller = await cloud.as('wang.fang');
  const said = { answers: { service: 5, why: 'All <well>' } };
  await caller.callbacks.takeAnswers({ params: { callbackId: made.id }, body: said });
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const { page } = await agent.ask(`/desk/callbacks/${made.id}`);
  expect(page).toContain('<td data-head="Answer">All &lt;well&gt;</td>');
  expect(page).toContain('<td data-head="Answer">5 of 5</td>');
});

it('shows the answers to whoever has to make the call, and leaves them out once it is made', async () => {
  const manager = await cloud.as('li.na');
  const params = { callbackId };
  await manager.callbacks.patchCallback({ params, body: { owner: 'david.brown' } }, { ifMatch: '*' });
  const other = await signedInAt(cloud.url, 'david.brown');
  const path = `/desk/callbacks/${callbackId}`;
  const open = await other.ask(path);
  expect(open.page).toContain('<th scope="row">Was it easy?</th>');
  expect((await other.send(open.page, path, { outcome: 'reached' })).status).toBe(303);
  const { status, page } = await other.ask(path);
  expect(status).toBe(200);
  expect(page).toContain('<dt>Why</dt><dd>Satisfaction: 1 of 5</dd>');
  expect(page).toContain('<dt>Question</dt><dd>How was &lt;our&gt; service, …?</dd>');
  expect(page).not.toContain('Was it easy?');
});
