/**
 * A customer demands a copy of everything, and then to be erased, in the midst of a campaign: the copy has all that lies in
 * the table, afterwards nothing recognisable is left anywhere, nobody writes to them, and every number stays as it was.
 */
import { inflateRawSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantOfId } from '../../shared/values/derived-id.ts';
import { linkIn, openForm, sendForm } from '../support/answer-page.ts';
import { createCanaries, hitsIn } from '../support/canaries.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { newSurvey } from '../support/samples.ts';

const { one } = createCanaries();
const email = one('mail');

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let documents: DynamoDBDocumentClient;
let customerId: string;
let surveyId: string;
let campaignId: string;
let answerLink: string;
let exportId: string;
let downloadLink: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T00:50:00Z') });
  manager = await cloud.as('li.na', 3);
  documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.endpointUrl,
      region: cloud.local.cloud.region,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    }),
  );
});
afterAll(() => cloud?.close());

type Item = Readonly<Record<string, unknown>>;

async function table(): Promise<Item[]> {
  const [resource] = cloud.local.cloud.template.resources.filter(({ type }) => /^AWS::DynamoDB::/.test(type));
  const found: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: resource?.ref }))
    found.push(...Items);
  return found;
}

/** Those of the customer: whatever names them, or what they are told by. */
async function itemsOfCustomer(): Promise<Item[]> {
  return (await table()).filter(
    (item) =>
      item.type !== 'idempotency' &&
      (JSON.stringify(item).includes(customerId) || hitsIn(JSON.stringify(item)).length > 0),
  );
}

async function numbers() {
  await cloud.idle();
  const [results, runs, responses, closed] = await Promise.all([
    manager.results.getSurveyResults({ params: { surveyId } }),
    manager.results.listCampaignRuns({ params: { campaignId } }),
    manager.responses.listSurveyResponses({ params: { surveyId }, query: { limit: 100 } }),
    manager.callbacks.listCallbacks({ query: { owner: 'all', status: 'completed', limit: 100 } }),
  ]);
  return {
    results: { ...results.body, updatedAt: undefined },
    runs: runs.body.items,
    scores: responses.body.items.map(({ score, answeredAt }) => [score, answeredAt.slice(0, 7)]).toSorted(),
    outcomes: closed.body.items.map(({ outcome, attempts }) => [outcome, attempts]),
  };
}

/** What a program sends twice under a key of its own. */
async function postAgain(path: string, key: string, body: unknown, language = 'en') {
  const reply = await fetch(`${cloud.url}${path}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${await cloud.token('li.na')}`, 'content-type': 'application/json' },
      ...{ 'idempotency-key': key, 'accept-language': language },
    },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: (await reply.json()) as Item };
}

/** What is remembered of requests with a key, in words. */
async function rememberedReplies(): Promise<string[]> {
  return (await table()).flatMap(({ type, reply }) =>
    type === 'idempotency' && reply instanceof Uint8Array ? [inflateRawSync(reply).toString()] : [],
  );
}

async function refused(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 0,
    (error: { status: number }) => error.status,
  );
}

