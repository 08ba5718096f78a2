/**
 * Five hundred personal values go through the whole product, while some of it fails: none of them may turn up in a log, a
 * metric, an event, a queue, a dead letter, a schedule, or in what a refused caller is told, but of a customer whom they may see. One queue is an exception: what
 * people answer to texts comes into it as the carrier hands it over (docs/privacy.md).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn, openForm, sendForm } from '../support/answer-page.ts';
import { createCanaries, type Hit, hitsIn, watch } from '../support/canaries.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { withoutShown } from '../support/personal-values.ts';
import { newSurvey } from '../support/samples.ts';

/** So many have an address and are asked; as many again and more are only kept. */
const people = 16;
const others = 30;
const canaries = createCanaries();
const lines: string[] = [];
/** Bodies of everything that was refused. */
const refusals: { request: string; status: number; text: string }[] = [];
const customers: { id: string; email: string; phone: string }[] = [];

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let watched: ReturnType<typeof watch>;
let manager: Api;
let token: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z'), log: (line) => void lines.push(line) });
  watched = watch(cloud.local, lines);
  manager = await cloud.as('li.na', 3);
  token = await cloud.token('li.na');
  canaries.add(token);
});
afterAll(() => cloud?.close());

/** Sends anything as the manager, and keeps what is answered if it is refused. */
async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${cloud.url}${path}`, {
    method,
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status >= 400)
    refusals.push({ request: `${method} ${path}`, status: response.status, text: withoutShown(text) });
  return { status: response.status, text };
}

const { one } = canaries;

function aCustomer(email: string | undefined, phone: string) {
  return {
    ...{ name: one('name'), givenName: one('name'), familyName: one('name'), company: one('name') },
    ...{ email, phone, language: 'en', timeZone: 'Asia/Shanghai', tags: [one('number')] },
    externalIds: [{ source: 'erp', id: one('number') }],
    address: { street: one('text'), city: one('name'), postcode: one('number') },
  };
}

/** The one place where the service hands over who has answered what. */
const isAnswer = ({ place }: Hit) => place === 'queue rapport-local-messaging-replies';

/** The newest mails to an address. */
async function mailTo(email: string) {
  const mail = (await cloud.inbox()).findLast(({ to }) => to.some((each) => each.includes(email)));
  if (mail === undefined) throw new Error(`Nobody wrote to ${email}`);
  return mail;
}

describe('five hundred personal values', () => {
  it('are kept of customers, with what was spoken about and what they agree to', async () => {
    const addresses = Array.from({ length: people }, (_, index) =>
      index === 0 ? 'bounce+canary0000@simulator.amazonses.com' : one('mail'),
    );
    const rows = Array.from({ length: others }, (_, index) => {
      const { externalIds, ...row } = aCustomer(undefined, one('phone'));
      return { key: String(index), ...row, externalId: externalIds[0] };
    });
    expect((await send('POST', '/customers/batch', { rows })).text).not.toContain('"status":4');
    for (const email of addresses) {
      const phone = one('phone');
      // What is made up for them differs in a digit only.
      const created = await send('POST', '/customers', { ...aCustomer(email, phone), createAnyway: true });
      expect(created.status).toBe(201);
      const { id } = JSON.parse(created.text) as { id: string };
      customers.push({ id, email, phone });
    }
    // The same once more under the same key, and something else under it.
    const key = crypto.randomUUID();
    const again = { ...aCustomer(one('mail'), one('phone')), createAnyway: true };
    const replies = await Promise.all(
      [1, 2].map(() => send('POST', '/customers', again, { 'idempotency-key': key })),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    await send('POST', '/customers', { ...again, name: one('name') }, { 'idempotency-key': key });
    for (const { id } of customers.slice(0, 8)) {
      const params = { customerId: id };
      const { body } = await manager.customers.recordInteraction({
        params,
        body: { channel: 'call', direction: 'inbound', subject: one('text'), text: one('text') },
      });
      const interaction = { ...params, interactionId: body.id };
      await manager.customers.patchInteraction(
        { params: interaction, body: { subject: one('text') } },
        { ifMatch: 1 },
      );
      await manager.customers.patchCustomer({ params, body: { name: one('name') } }, { ifMatch: '*' });
      await manager.consents.putConsent({
        params: { ...params, purpose: 'care', channel: 'email' },
        body: { status: 'granted', source: 'phone', note: one('text'), evidence: one('text') },
      });
      await manager.callbacks.createCallback({
        body: {
          ...{ customerId: id, why: one('text'), note: one('text') },
          due: { wallTime: '2026-11-23T10:00', timeZone: 'Asia/Shanghai' },
        },
      });
    }
    await manager.consents.putConsentText({
      params: { purpose: 'marketing', version: '1' },
      body: { text: { 'zh-CN': '我同意。', en: 'I agree.' } },
    });
    const asked = customers[1]!;
    await manager.preferences.requestConsent({
      params: { customerId: asked.id, purpose: 'marketing', channel: 'email' },
    });
    await cloud.idle();
    const link = /https?:\/\/\S+\/c\/([A-Za-z0-9_-]+)/.exec((await mailTo(asked.email)).text)!;
    canaries.add(link[1]!);
    expect((await fetch(link[0], { method: 'POST' })).status).toBe(200);
  });

  it('are asked, answer, and are called', async () => {
    const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
    await manager.campaigns.createCampaign({
      body: {
        surveyId: survey.body.id,
        name: 'Once',
        schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' },
      },
    });
    await cloud.idle();
    await cloud.advance({ to: '2026-11-23T01:00:00Z' });
    await cloud.advance({ duration: 'PT3H' });
    const mails = (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));
    expect(mails.length).toBeGreaterThanOrEqual(people);
    for (const mail of mails) canaries.add(linkIn(mail).split('/s/')[1]!);
    const answering = mails.slice(0, 12);
    const forms = await Promise.all(
      answering.map(async (mail) => ({ link: linkIn(mail), form: await openForm(linkIn(mail)) })),
    );
    await cloud.advance({ duration: 'PT1M' });
    for (const [index, { link, form }] of forms.entries()) {
      const answers = { 'q-recommend': String(index % 7), 'q-why': one('text') };
      expect((await sendForm(link, form, answers)).status).toBeLessThan(400);
    }
    // A form without what it needs, and one that a program sends.
    await sendForm(
      linkIn(mails[13]!),
      { status: 200, page: '', hidden: {} },
      { 'q-why': one('text'), website: one('text') },
    );
    await fetch(`${linkIn(mails[14]!)}/unsubscribe`, { method: 'POST', body: 'List-Unsubscribe=One-Click' });
    await fetch(`${cloud.url}/s/${one('number')}`);
    await cloud.advance({ duration: 'PT8H' });
    const { body } = await manager.callbacks.listCallbacks({
      query: { owner: 'none', status: 'due', limit: 100 },
    });
    expect(body.items.length).toBeGreaterThan(6);
    const [called] = body.items;
    const params = { callbackId: called!.id };
    await manager.callbacks.claimCallback({ params });
    await manager.callbacks.completeCallback({ params, body: { outcome: 'reached', note: one('text') } });
    await manager.callbacks.cancelCallback({
      params: { callbackId: body.items[1]!.id },
      body: { why: one('text') },
    });
  });

  it('are refused in every field, path, query and header', async () => {
    const [known, other] = customers as [(typeof customers)[0], (typeof customers)[0]];
    await send('POST', '/customers', { name: one('name'), email: `${one('mail')}@@` });
    await send('POST', '/customers', { name: one('name'), phone: one('text') });
    await send('POST', '/customers', { name: one('name'), email: known.email, phone: known.phone });
    await send('POST', '/customers', { name: one('name'), language: one('text'), timeZone: one('name') });
    await send('POST', '/customers', {
      name: one('name'),
      birthday: one('text'),
      owner: one('text'),
      kind: one('name'),
    });
    await send('POST', '/customers', `{"name": "${one('name')}", ${one('text')}`);
    await send('POST', '/customers', `${one('text')}`);
    await send('POST', '/customers/batch', {
      rows: [{ key: one('number'), name: one('name'), email: one('text') }],
    });
    await send('PATCH', `/customers/${known.id}`, { email: other.email }, { 'if-match': '*' });
    await send('PATCH', `/customers/${known.id}`, { name: one('name') }, { 'if-match': one('text') });
    await send('PATCH', `/customers/${known.id}`, { name: one('name') }, { 'if-match': '"99"' });
    await send('GET', `/customers/${one('number')}`);
    await send('GET', `/customers?owner=${one('mail')}&cursor=${one('number')}`);
    await send('GET', `/customers?externalId=${one('number')}`);
    await send('GET', `/nothing/${one('mail')}?q=${one('mail')}`);
    await send('POST', '/callbacks', {
      customerId: known.id,
      why: one('text'),
      due: { wallTime: one('text'), timeZone: one('text') },
    });
    await send('PUT', `/customers/${known.id}/consents/${one('name')}/email`, {
      status: 'granted',
      source: one('text'),
    });
    await send(
      'POST',
      '/customers',
      { name: one('name') },
      { 'idempotency-key': `${one('text')} ${'x'.repeat(300)}` },
    );
    await send('PUT', `/staff/${encodeURIComponent(one('mail'))}`, { name: one('name'), email: one('text') });
    await send('PUT', `/staff/${one('number')}`, {
      name: one('name'),
      email: one('mail'),
      timeZone: one('name'),
    });
    await send('GET', `/suppressions?email=${one('text')}`);
    expect(refusals.length).toBeGreaterThan(15);
    expect(refusals.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('are in work that fails until it is put aside', async () => {
    const faults = (['error', 'drop-reply', 'conflict'] as const).map((kind, seed) => ({
      service: 'dynamodb',
      rate: 0.3,
      kind,
      seed,
    }));
    await cloud.faults(faults);
    for (let number = 0; number < 6; number += 1) {
      await send('POST', '/customers', aCustomer(one('mail'), one('phone')));
      const { id } = customers[number + 8]!;
      await send(
        'PATCH',
        `/customers/${id}`,
        { name: one('name'), company: one('name') },
        { 'if-match': '*' },
      );
      await send('POST', `/customers/${id}/interactions`, {
        channel: 'note',
        direction: 'internal',
        subject: one('text'),
      });
    }
    await cloud.faults([{ service: 'dynamodb', rate: 1, kind: 'error', seed: 1 }]);
    await send('POST', '/customers', aCustomer(one('mail'), one('phone')));
    await cloud.faults([]);
    await send('POST', '/customers', aCustomer(one('mail'), one('phone')));
    const { id } = customers[15]!;
    await send('PATCH', `/customers/${id}`, { owner: 'wang.fang', name: one('name') }, { 'if-match': '*' });
    // Consumers find no table until their messages are put aside.
    await cloud.faults([{ service: 'dynamodb', rate: 1, kind: 'error', seed: 2 }]);
    await cloud.advance({ duration: 'PT3H' });
    const dead = (await cloud.queues()).filter(
      ({ deadLetterOf, visible }) => deadLetterOf.length > 0 && visible > 0,
    );
    expect(dead.length).toBeGreaterThan(0);
    await cloud.faults([]);
    for (const { name } of dead) cloud.local.queues.redrive(name);
    await cloud.idle();
  });

  it('are answered to texts, by customers and by others, while the table cannot be read and when it can', async () => {
    await cloud.faults([{ service: 'dynamodb', rate: 1, kind: 'error', seed: 3 }]);
    await cloud.replyByText(customers.at(-1)!.phone, 'STOP', { selfManaged: true });
    await cloud.replyByText(one('phone'), 'TD', { selfManaged: true });
    await cloud.advance({ duration: 'PT1H' });
    await cloud.faults([]);
    for (const { name, deadLetterOf, visible } of await cloud.queues())
      if (deadLetterOf.length > 0 && visible > 0) cloud.local.queues.redrive(name);
    await cloud.replyByText(customers.at(-2)!.phone, `Canary${one('number')} ${one('text')}`);
    await cloud.idle();
    const query = { phone: customers.at(-1)!.phone };
    expect((await manager.messaging.listSuppressions({ query })).body.items).toMatchObject([
      { reason: 'opt-out', channel: 'sms' },
    ]);
  });

  it('were at least five hundred, and stand nowhere but in the table, in mails and in answers', async () => {
    expect(new Set(canaries.values).size).toBeGreaterThanOrEqual(500);
    const secrets = canaries.values.filter((value) => hitsIn(value).length === 0);
    const schedules = JSON.stringify(await cloud.schedules());
    const queues = JSON.stringify(await cloud.queues());
    expect(watched.seen.length).toBeGreaterThan(100);
    expect(lines.filter((line) => line.includes('"_aws"')).length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('message failed')).length).toBeGreaterThan(0);
    const seen = watched.hits(secrets);
    expect(seen.filter(isAnswer).length).toBeGreaterThanOrEqual(3);
    expect({
      seen: seen.filter((hit) => !isAnswer(hit)),
      queues: hitsIn(queues, secrets),
      schedules: hitsIn(schedules, secrets),
      refusals: refusals.filter(({ text }) => hitsIn(text, secrets).length > 0),
    }).toEqual({ seen: [], queues: [], schedules: [], refusals: [] });
  });

  it('are not asked for by the access log of the stage', () => {
    const [stage] = cloud.local.cloud.template.ofType('AWS::ApiGatewayV2::Stage');
    const { Format } = stage!.properties.AccessLogSettings as { Format: string };
    const variables = [...new Set(Format.match(/\$context\.[a-zA-Z.]+/g))].toSorted();
    // None of these holds a path, a query, a header, an address or a claim.
    expect(variables).toEqual([
      ...['$context.authorizer.error', '$context.integrationErrorMessage', '$context.requestId'],
      ...['$context.requestTime', '$context.responseLatency', '$context.responseLength'],
      ...['$context.routeKey', '$context.status'],
    ]);
  });
});
