/** Every page and mail that leaves the system, against the HTML standard. */
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn, openForm, sendForm } from '../support/answer-page.ts';
import { ownCloud } from '../support/cloud.ts';
import { newSurvey } from '../support/samples.ts';
import { createVisitor } from '../support/visitor.ts';

/** What the standard and the guidelines on accessibility demand. */
const presets = ['html-validate:standard', 'html-validate:a11y'];

/** A button in a form sends it unless it says otherwise, which is what ours do. */
const pages = new HtmlValidate({ extends: presets, rules: { 'no-implicit-button-type': 'off' } });

/** The readers of old mail programs know `role="presentation"`, and not the newer `none`. */
const mails = new HtmlValidate({ extends: presets, rules: { 'presentation-role-style': 'off' } });

async function expectValid(validator: HtmlValidate, markup: string): Promise<void> {
  const { results } = await validator.validateString(markup);
  const faults = results.flatMap(({ messages }) =>
    messages.map(
      ({ line, ruleId, message }) => `${ruleId}: ${message} (${markup.split('\n')[line - 1]?.slice(0, 200)})`,
    ),
  );
  expect([...new Set(faults)]).toEqual([]);
}

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let link: string;
let consentLink: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z') });
  const manager = await cloud.as('li.na', 3);
  const customer = { name: 'David <Brown> & "Sons"', email: 'david@example.test', language: 'en' as const };
  const { body: created } = await manager.customers.createCustomer({ body: customer });
  const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  await manager.campaigns.createCampaign({
    body: {
      surveyId: survey.body.id,
      name: 'Once',
      schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' },
    },
  });
  await manager.callbacks.createCallback({
    body: {
      customerId: created.id,
      due: { wallTime: '2026-11-23T09:30', timeZone: 'Asia/Shanghai' },
      why: 'Price < 3 & "more"',
    } as never,
  });
  const asked = { customerId: created.id, purpose: 'marketing', channel: 'email' } as const;
  await manager.preferences.requestConsent({ params: asked });
  await cloud.advance({ to: '2026-11-23T02:30:00Z' });
  await cloud.idle();
  const invitation = (await cloud.inbox()).find(({ text }) => text.includes('/s/'));
  link = linkIn(invitation!);
  const confirming = (await cloud.inbox()).find(({ text }) => text.includes('/c/'));
  consentLink = /https?:\/\/\S+\/c\/[A-Za-z0-9_-]+/.exec(confirming!.text)![0];
});
afterAll(() => cloud?.close());

const browser = { accept: 'text/html,*/*;q=0.8' };