it('is known by much, before anything is demanded', async () => {
  const customer = {
    ...{ name: one('name'), givenName: one('name'), email, phone: one('phone'), language: 'en' as const },
    ...{ tags: [one('number')], externalIds: [{ source: 'erp', id: one('number') }] },
    address: { street: one('text') },
  };
  const created = await postAgain('/customers', 'creation', customer);
  customerId = (created.body as { id: string }).id;
  const others = await Promise.all(
    [1, 2].map((number) =>
      manager.customers.createCustomer({
        body: { name: `Other ${number}`, email: `other${number}@example.test` },
      }),
    ),
  );
  const params = { customerId };
  await manager.customers.recordInteraction({
    params,
    body: { channel: 'call', direction: 'inbound', subject: one('text'), text: one('text') },
  });
  await manager.customers.patchCustomer({ params, body: { company: one('name') } }, { ifMatch: '*' });
  await manager.customers.patchCustomer({ params, body: { company: one('name') } }, { ifMatch: '*' });
  await manager.consents.putConsent({
    params: { ...params, purpose: 'care', channel: 'email' },
    body: { status: 'granted', source: 'phone', note: one('text'), evidence: one('text') },
  });
  await manager.preferences.requestConsent({ params: { ...params, purpose: 'marketing', channel: 'email' } });
  surveyId = (await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body.id;
  campaignId = (
    await manager.campaigns.createCampaign({
      body: { surveyId, name: 'Once', schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' } },
    })
  ).body.id;
  await cloud.idle();
  await cloud.advance({ to: '2026-11-23T01:00:00Z' });
  await cloud.idle();
  const mails = (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));
  expect(mails).toHaveLength(1 + others.length);
  answerLink = linkIn(mails.find(({ to }) => to.some((each) => each.includes(email)))!);
  const otherLink = linkIn(mails.find(({ to }) => to.some((each) => each.includes('other1')))!);
  const forms = await Promise.all(
    [answerLink, otherLink].map(async (link) => ({ link, form: await openForm(link) })),
  );
  await cloud.advance({ duration: 'PT1M' });
  for (const [index, { link, form }] of forms.entries())
    await sendForm(link, form, {
      'q-recommend': String(index === 0 ? 2 : 9),
      'q-why': index === 0 ? one('text') : 'Well done',
    });
  await cloud.idle();
  const body = {
    ...{ customerId, why: one('text'), note: one('text') },
    due: { wallTime: '2026-11-24T10:00', timeZone: 'Asia/Shanghai' },
  };
  const called = (await manager.callbacks.createCallback({ body })).body;
  await manager.callbacks.createCallback({ body: { ...body, why: one('text') } });
  await manager.callbacks.claimCallback({ params: { callbackId: called.id } });
  await manager.callbacks.completeCallback({
    params: { callbackId: called.id },
    body: { outcome: 'reached', note: one('text') },
  });
  const correction = { params: { callbackId: called.id }, body: { outcome: 'refused', note: one('text') } };
  await manager.callbacks.correctCallback(correction, { ifMatch: '*' });
  await manager.customers.getCustomer({ params });
  await cloud.idle();
});

it('is given a copy of everything that lies in the table, behind a link that nobody else can open', async () => {
  const before = await itemsOfCustomer();
  const { body: asked } = await manager.privacy.createExport({ body: { customerId, reason: 'By letter' } });
  expect(asked).toMatchObject({
    state: 'requested',
    downloads: 0,
    requestedBy: { kind: 'person', id: 'li.na' },
  });
  exportId = asked.id;
  await cloud.idle();
  const { body: ready } = await manager.privacy.getExport({ params: { exportId } });
  expect(ready).toMatchObject({
    state: 'ready',
    downloads: 0,
    link: expect.stringContaining(`/e/${exportId}/`),
  });
  downloadLink = ready.link!;
  const page = await fetch(downloadLink);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('method="post"')]);
  const download = await fetch(downloadLink, { method: 'POST' });
  expect([download.status, download.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(download.headers.get('content-disposition')).toBe(`attachment; filename="${exportId}.json"`);
  const file = (await download.json()) as {
    format: string;
    stores: { store: string; kind: string; items: Item[] }[];
  };
  expect(file.format).toBe('rapport-person/1');
  expect(ready.items).toBe(file.stores.reduce((sum, { items }) => sum + items.length, 0));
  // Every attribute of every item, but those of the table, those of events and those by which a link is opened.
  const ofTheTable =
    /^(pk|sk|gsi\d(pk|sk)|type|v|summary|event|collection|entity|expires|forgetAt|sourceVersion)$/;
  const ofEvents = /^(correlationId|causationId|hops)$/;
  const secrets = /^(hash|link|writer|secretVersion)$/;
  const isLeft = (name: string) => [ofTheTable, ofEvents, secrets].some((each) => each.test(name));
  const without = (item: unknown): Item => {
    const { envelope, ...fields } = Object(item) as Item;
    const whole = envelope === undefined ? fields : { ...fields, envelope: without(envelope) };
    return Object.fromEntries(Object.entries(whole).filter(([name]) => !isLeft(name)));
  };
  const canonical = (item: unknown): string =>
    JSON.stringify(item, (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toSorted())
        : value,
    );
  // List rows are copies of the callback, and what is told to staff lies with them.
  const kept = before.filter(({ type }) => !String(type).startsWith('callback-by-'));
  const given = new Set(file.stores.flatMap(({ items }) => items.map(canonical)));
  const missing = kept
    .map((item) => ({
      type: item.type,
      fields: canonical(without(item)),
    }))
    .filter(({ fields }) => !given.has(fields));
  expect(missing).toEqual([]);
  const told = file.stores.flatMap(({ items }) => items.flatMap((item) => [item, Object(item.envelope)]));
  expect([...new Set(told.flatMap(Object.keys))].filter(isLeft)).toEqual([]);
  expect(file.stores.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      ...[
        'access',
        'callback',
        'change',
        'consent',
        'consent-request',
        'contacts',
        'customer',
        'interaction',
      ],
      ...['customer-creation', 'directory-entry', 'export', 'invitation', 'message', 'response', 'unique'],
    ]),
  );
});

