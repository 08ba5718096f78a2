/** Calls to come and closed ones: of a person, and of a customer, to whom one more is promised at the desk. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Api } from '../../support/cloud.ts';
import { ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let customerId: string;

beforeAll(async () => {
  // A Monday, 10:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  manager = await cloud.as('li.na');
  const body = { name: 'Ada <b>', owner: 'wang.fang', phone: '+442071838750' };
  customerId = (await manager.customers.createCustomer({ body })).body.id;
});
afterAll(() => cloud?.close());

const promise = (why: string, wallTime: string, owner = 'wang.fang') =>
  manager.callbacks.createCallback({
    body: { customerId, owner, why, due: { wallTime, timeZone: 'Asia/Shanghai' } },
  });

it('promises a call from the page of the customer, once, and says beside each field what is wrong', async () => {
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const path = `/desk/customers/${customerId}/calls`;
  expect((await agent.ask(`/desk/customers/${customerId}`)).page).toContain(`href="${path}"`);
  const { page } = await agent.ask(path);
  expect(page).toContain('No call is promised.');
  const empty = await agent.send(page, path, { why: ' ', note: 'n'.repeat(1001), priority: 'urgent' });
  expect(empty.status).toBe(400);
  for (const field of ['why', 'note', 'priority'])
    expect([field, empty.page]).toEqual([
      field,
      expect.stringMatching(new RegExp(`id="${field}-violation">[^<]+`)),
    ]);
  const untimed = await agent.send(page, path, { why: 'Asked', priority: 'normal' });
  expect(untimed.page).toMatch(/id="due-violation">say when to call, or below when the customer wants/);
  const past = { why: 'Asked', due: '2026-11-20T10:00', owner: 'nobody.here', priority: 'high' };
  const wrong = await agent.send(page, path, past);
  expect(wrong.page).toMatch(/id="due-violation">[^<]*must lie in the future/);
  expect(wrong.page).toContain('value="2026-11-20T10:00"');
  expect((await agent.send(page, path, { ...past, due: '2026-11-24T10:00' })).page).toContain(
    'Your role can take callbacks on',
  );
  const right = {
    ...past,
    why: 'Wants <an> offer',
    due: '2026-11-24T10:00',
    owner: 'wang.fang',
    note: 'Kind',
  };
  const { key = '' } = hiddenFields(page, path);
  const made = await agent.send(page, path, right);
  expect([made.status, made.location]).toEqual([
    303,
    expect.stringMatching(/^\/desk\/callbacks\/.+\?promised=1$/),
  ]);
  expect((await agent.send(page, path, { ...right, key })).location).toBe(made.location);
  const call = await agent.ask(made.location ?? '');
  for (const said of ['The call is promised.', 'Wants &lt;an&gt; offer', '<dt>Priority</dt><dd>high</dd>'])
    expect(call.page).toContain(said);
  const { body } = await manager.callbacks.listCustomerCallbacks({ params: { customerId }, query: {} });
  expect(body.items).toMatchObject([{ why: 'Wants <an> offer', owner: 'wang.fang', priority: 'high' }]);
  const hours = { why: 'In the evening', 'wantedHours.from': '18:00', 'wantedHours.to': '19:00' };
  const evening = await agent.send((await agent.ask(path)).page, path, { ...hours, owner: 'none' });
  const id = evening.location?.split(/[/?]/).at(-2) ?? '';
  const { body: callback } = await manager.callbacks.getCallback({ params: { callbackId: id } });
  expect(callback).toMatchObject({ owner: null, wantedHours: { from: '18:00', to: '19:00' } });
  expect((await agent.ask(path)).page).toContain('Wants &lt;an&gt; offer');
});

it('moves a call to another time, and changes what is known of it, keeping the time that is left as it is', async () => {
  const { body: made } = await promise('Wrong day', '2026-11-24T10:00');
  const params = { callbackId: made.id };
  const read = async () => (await manager.callbacks.getCallback({ params })).body;
  const call = `/desk/callbacks/${made.id}`;
  const path = `${call}/change`;
  const agent = await signedInAt(cloud.url, 'wang.fang');
  expect((await agent.ask(call)).page).toContain(`href="${path}"`);
  const { page } = await agent.ask(path);
  expect(page).toContain('value="2026-11-24T10:00"');
  const same = { due: '2026-11-24T10:00', priority: 'normal', note: '' };
  expect((await agent.send(page, path, same)).location).toBe(`${call}?unchanged=1`);
  const evening = { 'wantedHours.from': '16:00', 'wantedHours.to': '18:00', 'wantedHours.days': 'friday' };
  const past = { ...same, ...evening, due: '2026-11-20T10:00', note: 'Kind <b>' };
  const wrong = await agent.send(page, path, past);
  expect([wrong.status, wrong.page.includes('Kind &lt;b&gt;')]).toEqual([400, true]);
  expect(wrong.page).toMatch(/id="due-violation">[^<]*must lie in the future/);
  const moved = { ...past, due: '2026-11-27T16:30', priority: 'high' };
  const [first, second] = [await agent.send(page, path, moved), await agent.send(page, path, moved)];
  expect([first.location, second.location]).toEqual([`${call}?changed=1`, `${call}?changed=1`]);
  expect((await agent.ask(`${call}?changed=1`)).page).toContain('The call is changed.');
  expect(await read()).toMatchObject({
    ...{ version: made.version + 1, priority: 'high', note: 'Kind <b>' },
    due: { wallTime: '2026-11-27T16:30', timeZone: 'Asia/Shanghai' },
    wantedHours: { from: '16:00', to: '18:00', days: ['friday'] },
  });
  const again = await agent.ask(path);
  expect(again.page).toMatch(/value="2026-11-27T16:30"[\s\S]*Kind &lt;b&gt;/);
  expect(again.page).toMatch(/value="friday" checked/);
  const emptied = { due: '2026-11-27T16:30', priority: 'high', note: ' ' };
  expect((await agent.send(again.page, path, emptied)).status).toBe(303);
  expect(await read()).toMatchObject({ due: { wallTime: '2026-11-27T16:30' } });
  for (const field of ['note', 'wantedHours']) expect(await read()).not.toHaveProperty(field);
  const stale = await agent.send(page, path, { ...moved, note: 'Late' });
  expect([stale.status, stale.page.includes('It was changed in the meantime.')]).toEqual([412, true]);
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  expect((await analyst.ask(path)).status).toBe(403);
});

it('says at once that nobody works in the hours that the customer wants', async () => {
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const path = `/desk/customers/${customerId}/calls`;
  const promised = async (hours: object) => {
    const fields = { why: 'Asked', owner: 'wang.fang', ...hours };
    const { location = '' } = await agent.send((await agent.ask(path)).page, path, fields);
    return (await agent.ask(location)).page;
  };
  const night = await promised({ 'wantedHours.from': '03:00', 'wantedHours.to': '04:00' });
  expect(night).toMatch(
    /The call is promised\.[^<]*Mind: [^<]* is not in the hours in which the customer wants/,
  );
  expect(night).toMatch(/<a href="\/desk\/callbacks\/[^"]+\/change">Choose another time</);
  const day = await promised({ 'wantedHours.from': '09:00', 'wantedHours.to': '18:00' });
  expect([day.includes('The call is promised.'), day.includes('Mind:')]).toEqual([true, false]);
});

it('withdraws a call for a reason, once, and leaves a closed one as it is', async () => {
  const { body: made } = await promise('Wrong customer', '2026-11-24T11:00');
  const call = `/desk/callbacks/${made.id}`;
  const path = `${call}/withdraw`;
  const agent = await signedInAt(cloud.url, 'wang.fang');
  expect((await agent.ask(call)).page).toContain(`href="${path}"`);
  const { page } = await agent.ask(path);
  const empty = await agent.send(page, path, { why: ' ' });
  expect([empty.status, /id="why-violation">[^<]+/.test(empty.page)]).toEqual([400, true]);
  const { key = '' } = hiddenFields(page, path);
  const fields = { why: 'Meant <another>', key };
  for (const { location } of [await agent.send(page, path, fields), await agent.send(page, path, fields)])
    expect(location).toBe(`${call}?withdrawn=1`);
  const shown = (await agent.ask(`${call}?withdrawn=1`)).page;
  expect(shown).toContain('The call is cancelled.');
  expect(shown).toContain('<dt>Cancelled because</dt><dd>Meant &lt;another&gt;</dd>');
  expect(shown).not.toContain(`href="${path}"`);
  for (const form of [path, `${call}/change`]) {
    const closed = (await agent.ask(form)).page;
    expect(closed).toContain('This call is closed (cancelled)');
    expect(closed).not.toContain(`action="${form}"`);
  }
});

it('says that a customer wants no calls, and shows no form to whoever may promise none', async () => {
  const { body: grace } = await manager.customers.createCustomer({
    body: { name: 'Grace', owner: 'wang.fang' },
  });
  const { body: given } = await manager.callbacks.createCallback({
    body: { customerId: grace.id, why: 'First', due: { wallTime: '2026-11-24T10:00' }, owner: 'wang.fang' },
  });
  const params = { customerId: grace.id, purpose: 'surveys', channel: 'phone' } as const;
  await manager.consents.putConsent({ params, body: { status: 'withdrawn', source: 'phone' } });
  const path = `/desk/customers/${grace.id}/calls`;
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const { page } = await agent.ask(path);
  const refused = await agent.send(page, path, { why: 'Again', due: '2026-11-24T10:00' });
  expect(refused.status).toBe(422);
  expect(refused.page).toContain('This customer wants no calls, as is noted in their consents.');
  await cloud.idle();
  expect((await agent.ask(`/desk/customers/${grace.id}`)).page).not.toContain('(phone)');
  const analyst = await signedInAt(cloud.url, 'zhao.wei');
  const shown = await analyst.ask(path);
  expect((await analyst.ask(`/desk/callbacks/${given.id}`)).page).not.toContain('<dt>Phone</dt>');
  expect(shown.page).not.toContain('Promise a call');
  expect(shown.page).toMatch(
    new RegExp(
      `href="/desk/callbacks/${given.id}">First</a>[\\s\\S]*<td data-head="What came of it">cancelled`,
    ),
  );
  const closed = (await agent.ask(`/desk/callbacks/${given.id}`)).page;
  expect(closed).toMatch(/<dt>Closed<\/dt><dd>23 Nov 2026, 10:\d\d</);
  expect(closed).toContain('<dt>Cancelled because</dt><dd>The customer wants no calls any more.</dd>');
});

it('warns of a customer without a number, and takes a note of nothing but blanks for none', async () => {
  const { body: silent } = await manager.customers.createCustomer({
    body: { name: 'Without a number', owner: 'wang.fang' },
  });
  const agent = await signedInAt(cloud.url, 'wang.fang');
  const path = `/desk/customers/${silent.id}/calls`;
  const warning = 'no telephone number of this customer is known';
  const { page } = await agent.ask(path);
  expect(page).toContain(warning);
  expect((await agent.ask(`/desk/customers/${customerId}/calls`)).page).not.toContain(warning);
  const fields = { why: 'Asked', due: '2026-11-25T10:00', note: ' \r\n\r\n\t', priority: 'normal' };
  const made = await agent.send(page, path, fields);
  expect(made.status).toBe(303);
  const [, id = ''] = /callbacks\/([^?]+)/.exec(made.location ?? '') ?? [];
  const { body } = await manager.callbacks.getCallback({ params: { callbackId: id } });
  expect(body).not.toHaveProperty('note');
});

it('lists the coming and the closed calls of a person, page by page', async () => {
  const names = Array.from({ length: 52 }, (_, index) => `Call ${String(index).padStart(2, '0')}`);
  for (const [index, why] of names.entries())
    await promise(
      why,
      `2026-12-01T${String(9 + Math.floor(index / 6)).padStart(2, '0')}:${String((index % 6) * 10).padStart(2, '0')}`,
      'david.brown',
    );
  await cloud.idle();
  const agent = await signedInAt(cloud.url, 'david.brown');
  expect((await agent.ask('/desk')).page).toContain('href="/desk/calls?when=coming"');
  const first = await agent.ask('/desk/calls?when=coming');
  const next = /<a rel="next" href="([^"]+)"/.exec(first.page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await agent.ask(next);
  const shown = (page: string) => names.filter((name) => page.includes(name));
  expect(shown(first.page)).toEqual(names.slice(0, 50));
  expect(shown(second.page)).toEqual(names.slice(50));
  expect(second.page).not.toContain('rel="next"');
  const { body } = await manager.callbacks.listCallbacks({ query: { owner: 'david.brown', limit: 1 } });
  const params = { callbackId: body.items[0]?.id ?? '' };
  const said = { outcome: 'reached', note: 'All <well>' };
  await (await cloud.as('david.brown')).callbacks.completeCallback({ params, body: said });
  await cloud.idle();
  const lead = await signedInAt(cloud.url, 'li.na');
  const closed = await lead.ask('/desk/calls?when=closed&owner=david.brown');
  expect(closed.page).toContain('Calls of David Brown');
  expect(closed.page).toMatch(
    new RegExp(
      `href="/desk/callbacks/${params.callbackId}">Ada &lt;b&gt;[\\s\\S]*reached[\\s\\S]*All &lt;well&gt;`,
    ),
  );
  expect(closed.page).toContain('<td data-head="Who called">David Brown</td>');
  const ofAll = await lead.ask('/desk/calls?when=closed&owner=all');
  expect(ofAll.page).toContain('<td data-head="Who called">David Brown</td>');
  // Months in which nothing was closed are no pages.
  expect([closed.page, ofAll.page].map((page) => page.includes('rel="next"'))).toEqual([false, false]);
  expect(ofAll.page).toMatch(/<title>Calls of everybody[^<]*<\/title>[\s\S]*<h1>Calls of everybody<\/h1>/);
  expect(ofAll.page).toContain(`href="/desk/callbacks/${params.callbackId}"`);
  expect((await lead.ask('/desk/calls?when=closed&owner=none')).page).toContain('<h1>Unassigned calls</h1>');
  // Whoever has a call to make sees the customer, and of the calls those that they may open.
  const ofCustomer = await agent.ask(`/desk/customers/${customerId}/calls`);
  expect([ofCustomer.status, ofCustomer.page.includes('Wants &lt;an&gt; offer')]).toEqual([200, false]);
  const other = await signedInAt(cloud.url, 'wang.fang');
  const refused = await other.ask('/desk/calls?when=closed&owner=david.brown');
  expect([refused.status, refused.page.includes('well')]).toEqual([403, false]);
  expect((await other.ask('/desk/calls?owner=%3Cb%3E')).page).not.toContain('<b>');
});
