/** From the firing to the answer: the link in the mail, the page behind it, and what is kept. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countRowOf,
  messageCountItem,
  messageItem,
} from '../../../functions/contact/messaging/messaging.items.ts';
import { campaignId as campaignIds } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { invitationItem } from '../../../functions/surveys/invitations/invitations.items.ts';
import type { SentMail } from '../../../infra/local/cloud.ts';
import { hashOfToken } from '../../../shared/messaging/links.ts';
import { createTable } from '../../../shared/table/table.ts';
import { increment, put } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { newId } from '../../../shared/values/ids.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
let firstCampaign: string;
let lastCampaign: string;
const zone = 'Asia/Shanghai';

const people = [
  { name: '王芳', email: 'wang.fang@example.test', language: 'zh-CN' },
  { name: 'David Brown', email: 'david@example.test', language: 'en' },
  { name: 'Ann Late', email: 'ann@example.test', language: 'en' },
  { name: 'Bob Fast', email: 'bob@example.test', language: 'en' },
  { name: 'One Tap', email: 'one@example.test', language: 'en' },
  { name: 'Una Subscribe', email: 'una@example.test', language: 'en' },
  { name: 'Nobody There', email: 'bounce@simulator.amazonses.com', language: 'en' },
  { name: 'Without Address', language: 'en' },
] as const;

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  for (const body of people) await manager.customers.createCustomer({ body });
  const { body } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  surveyId = body.id;
  await cloud.idle();
  firstCampaign = await runCampaign();
});
afterAll(() => cloud?.close());

/** Runs a campaign over everybody ten minutes from now. */
async function runCampaign(): Promise<string> {
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const { body } = await manager.campaigns.createCampaign({
    body: {
      ...{ surveyId, name: 'Once', expiresAfterDays: 1 },
      schedule: { at: wallTimeAt(at, zone), timeZone: zone },
    },
  });
  await cloud.idle();
  await cloud.advance({ to: at });
  await cloud.idle();
  return body.id;
}

async function mailsTo(address: string): Promise<SentMail[]> {
  return (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(address)));
}

async function linkTo(address: string): Promise<string> {
  const [mail] = await mailsTo(address);
  if (mail === undefined) throw new Error(`Nobody wrote to ${address}`);
  return linkIn(mail);
}

const responses = async () =>
  (await manager.responses.listSurveyResponses({ params: { surveyId } })).body.items;

const runsOf = async (campaignId: string) =>
  (await manager.results.listCampaignRuns({ params: { campaignId } })).body.items;

const later = () => cloud.advance({ duration: 'PT10S' });