it('is not given a copy by another link, nor too often, nor too late', async () => {
  const other = downloadLink.replace(/.{10}$/, 'AAAAAAAAAA');
  for (const method of ['GET', 'POST']) expect((await fetch(other, { method })).status).toBe(404);
  for (const _ of [2, 3, 4, 5]) expect((await fetch(downloadLink, { method: 'POST' })).status).toBe(200);
  for (const method of ['GET', 'POST']) {
    const used = await fetch(`${downloadLink}?lang=zh-CN`, { method });
    expect([used.status, await used.text()]).toEqual([410, expect.stringContaining('此链接已用完')]);
  }
  const { body } = await manager.privacy.getExport({ params: { exportId } });
  expect([body.downloads, body.link]).toEqual([5, undefined]);
  const agent = await cloud.as('wang.fang');
  expect(await refused(agent.privacy.createExport({ body: { customerId, reason: 'Curious' } }))).toBe(403);
  expect(await refused(agent.privacy.createErasure({ body: { customerId, reason: 'Angry' } }))).toBe(403);
  const { body: audit } = await manager.audit.listAudit({ query: { record: customerId, limit: 100 } });
  const told = audit.items.filter(({ type }) => type.startsWith('export.'));
  expect(told.map(({ type, actor }) => [type, actor.id]).toSorted()).toEqual([
    ...[1, 2, 3, 4, 5].map(() => ['export.downloaded', 'privacy-download']),
    ['export.requested', 'li.na'],
  ]);
});

it('is found among the copies that were asked for, newest first, by whoever may ask for one', async () => {
  const { body: other } = await manager.customers.createCustomer({ body: { name: 'Asks, too' } });
  const asked = { customerId: other.id, reason: 'By phone' };
  const { body: newer } = await manager.privacy.createExport({ body: asked });
  const first = (await manager.privacy.listExports({ query: { limit: 1 } })).body;
  expect(first.items).toMatchObject([{ ...asked, id: newer.id, requestedBy: { id: 'li.na' } }]);
  const { body: rest } = await manager.privacy.listExports({
    query: { limit: 1, cursor: first.cursor ?? '' },
  });
  expect(rest.items).toMatchObject([{ id: exportId, state: 'ready', downloads: 5 }]);
  expect(rest.items[0]).not.toHaveProperty('link');
  const { body: theirs } = await manager.privacy.listExports({ query: { customerId, state: 'ready' } });
  expect(theirs.items.map(({ id }) => id)).toEqual([exportId]);
  expect((await manager.privacy.listExports({ query: { customerId, state: 'failed' } })).body.items).toEqual(
    [],
  );
  const agent = await cloud.as('wang.fang');
  expect(await refused(agent.privacy.listExports({}))).toBe(403);
  expect(await refused(agent.privacy.listErasures({}))).toBe(403);
  await cloud.idle();
  await manager.customers.deleteCustomer({ params: { customerId: other.id } }, { ifMatch: '*' });
});