describe('valid HTML', () => {
  it.each([
    ['/', 200],
    ['/reference', 200],
    ['/s/', 404],
    ['/s/unknown', 404],
    ['/c/unknown', 404],
    ['/_local/', 200],
    ['/_local/mail', 200],
    ['/_local/mail/none', 404],
  ] as const)('%s is', async (path, status) => {
    const response = await fetch(`${cloud.url}${path}`, { headers: browser });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'text/html; charset=utf-8',
    ]);
    await expectValid(pages, await response.text());
  });

  it('is the log of a function', async () => {
    const overview = await (await fetch(`${cloud.url}/_local/`, { headers: browser })).text();
    const [path = ''] = /\/_local\/logs\/[^"]+/.exec(overview) ?? [];
    const response = await fetch(`${cloud.url}${path}`, { headers: browser });
    expect(response.status).toBe(200);
    await expectValid(pages, await response.text());
  });

  it('are the mails and the pages that show them', async () => {
    const sent = await cloud.inbox();
    expect(new Set(sent.map(({ text }) => text.includes('/s/')))).toEqual(new Set([true, false]));
    for (const { id, html } of sent) {
      await expectValid(mails, html);
      const shown = await fetch(`${cloud.url}/_local/mail/${encodeURIComponent(id)}`, { headers: browser });
      expect(shown.status).toBe(200);
      await expectValid(pages, await shown.text());
    }
  });

  it.each(['en', 'zh-CN'])(
    'are the pages behind a link, from the form to the undoing, in %s',
    async (language) => {
      const shown: string[] = [];
      const see = async (path: string, init: RequestInit = {}) => {
        const response = await fetch(`${link}${path}?lang=${language}`, init);
        expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
        shown.push(await response.text());
      };
      await see('');
      const form = await openForm(`${link}?lang=${language}&score=7`);
      const wrong = await sendForm(`${link}?lang=${language}`, form, { 'q-recommend': '99' });
      expect(wrong.status).toBe(400);
      const fast = await sendForm(`${link}?lang=${language}`, form, { 'q-recommend': '9' });
      shown.push(form.page, wrong.page, fast.page);
      await see('', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
      await see('/unsubscribe');
      await see('/unsubscribe', { method: 'POST' });
      await see('/resubscribe', { method: 'POST' });
      for (const page of shown) await expectValid(pages, page);
    },
  );

  it.each(['en', 'zh-CN'])('are the pages on which a customer agrees, in %s', async (language) => {
    const shown: string[] = [];
    const see = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${consentLink}${path}?lang=${language}`, init);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      shown.push(await response.text());
    };
    for (const init of [{}, { method: 'POST' }, {}]) await see('', init);
    await see('/preferences');
    const body = new URLSearchParams({ marketing: 'no', surveys: 'no' });
    await see('/preferences', { method: 'POST', body });
    for (const page of shown) await expectValid(pages, page);
  });

  it.each(['en', 'zh-CN'])('are the pages of the desk, in %s', async (language) => {
    const someone = createVisitor(cloud.url, language);
    const choice = await someone.follow('/desk');
    const { page: home } = await someone.signIn('li.na');
    await someone.send(home, '/desk/language', { language });
    const shown = [choice.page];
    const see = async (path: string) => {
      const { page } = await someone.ask(path);
      shown.push(page);
      return page;
    };
    const form = await see('/desk/teams/new');
    const wrong = await someone.send(form, '/desk/teams/new', { name: '<b>', members: 'li.na' });
    const made = await someone.send(form, '/desk/teams/new', { name: `Team ${language}`, leads: 'li.na' });
    shown.push(wrong.page);
    const [team = ''] = made.location?.split('?') ?? [];
    const paths = ['/desk', '/desk/staff', '/desk/staff/li.na', '/desk/staff/li.na/edit', '/desk/teams'];
    for (const path of [...paths, team, `${team}?saved=1`, `${team}/edit`, `${team}/delete`]) await see(path);
    await see(`${team}/work`);
    await see('/desk/handovers');
    const blank = await see('/desk/customers/new');
    const typedCustomer = {
      name: 'A & <b>',
      kind: 'person',
      language,
      timeZone: 'Asia/Shanghai',
      stage: 'new',
    };
    const refused = { ...typedCustomer, birthday: '<b>', otherEmails: '"><i>' };
    shown.push((await someone.send(blank, '/desk/customers/new', refused)).page);
    const created = await someone.send(blank, '/desk/customers/new', typedCustomer);
    const [customer = ''] = created.location?.split('?') ?? [];
    for (const path of ['', '?q=a', '?q=<b>', '?owner=none']) await see(`/desk/customers${path}`);
    for (const path of ['', '?done=created', '?type=interaction', '/edit']) await see(`${customer}${path}`);
    for (const path of [
      `corrections?customer=${customer.split('/').at(-1)}`,
      'corrections?code=email-typo',
      'customer-corrections',
      'customer-corrections/new',
      'duplicates',
      'duplicates/settings',
      'imports',
    ])
      await see(`/desk/${path}`);
    for (const form of ['hours', 'territories', 'handover']) {
      const path = `/desk/staff/wang.fang/${form}`;
      const typed = { 'businessHours.week.monday': '<b>', 'territories.0.country': '"', reason: '<' };
      shown.push((await someone.send(await see(path), path, typed)).page);
    }
    const person = await see('/desk/staff/wang.fang');
    const absence = { from: '2020-01-01', until: '2019-01-01', note: '"><i>' };
    shown.push((await someone.send(person, '/desk/staff/wang.fang/absences', absence)).page);
    await see('/desk/staff/nobody.here');
    shown.push((await someone.send(home, '/desk/sign-out')).page);
    for (const path of ['/desk/signed-out', '/desk/signed-in']) await see(path);
    expect(shown).toHaveLength(43);
    for (const page of shown) await expectValid(pages, page);
  });

  it('is the page of thanks, and that of a link which was used', async () => {
    const form = await openForm(link);
    await cloud.advance({ duration: 'PT30S' });
    const thanks = await sendForm(link, form, { 'q-recommend': '9' });
    expect(thanks.status).toBe(200);
    await expectValid(pages, thanks.page);
    await expectValid(pages, (await openForm(link)).page);
  });
});