describe('a mail', () => {
  it('goes once to each customer who has an address, in their language', async () => {
    const mails = await cloud.inbox();
    expect(mails.map(({ subject }) => subject).sort()).toEqual(
      [newSurvey.title['zh-CN'], ...Array.from({ length: 6 }, () => newSurvey.title.en)].sort(),
    );
    const [mail] = await mailsTo('david@');
    expect(mail?.text).toContain('Dear David Brown,');
    expect(mail?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(mail?.headers['List-Unsubscribe']).toBe(`<${linkIn(mail!)}/unsubscribe?lang=en>`);
    expect(mail?.html).toContain(`${linkIn(mail!)}?lang=en&amp;score=9`);
  });
});

describe('the answer page', () => {
  it('is kept out of caches, indexes and frames, and loads nothing', async () => {
    const response = await fetch(await linkTo('wang.fang@'));
    const header = (name: string) => response.headers.get(name);
    expect(header('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(header('cache-control')).toBe('no-store');
    expect(header('x-robots-tag')).toContain('noindex');
    expect(header('referrer-policy')).toBe('no-referrer');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('<html lang="zh-CN">');
  });

  it('speaks the language that is asked for and overlooks what mail programs add', async () => {
    const { status, page } = await openForm(`${await linkTo('wang.fang@')}?lang=en&utm_source=mail&score=9`);
    expect(status).toBe(200);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('value="9" checked');
  });

  it('says what is missing, keeps what was typed and records nothing', async () => {
    const link = await linkTo('david@');
    const form = await openForm(link);
    await later();
    const { status, page } = await sendForm(link, form, { 'q-why': 'Because' });
    expect(status).toBe(400);
    expect(page).toContain('id="q-recommend-violation"');
    expect(page).toContain('Because</textarea>');
    expect(await responses()).toEqual([]);
  });

  it('is asked for by scanners with HEAD and answers like GET, recording nothing', async () => {
    const link = await linkTo('wang.fang@');
    const unknown = link.replace(/[^/]+$/, 'R4nd0mT0ken_R4nd0mT0ken_R4nd0mT0ken_R4nd0mTo');
    await cloud.idle();
    await cloud.resetMeter();
    for (const [url, status] of [
      [link, 200],
      [`${link}/unsubscribe`, 200],
      [unknown, 404],
      [`${unknown}/unsubscribe`, 404],
    ] as const) {
      const head = await fetch(url, { method: 'HEAD' });
      expect([url, head.status, await head.text()]).toEqual([url, status, '']);
      expect(head.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect((await fetch(url)).status).toBe(status);
    }
    await cloud.idle();
    const { routes } = await cloud.meter();
    const units = Object.entries(routes).filter(([key]) => /^(GET|HEAD) \/s\//.test(key));
    expect(units).toHaveLength(4);
    for (const [key, { writeUnits }] of units) expect([key, writeUnits]).toEqual([key, 0]);
  });

  it('records an answer once for at most 11 write units, and counts it', async () => {
    const link = await linkTo('david@');
    const form = await openForm(link);
    await later();
    await cloud.idle();
    await cloud.resetMeter();
    const first = await sendForm(link, form, { 'q-recommend': '9', 'q-why': 'Fast and friendly' });
    expect([first.status, first.page.includes('Thank you!')]).toEqual([200, true]);
    const { routes } = await cloud.meter();
    expect(routes['POST /s/{token}']?.writeUnits).toBeGreaterThan(0);
    expect(routes['POST /s/{token}']?.writeUnits).toBeLessThanOrEqual(11);
    const again = await sendForm(`${link}?lang=en`, form, { 'q-recommend': '0' });
    expect([again.status, again.page.includes('You have answered already')]).toEqual([200, true]);
    await cloud.idle();
    expect(await responses()).toMatchObject([{ score: 9 }]);
    const { body } = await manager.results.getSurveyResults({ params: { surveyId } });
    expect(body).toMatchObject({ total: 1, promoters: 1, score: 100 });
  });

  it('does not count what came faster than a person can answer, nor what a program filled in', async () => {
    const link = await linkTo('bob@');
    const form = await openForm(link);
    const filled = await sendForm(link, form, { 'q-recommend': '0', website: 'x' });
    expect([filled.page.includes('once more'), filled.page.includes('name="website"')]).toEqual([
      true,
      false,
    ]);
    const fast = await sendForm(link, form, { 'q-recommend': '0' });
    expect(fast.page).toContain('once more');
    await cloud.idle();
    expect((await responses()).filter(({ suspect }) => suspect)).toMatchObject([{ score: 0 }]);
    const { body } = await manager.results.getSurveyResults({ params: { surveyId } });
    expect(body.total).toBe(1);
  });

  it('is a page whatever comes: long parameters, odd fields, other content, a busy table', async () => {
    const link = await linkTo('wang.fang@');
    const pageOf = async (response: Response) => {
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      return { status: response.status, page: await response.text() };
    };
    const long = 'x'.repeat(3000);
    const odd = await pageOf(await fetch(`${link}?lang=${long}&score=${long}`));
    expect([odd.status, odd.page.includes('<form')]).toEqual([200, true]);
    const unknown = await pageOf(await fetch(`${cloud.url}/s/${long}?lang=en`));
    expect([unknown.status, unknown.page.includes('<title>Error: ')]).toEqual([400, true]);
    const fields = 'constructor=1&__proto__=2&toString=3&q-constructor=4&q-recommend=99';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const post = (body: string, headers: Record<string, string> = form) =>
      fetch(`${link}?lang=en`, { method: 'POST', body, headers });
    const refused = await pageOf(await post(fields));
    expect([refused.status, refused.page.includes('id="q-recommend-violation"')]).toEqual([400, true]);
    const other = await pageOf(await post('{}', { 'content-type': 'application/json' }));
    expect([other.status, other.page.includes('nothing was saved')]).toEqual([415, true]);
    const large = await pageOf(await post(`q-why=${'x'.repeat(1024 * 1024)}`));
    expect(large.status).toBe(413);
    const stop = { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) };
    expect((await pageOf(await fetch(`${link}/unsubscribe?lang=en`, stop))).status).toBe(413);
    const names = await pageOf(await post(`${long}=1`));
    expect(names.status).toBe(400);
    await cloud.faults([{ service: 'dynamodb', operation: 'GetItem', rate: 1, kind: 'throttle', seed: 1 }]);
    const busy = await pageOf(await fetch(`${link}?lang=en`));
    const undoing = await pageOf(await fetch(`${link}/resubscribe?lang=en`, { method: 'POST' }));
    await cloud.faults([]);
    expect(undoing.status).toBe(503);
    const again = /<a href="([^"]*lang=en)">Open it again/.exec(undoing.page)?.[1] ?? '';
    expect((await pageOf(await fetch(new URL(again, `${link}/resubscribe`)))).status).toBe(200);
    expect([busy.status, busy.page.includes('try again in a moment')]).toEqual([503, true]);
    expect(busy.page).toContain('<a href="?lang=en">');
  });

  it('takes the score that was chosen in the mail with one tap', async () => {
    const link = await linkTo('one@');
    const form = await openForm(`${link}?lang=en&score=9`);
    expect(form.hidden).toMatchObject({ prefilled: '9' });
    await cloud.advance({ duration: 'PT1S' });
    expect((await sendForm(`${link}?lang=en`, form, { 'q-recommend': '9' })).page).toContain('Thank you!');
  });

  it('tells nothing behind used, expired and unknown links', async () => {
    const used = await openForm(await linkTo('david@'));
    const unknown = await openForm(`${cloud.url}/s/${'a'.repeat(43)}`);
    const odd = await openForm(`${cloud.url}/s/..%2f..%2fetc`);
    const link = await linkTo('ann@');
    await cloud.advance({ duration: 'P1D' });
    const expired = await openForm(link);
    expect([used, unknown, odd, expired].map(({ status }) => status)).toEqual([200, 404, 404, 410]);
    for (const { page } of [used, unknown, odd, expired]) {
      expect(page).not.toMatch(/Ann|David|example\.test|Your purchase|<form/);
    }
    for (const { page } of [used, unknown, expired]) expect(page).toContain('mailto:');
    const late = await sendForm(link, expired, { 'q-recommend': '3' });
    expect(late.status).toBe(410);
  });
});

describe('unsubscribing', () => {
  it('takes one POST without cookies, of any kind; opening the page changes nothing', async () => {
    const link = await linkTo('una@');
    const page = await openForm(`${link}/unsubscribe`);
    expect([page.status, page.page.includes('<form method="post"')]).toEqual([200, true]);
    const { body: customers } = await manager.customers.listCustomers({ query: { limit: 100 } });
    const customerId = customers.items.find(({ email }) => email === 'una@example.test')?.id ?? '';
    const events = async () =>
      (await manager.customers.getProfile({ params: { customerId } })).body.timeline.map(({ type }) => type);
    expect(await events()).not.toContain('consent.withdrawn');
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    for (let click = 0; click < 2; click += 1) {
      const response = await fetch(`${link}/unsubscribe`, { method: 'POST', body });
      expect([response.status, await response.text()]).toMatchObject([
        200,
        expect.stringMatching(/已退订|Unsubscribed/),
      ]);
    }
    const opened = await openForm(`${link}/unsubscribe?lang=en`);
    expect(opened.page).toContain('You will get no more survey mails');
    expect(opened.page).toContain('action="resubscribe?lang=en"');
    expect((await events()).filter((type) => type === 'consent.withdrawn')).toHaveLength(1);
    const nobody = await fetch(`${cloud.url}/s/${'b'.repeat(43)}/unsubscribe`, { method: 'POST' });
    expect(nobody.status).toBe(404);
  });

  it('speaks the language of the mail where neither link nor browser asks for one', async () => {
    const mail = (await cloud.inbox()).find(({ headers }) =>
      headers['List-Unsubscribe']?.endsWith('lang=en>'),
    )!;
    for (const page of ['/unsubscribe', '/preferences']) {
      const response = await fetch(`${linkIn(mail)}${page}`, { headers: { 'accept-language': 'fr' } });
      expect(await response.text()).toContain('<html lang="en">');
    }
  });

  it('leads to all preferences, which the same link changes', async () => {
    const link = await linkTo('una@');
    const { page } = await openForm(`${link}/unsubscribe?lang=en`);
    expect(page).toContain('href="preferences?lang=en"');
    const body = new URLSearchParams({ care: 'yes' });
    const saved = await fetch(`${link}/preferences?lang=en`, { method: 'POST', body });
    expect([saved.status, await saved.text()]).toEqual([200, expect.stringContaining('Saved:')]);
    const shown = await openForm(`${link}/preferences?lang=en`);
    expect(shown.page).toContain('Stop greetings and advice');
    expect((await openForm(`${cloud.url}/s/${'b'.repeat(43)}/preferences`)).status).toBe(404);
  });

  it('can be taken back at once', async () => {
    const link = await linkTo('one@');
    await fetch(`${link}/unsubscribe`, { method: 'POST' });
    const undone = await fetch(`${link}/resubscribe?lang=en`, { method: 'POST' });
    expect([undone.status, (await undone.text()).includes('You stay subscribed')]).toEqual([200, true]);
    const { items } = (await manager.customers.listCustomers({ query: { limit: 100 } })).body;
    const customerId = items.find(({ email }) => email?.startsWith('one@'))!.id;
    const { items: consents } = (await manager.consents.listConsents({ params: { customerId } })).body;
    expect(consents).toMatchObject([{ status: 'granted', source: 'resubscribe' }]);
    const nobody = await fetch(`${cloud.url}/s/${'b'.repeat(43)}/resubscribe`, { method: 'POST' });
    expect(nobody.status).toBe(404);
  });

  it('cannot be taken back again and again: the timeline bears it, and stopping works all the same', async () => {
    const link = await linkTo('david@');
    const { items } = (await manager.customers.listCustomers({ query: { limit: 100 } })).body;
    const customerId = items.find(({ email }) => email?.startsWith('david@'))!.id;
    const pages: string[] = [];
    for (let time = 0; time < 6; time += 1) {
      const stopped = await fetch(`${link}/unsubscribe?lang=en`, { method: 'POST' });
      expect([stopped.status, (await stopped.text()).includes('Unsubscribed')]).toEqual([200, true]);
      const undone = await fetch(`${link}/resubscribe?lang=en`, { method: 'POST' });
      expect(undone.status).toBe(200);
      pages.push(/<h1>([^<]*)</.exec(await undone.text())?.[1] ?? '');
    }
    expect(pages).toEqual([
      ...Array.from({ length: 3 }, () => 'You stay subscribed'),
      ...Array.from({ length: 3 }, () => 'Not again today'),
    ]);
    const query = { type: 'consent' };
    const { body } = await manager.customers.listTimeline({ params: { customerId }, query });
    expect(body.items).toHaveLength(7);
    const params = { customerId, purpose: 'surveys', channel: 'email' } as const;
    expect((await manager.consents.listConsents({ params: { customerId } })).body.items).toEqual([
      {
        actor: { kind: 'customer', id: customerId },
        ...params,
        version: 7,
        status: 'withdrawn',
        source: 'unsubscribe',
        since: expect.any(String),
      },
    ]);
    const said = { status: 'granted', source: 'phone', note: 'Yes, please' } as const;
    expect((await manager.consents.putConsent({ params, body: said })).body.version).toBe(8);
    const again = (await manager.consents.putConsent({ params, body: said })).body;
    expect(again).toMatchObject({ ...params, ...said, version: 8, legalBasis: 'consent' });
  });

  it('cannot be taken back by a link when staff have noted it', async () => {
    const link = await linkTo('one@');
    const { items } = (await manager.customers.listCustomers({ query: { limit: 100 } })).body;
    const customerId = items.find(({ email }) => email?.startsWith('one@'))!.id;
    const params = { customerId, purpose: 'surveys', channel: 'email' } as const;
    await manager.consents.putConsent({ params, body: { status: 'withdrawn', source: 'phone' } });
    const undone = await fetch(`${link}/resubscribe?lang=en`, { method: 'POST' });
    expect([undone.status, (await undone.text()).includes('You get no survey mails')]).toEqual([200, true]);
    const { items: consents } = (await manager.consents.listConsents({ params: { customerId } })).body;
    expect(consents).toMatchObject([{ status: 'withdrawn', source: 'phone' }]);
    await manager.consents.putConsent({
      params,
      body: { status: 'granted', source: 'phone', note: 'Yes, please' },
    });
  });

  it('is not why nobody is asked twice on one day: the next run waits for a week', async () => {
    await cloud.idle();
    const before = await cloud.inbox();
    const campaignId = await runCampaign();
    expect(await cloud.inbox()).toHaveLength(before.length);
    expect(await runsOf(campaignId)).toMatchObject([
      {
        ...{ invited: people.length, sent: 0, skipped: people.length },
        skippedBecause: { 'recently-asked': 5, 'no-address': 1, 'consent-withdrawn': 1, suppressed: 1 },
      },
    ]);
    const { body: funnel } = await manager.results.getResultsFunnel({
      ...{ params: { surveyId }, query: { campaignId } },
    });
    expect(funnel.steps.slice(0, 2)).toMatchObject([
      { step: 'planned', count: people.length },
      { step: 'invited', count: 0 },
    ]);
    await cloud.advance({ to: instantAfter((await cloud.now()).toISOString(), { days: 7 }) });
  });

  it('holds for the next run, as does an address that does not exist', async () => {
    await cloud.idle();
    const before = (await cloud.inbox()).length;
    lastCampaign = await runCampaign();
    expect((await mailsTo('una@')).length).toBe(1);
    expect((await mailsTo('one@')).length).toBe(2);
    expect((await mailsTo('bounce@')).length).toBe(1);
    expect((await mailsTo('ann@')).length).toBe(2);
    expect((await cloud.inbox()).length).toBe(before + 5);
    expect(await runsOf(lastCampaign)).toMatchObject([
      {
        status: 'planned',
        ...{ planned: people.length, invited: people.length, sent: 5, bounced: 0, failed: 0, unknown: 0 },
        ...{ skipped: 3, skippedBecause: { 'no-address': 1, 'consent-withdrawn': 1, suppressed: 1 } },
        answered: 0,
      },
    ]);
  });
});

describe('an answer to a mail whose sender has not heard of it', () => {
  it('says that it has arrived, so that no second one goes', async () => {
    const client = new DynamoDBClient({
      endpoint: cloud.endpointUrl,
      region: cloud.local.cloud.region,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    });
    const { resources } = cloud.local.cloud.template;
    const tableName = resources.find(({ type }) => /^AWS::DynamoDB::/.test(type))?.ref ?? '';
    const table = createTable(DynamoDBDocumentClient.from(client), tableName);
    const link = await linkTo('ann@');
    const hash = hashOfToken(link.slice(-43));
    const { messageId: id = '', runId: group = '' } = (await table.find(invitationItem, { hash })) ?? {};
    const sent = await table.find(messageItem, { id });
    const waitsUntil = instantAfter((await cloud.now()).toISOString(), { hours: 1 });
    const doubtful = { ...sent!, state: 'unknown' as const, wasError: true as const, waitsUntil };
    const count = increment(messageCountItem, countRowOf(group, id), { sent: -1, unknown: 1 });
    await table.commit([put(messageItem, doubtful), count]);
    expect((await runsOf(lastCampaign))[0]).toMatchObject({ sent: 4, unknown: 1 });
    const form = await openForm(link);
    await later();
    expect((await sendForm(link, form, { 'q-recommend': '9' })).status).toBe(200);
    const mails = (await mailsTo('ann@')).length;
    await cloud.advance({ to: instantAfter(waitsUntil, { hours: 1 }) });
    await cloud.idle();
    expect((await mailsTo('ann@')).length).toBe(mails);
    expect((await runsOf(lastCampaign))[0]).toMatchObject({ sent: 5, unknown: 0, answered: 1 });
  });
});

describe('the runs of a campaign', () => {
  it('tell what became of their mails, also when the campaign is deleted', async () => {
    const query = { campaignId: firstCampaign };
    const { body: answers } = await manager.responses.listSurveyResponses({ params: { surveyId }, query });
    const people = answers.items.filter(({ suspect }) => suspect !== true);
    const [run, ...others] = await runsOf(firstCampaign);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      ...{ planned: 8, invited: 8, sent: 6, bounced: 1, failed: 0, unknown: 0 },
      ...{ skipped: 1, skippedBecause: { 'no-address': 1 } },
      answered: people.length,
    });
    expect(people.length).toBeGreaterThan(0);
    const params = { campaignId: firstCampaign };
    const { body } = await manager.campaigns.getCampaign({ params });
    await manager.campaigns.deleteCampaign({ params }, { ifMatch: body.version });
    expect(await runsOf(firstCampaign)).toEqual([run]);
    const { body: page } = await manager.responses.listCampaignResponses({ params });
    expect(page.items.length).toBeGreaterThan(0);
    const unknown = manager.results.listCampaignRuns({ params: { campaignId: newId(campaignIds) } });
    expect((await refusal(unknown)).status).toBe(404);
  });
});