/** Values of the nameless answer, but for numbers and what is the same for many, that stand elsewhere in the table. */
async function tiesOfAnswer(): Promise<unknown[]> {
  const items = await table();
  const ofNobody = items.filter(({ type, score }) => type === 'response' && score === 2);
  expect(ofNobody).toHaveLength(1);
  // Ids bear an instant: that of the erasure, or of the answer, would lead to the trail of both.
  const { id, customerId: nobody, invitationId, answeredAt } = ofNobody[0] ?? {};
  expect([id, nobody, invitationId].map((each) => instantOfId(String(each)))).toEqual(
    [1, 2, 3].map(() => answeredAt),
  );
  const shared = new Set([surveyId, campaignId, 'response', 'en', 'email', 'nps', '-']);
  const { runId: _, gsi2pk: __, ...fields } = ofNobody[0] ?? {};
  const values = Object.values(fields).filter((value) => typeof value === 'string' && !shared.has(value));
  const others = items.filter((item) => item !== ofNobody[0]).map((item) => JSON.stringify(item));
  const calls = others.filter((text) => text.includes(customerId));
  const named = calls.filter((text) => text.includes(surveyId) || text.includes('low-score'));
  return [...values.filter((value) => others.some((text) => text.includes(`"${value}"`))), ...named];
}

async function namesOfCalls(language: string): Promise<unknown[]> {
  const reply = await fetch(`${cloud.url}/callbacks?owner=all&status=closed&limit=100`, {
    headers: { authorization: `Bearer ${await cloud.token('li.na')}`, 'accept-language': language },
  });
  const { items } = (await reply.json()) as { items: { customerId: string; customerName: string }[] };
  return [...new Set(items.flatMap((each) => (each.customerId === customerId ? [each.customerName] : [])))];
}

it('is erased with proof, and every number stays as it was', async () => {
  const unknown = { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', reason: 'By letter' };
  expect(await refused(manager.privacy.createErasure({ body: unknown }))).toBe(404);
  const before = await numbers();
  const mailed = (await cloud.inbox()).length;
  const { body: asked } = await manager.privacy.createErasure({ body: { customerId, reason: 'By letter' } });
  expect(asked).toMatchObject({ state: 'requested', stores: [], remains: [] });
  await cloud.idle();
  expect(await refused(manager.customers.getCustomer({ params: { customerId } }))).toBe(404);
  expect((await cloud.schedules()).filter(({ name }) => name.includes('callback_'))).toEqual([]);
  await cloud.advance({ duration: 'PT3H' });
  await cloud.advance({ duration: 'PT3H' });
  const { body: proof } = await manager.privacy.getErasure({ params: { erasureId: asked.id } });
  expect(proof).toMatchObject({
    state: 'done',
    reason: 'By letter',
    requestedBy: { kind: 'person', id: 'li.na' },
  });
  const counts = new Map(
    proof.stores.map(({ store, kind, removed, cleaned, kept }) => [
      `${store}:${kind}`,
      { removed, cleaned, kept },
    ]),
  );
  expect(counts.get('table:customer')).toEqual({ removed: 1, cleaned: 0, kept: 0 });
  expect(counts.get('table:response')).toEqual({ removed: 0, cleaned: 1, kept: 0 });
  expect(counts.get('table:consent')?.removed).toBe(1);
  expect(counts.get('table:invitation')?.removed).toBe(1);
  expect(counts.get('table:export')?.removed).toBe(1);
  expect(counts.get('files:export')?.removed).toBe(1);
  expect(proof.remains.map(({ what }) => what)).toContain('backups');
  // Who is erased twice is answered the same proof.
  const { body: again } = await manager.privacy.createErasure({ body: { customerId, reason: 'Once more' } });
  expect(again).toEqual(proof);

  const listed = (await manager.privacy.listErasures({ query: { state: 'done' } })).body.items;
  expect(listed).toMatchObject([{ id: asked.id, customerId, doneAt: proof.doneAt }]);
  const ofCustomer = { ...listed[0], state: 'done' as const };
  expect((await manager.privacy.listErasures({ query: { customerId } })).body.items).toEqual([ofCustomer]);
  expect(
    (await manager.privacy.listErasures({ query: { customerId, state: 'running' } })).body.items,
  ).toEqual([]);

  expect((await cloud.inbox()).length).toBe(mailed);
  const left = (await table()).filter((item) => hitsIn(JSON.stringify(item)).length > 0);
  expect(left).toEqual([]);
  const kinds = new Set((await itemsOfCustomer()).map(({ type }) => type));
  expect([...kinds].toSorted()).toEqual(
    expect.not.arrayContaining([
      'customer',
      'consent',
      'contacts',
      'interaction',
      'invitation',
      'message',
      'unique',
    ]),
  );
  const after = await numbers();
  expect(after).toEqual(before);
  expect(await tiesOfAnswer()).toEqual([]);
  expect(await namesOfCalls('zh-CN')).toEqual(['（已抹除）']);
  expect(await namesOfCalls('en')).toEqual(['(erased)']);
  expect((await openForm(answerLink)).status).toBe(404);
  expect((await fetch(downloadLink)).status).toBe(404);
});

it('is not answered once more to whoever repeats a request with its key, nor created anew', async () => {
  const body = { name: one('name'), email: one('mail') };
  const row = { key: '1', name: one('name'), externalId: { source: 'erp', id: one('number') } };
  const { id } = (await postAgain('/customers', 'one', body)).body as { id: string };
  const inRow = async (language?: string) => {
    const reply = await postAgain('/customers/batch', 'rows', { rows: [row] }, language);
    return (reply.body.rows as { id: string; status: number; problem?: Item }[])[0]!;
  };
  const met = { channel: 'note', direction: 'internal', subject: one('text') };
  const kept = (await postAgain(`/customers/${id}/interactions`, 'met', met)).body;
  expect((await postAgain(`/customers/${id}/interactions`, 'met', met)).body).toEqual(kept);
  const erased = [id, (await inRow()).id];
  const proofs = await Promise.all(
    erased.map((each) => postAgain('/privacy/erasures', each, { customerId: each, reason: 'By phone' })),
  );
  await cloud.idle();
  for (const _ of ['again', 'until nothing turns up']) await cloud.advance({ duration: 'PT3H' });
  const customers = (await table()).filter(({ type }) => type === 'customer').length;

  expect(await postAgain('/customers', 'one', body)).toMatchObject({
    status: 410,
    body: { code: 'gone', detail: expect.stringContaining('its customer has been erased since') },
  });
  const inChinese = { detail: '该请求首次发出时已执行，所涉客户此后已被抹除。请勿再次发送。' };
  expect((await postAgain('/customers', 'one', body, 'zh-CN')).body).toMatchObject(inChinese);
  expect(await postAgain(`/customers/${id}/interactions`, 'met', met)).toMatchObject({ status: 410 });
  expect(await inRow('zh-CN')).toMatchObject({ status: 410, problem: inChinese });
  expect(await postAgain('/customers', 'one', { name: 'Else' })).toMatchObject({ status: 422 });
  // Whoever demanded it is answered so.
  for (const [index, each] of erased.entries())
    expect(
      (await postAgain('/privacy/erasures', each, { customerId: each, reason: 'By phone' })).body,
    ).toEqual(proofs[index]?.body);
  expect((await table()).filter(({ type }) => type === 'customer').length).toBe(customers);
  const remembered = await rememberedReplies();
  expect(remembered.length).toBeGreaterThan(erased.length);
  expect(remembered.filter((each) => hitsIn(each).length > 0)).toEqual([]);
});

it('gets no mail of a campaign that is under way, whose run ends all the same', async () => {
  const address = one('mail');
  const { id } = (await manager.customers.createCustomer({ body: { name: one('name'), email: address } }))
    .body;
  const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  await cloud.idle();
  const at = new Date((await cloud.now()).getTime() + 600_000).toISOString();
  const schedule = { at: at.slice(0, 16), timeZone: 'UTC' };
  const { body: campaign } = await manager.campaigns.createCampaign({
    body: { surveyId: survey.body.id, name: 'Under way', schedule },
  });
  await cloud.idle();
  await cloud.faults([{ service: 'ses', operation: 'SendEmail', rate: 1, kind: 'throttle', seed: 1 }]);
  await cloud.advance({ to: at });
  const { body: erasure } = await manager.privacy.createErasure({
    body: { customerId: id, reason: 'By phone' },
  });
  await cloud.idle();
  await cloud.faults([]);
  await cloud.advance({ duration: 'PT3H' });
  await cloud.advance({ duration: 'PT3H' });
  expect((await manager.privacy.getErasure({ params: { erasureId: erasure.id } })).body.state).toBe('done');
  const { items } = (await manager.results.listCampaignRuns({ params: { campaignId: campaign.id } })).body;
  expect(items).toMatchObject([{ invited: 3, held: 0, skippedBecause: { 'no-recipient': 1 } }]);
  const [{ sent, skipped, failed, unknown, invited } = { invited: 0 } as never] = items;
  expect(sent + skipped + failed + unknown).toBe(invited);
  expect((await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes(address)))).toEqual([]);
  expect((await table()).filter((item) => JSON.stringify(item).includes(address))).toEqual([]);
});

it('is told of to nobody by a mail that waits, and lies nowhere once the proof says so', async () => {
  const body = { name: one('name'), email: one('mail'), phone: one('phone'), company: one('name') };
  const { id } = (await manager.customers.createCustomer({ body })).body;
  const at = new Date((await cloud.now()).getTime() + 600_000).toISOString();
  const due = { wallTime: at.slice(0, 16), timeZone: 'UTC' };
  await manager.callbacks.createCallback({
    body: { customerId: id, owner: 'wang.fang', due, why: one('text'), note: one('text') },
  });
  await cloud.idle();
  await cloud.faults([{ service: 'ses', operation: 'SendEmail', rate: 1, kind: 'throttle', seed: 1 }]);
  await cloud.advance({ duration: 'PT12M' });
  const told = (await table()).filter(({ type, about }) => type === 'message' && about === id);
  expect(told).toMatchObject([{ state: 'planned' }]);
  const params = {
    erasureId: (await manager.privacy.createErasure({ body: { customerId: id, reason: 'By phone' } })).body
      .id,
  };
  const state = async () => (await manager.privacy.getErasure({ params })).body.state;
  for (let quarter = 0; quarter < 8 && (await state()) !== 'done'; quarter += 1)
    await cloud.advance({ duration: 'PT16M' });
  expect(await state()).toBe('done');
  expect((await table()).filter((item) => hitsIn(JSON.stringify(item)).length > 0)).toEqual([]);
  const mailed = (await cloud.inbox()).length;
  await cloud.faults([]);
  await cloud.advance({ duration: 'PT3H' });
  expect(
    (await cloud.inbox()).slice(mailed).filter((mail) => hitsIn(JSON.stringify(mail)).length > 0),
  ).toEqual([]);
});

it('leaves in the trail who has done what, by ids alone, and frees what was unique', async () => {
  const { body } = await manager.audit.listAudit({ query: { record: customerId, limit: 100 } });
  expect(body.items.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['erasure.requested', 'customer.erased', 'customer.changed', 'export.downloaded']),
  );
  expect(hitsIn(JSON.stringify(body))).toEqual([]);
  const changed = body.items.filter(({ type }) => type === 'customer.changed');
  expect(changed.length).toBeGreaterThan(0);
  for (const entry of changed)
    expect(entry).toMatchObject({ erased: true, changes: { before: {}, after: {} } });
  const again = await manager.customers.createCustomer({ body: { name: 'Somebody new', email } });
  expect(again.body.id).not.toBe(customerId);
});
