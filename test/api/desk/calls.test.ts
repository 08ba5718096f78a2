/** Calling from the desk: one's calls by when they are to be made, one call from its beginning to what came of it, a team's work. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { createVisitor, hiddenFields } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  // A Monday, 10:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
});
afterAll(() => cloud?.close());

let calls = 50;

async function callTo(name: string, wallTime: string, owner = 'wang.fang', more: object = {}) {
  const api = await cloud.as('li.na');
  const { body: customer } = await api.customers.createCustomer({
    body: { name, owner, phone: `+4420718387${String(calls++).padStart(2, '0')}`, tags: ['vip'] },
  });
  const due = { wallTime, timeZone: 'Asia/Shanghai' };
  const body = { customerId: customer.id, owner, why: `About ${name}`, due, ...more };
  return (await api.callbacks.createCallback({ body })).body;
}

async function signedIn(person: string) {
  const visitor = createVisitor(cloud.url, 'en');
  const { page } = await visitor.signIn(person);
  await visitor.send(page, '/desk/language', { language: 'en' });
  return visitor;
}

it('shows one’s calls that are overdue, due and to be made today', async () => {
  await callTo('Ada Lovelace', '2026-11-23T11:00');
  await callTo('Grace Hopper', '2026-11-23T11:50');
  await callTo('Emmy Noether', '2026-11-23T17:00');
  await callTo('Mary Jackson', '2026-11-24T17:00');
  await cloud.advance({ to: '2026-11-23T04:00:00Z' });
  const agent = await signedIn('wang.fang');
  const named = async (when: string) => {
    const { status, page } = await agent.ask(`/desk/calls?when=${when}`);
    expect(status).toBe(200);
    return ['Ada Lovelace', 'Grace Hopper', 'Emmy Noether', 'Mary Jackson'].filter((name) =>
      page.includes(name),
    );
  };
  expect(await named('overdue')).toEqual(['Ada Lovelace']);
  expect(await named('due')).toEqual(['Ada Lovelace', 'Grace Hopper']);
  expect(await named('today')).toEqual(['Ada Lovelace', 'Grace Hopper', 'Emmy Noether']);
  expect(await named('nonsense')).toHaveLength(3);
  expect((await agent.ask('/desk')).page).toContain('href="/desk/calls?when=overdue"');
});

it('begins a call and records what came of it, once, and says at the field what is missing', async () => {
  const { id } = await callTo('Katherine Johnson', '2026-11-23T15:00', 'wang.fang', {
    note: 'Was angry',
  });
  const call = `/desk/callbacks/${id}`;
  const agent = await signedIn('wang.fang');
  const shown = await agent.ask(call);
  for (const text of ['Katherine Johnson', 'href="tel:+4420718387', 'Was angry', 'vip', 'Start the call'])
    expect(shown.page).toContain(text);
  const begun = await agent.send(shown.page, call, { begin: '1' });
  expect([begun.status, begun.location]).toEqual([303, call]);
  const { page } = await agent.ask(call);
  expect(page).toMatch(/Started on [^<]+\. Nobody else calls meanwhile\./);
  const other = await signedIn('li.na');
  const theirs = await other.ask(call);
  const refused = await other.send(theirs.page, call, { outcome: 'reached' });
  expect(refused.status).toBe(409);
  expect(refused.page).toContain('Wang Fang (wang.fang) is working on this callback until');
  const none = await agent.send(page, call, { outcome: '' });
  expect(none.status).toBe(400);
  expect(none.page).toMatch(/id="outcome-violation">[^<]*choose what came of the call/);
  const twice = await agent.send(page, call, { outcome: ['reached', 'busy'] });
  expect([twice.status, twice.page.includes('A field came twice')]).toEqual([400, true]);
  const unchanged = await (await cloud.as('li.na')).callbacks.getCallback({ params: { callbackId: id } });
  expect(unchanged.body.attempts).toEqual([]);
  const empty = await agent.send(page, call, { outcome: 'call-later', note: 'In a meeting' });
  expect(empty.status).toBe(400);
  expect(empty.page).toMatch(/id="due-violation">[^<]+/);
  expect(empty.page).toContain('In a meeting');
  const later = { outcome: 'call-later', note: 'In a meeting', due: '2026-11-24T16:00' };
  const { key } = hiddenFields(empty.page, call);
  const done = await agent.send(empty.page, call, later);
  expect([done.status, done.location]).toEqual([303, `${call}?done=1`]);
  const again = await agent.send(empty.page, call, { ...later, key: key ?? '' });
  expect(again.status).toBe(303);
  const after = await agent.ask(`${call}?done=1`);
  expect(after.page).toContain('The call is recorded.');
  expect(after.page).toContain('asked to be called later');
  const { body } = await (await cloud.as('li.na')).callbacks.getCallback({ params: { callbackId: id } });
  expect(body).toMatchObject({ status: 'scheduled', due: { wallTime: '2026-11-24T16:00' } });
  expect(body.attempts).toHaveLength(1);
  const reader = await signedIn('zhao.wei');
  expect((await reader.ask(call)).page).not.toContain('Record the call');
});

it('asks the script of a call page by page, says at the question what is missing, and takes the answers down once', async () => {
  const manager = await cloud.as('li.na');
  const text = (en: string) => ({ en, 'zh-CN': `问：${en}` });
  const questions = [
    {
      ...{ id: 'recommend', kind: 'nps', required: true, text: text('How likely, {{customer.name}}?') },
      branches: [{ when: [{ op: 'between', from: 9 }], to: 'best' }],
    },
    { id: 'worst', kind: 'text', required: true, text: text('What went wrong?') },
    { id: 'best', kind: 'text', required: false, text: text('What is best?') },
  ];
  const body = { ...structuredClone(newSurvey), questions } as never;
  const surveyId = (await manager.surveys.createSurvey({ body })).body.id;
  const { version: _, ...settings } = defaultCallSettings;
  const scripts = [{ reason: 'manual' as const, surveyId }];
  await manager.calling.putCallSettings({ body: { ...settings, scripts } }, { ifMatch: '*' });
  const { id } = await callTo('Sophie <Germain>', '2026-11-25T15:00');
  const agent = await signedIn('wang.fang');
  const [call, script] = [`/desk/callbacks/${id}`, `/desk/callbacks/${id}/script`];
  expect((await agent.ask(call)).page).toContain(`href="${script}"`);
  const inChinese = await agent.ask(`${script}?lang=zh-CN`);
  expect(inChinese.page).toContain('<div lang="zh-CN">');
  expect(inChinese.page).toContain('问：How likely, Sophie &lt;Germain&gt;?');
  const first = await agent.ask(`${script}?lang=en`);
  expect(first.page).toContain('How likely, Sophie &lt;Germain&gt;?');
  expect(first.page).not.toContain('What went wrong?');
  const missing = await agent.send(first.page, script, { go: 'on' });
  expect(missing.status).toBe(400);
  expect(missing.page).toMatch(/id="q-recommend-violation">Please answer this question/);
  expect(missing.page).toContain('Not all of this can be taken down yet:');
  const second = await agent.send(missing.page, script, { go: 'on', 'q-recommend': '3' });
  expect(second.page).toContain('What went wrong?');
  const back = await agent.send(second.page, script, { go: 'back' });
  expect(back.page).toMatch(/id="q-recommend-3"[^>]+checked/);
  const last = await agent.send(back.page, script, { go: 'on', 'q-recommend': '10' });
  expect(last.page).not.toContain('What went wrong?');
  expect(last.page).toContain('Take down the answers');
  const said = { go: 'on', 'q-best': 'The people' };
  const other = await signedIn('david.brown');
  expect((await other.send(last.page, script, said)).status).toBe(403);
  const done = await agent.send(last.page, script, said);
  expect([done.status, done.location]).toEqual([303, `${call}?answered=1`]);
  expect((await agent.send(last.page, script, said)).status).toBe(303);
  const again = await agent.send(last.page, script, { ...said, key: crypto.randomUUID() });
  expect(again.status).toBe(409);
  expect(again.page).toContain('The script of this callback was filled in already.');
  expect((await agent.ask(`${call}?answered=1`)).page).toContain('The answers of the customer are recorded.');
  expect((await agent.ask(script)).page).toContain('What the customer has answered was taken down already.');
  await cloud.idle();
  const { body: given } = await manager.responses.listSurveyResponses({ params: { surveyId } });
  expect(given.items).toMatchObject([{ score: 10, channel: 'call', comment: 'The people' }]);
  await manager.calling.putCallSettings({ body: { ...settings, scripts: [] } }, { ifMatch: '*' });
  const unasked = await callTo('Joan Clarke', '2026-11-25T16:00');
  expect((await agent.ask(`/desk/callbacks/${unasked.id}/script`)).page).toContain('No open survey');
});

it('shows a lead who has how much to do, and gives several calls to somebody at once', async () => {
  const api = await cloud.as('li.na');
  const { body: team } = await api.teams.createTeam({
    body: { name: 'Both', leads: ['li.na'], members: ['wang.fang', 'david.brown'] },
  });
  const one = await callTo('Rosalind Franklin', '2026-11-26T15:00');
  const two = await callTo('Chien-Shiung Wu', '2026-11-26T15:30');
  await cloud.idle();
  const work = `/desk/teams/${team.id}/work`;
  const lead = await signedIn('li.na');
  const shown = await lead.ask(work);
  expect(shown.page).toMatch(/<h2>By person<\/h2>[\s\S]*Wang Fang[\s\S]*<h2>Assign several at once<\/h2>/);
  const none = await lead.send(shown.page, work, { owner: 'david.brown' });
  expect(none.status).toBe(400);
  expect(none.page).toMatch(/id="callbackIds-violation">Tick the calls that are to be assigned/);
  await (await cloud.as('wang.fang')).callbacks.claimCallback({ params: { callbackId: two.id } });
  const given = await lead.send(shown.page, work, { callbackIds: [one.id, two.id], owner: 'david.brown' });
  expect(given.status).toBe(200);
  expect(given.page).toContain('1 assigned. Lists show it in a second or two.');
  expect(given.page).toContain('1 stay as they were: somebody is calling.');
  const { body } = await api.callbacks.getCallback({ params: { callbackId: one.id } });
  expect(body.owner).toBe('david.brown');
});

it('shows managers what calls come to, drawn and in a table, and says at the field what cannot be asked', async () => {
  const api = await cloud.as('li.na');
  const { id } = await callTo('Lise <Meitner>', '2026-11-23T16:00', 'david.brown');
  const params = { callbackId: id };
  await (await cloud.as('david.brown')).callbacks.completeCallback({ params, body: { outcome: 'reached' } });
  const manager = await signedIn('li.na');
  expect((await manager.ask('/desk')).page).toContain('href="/desk/call-results"');
  const byOwner = await manager.ask('/desk/call-results?from=2026-11-23&to=2026-11-23&team=&reason=');
  expect(byOwner.status).toBe(200);
  const { total } = (await api.callbacks.getCallResults({ query: { from: '2026-11-23', to: '2026-11-23' } }))
    .body;
  expect(total.calls).toBeGreaterThanOrEqual(2);
  expect(byOwner.page).toContain(`<dt>Calls</dt><dd>${total.calls}</dd>`);
  expect(byOwner.page).toMatch(/<svg[^>]+role="img" aria-labelledby="reached-title"/);
  expect(byOwner.page).toMatch(/<th scope="row">David Brown<\/th><td data-head="Calls">1<\/td>/);
  const ofDavid = await manager.ask('/desk/call-results?owner=david.brown&by=reason');
  expect(ofDavid.page).toMatch(/<th scope="row">asked for by somebody<\/th><td data-head="Calls">1<\/td>/);
  expect(ofDavid.page).toMatch(/data-head="Reached"><a [^>]+>100 % \([\d.]+ to 100\)/);
  const lists = (page: string) =>
    [...page.matchAll(/<a href="(\/desk\/calls\?[^"]+)">/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    );
  expect(lists(byOwner.page).slice(-3)).toEqual(
    ['open', 'overdue', 'closed'].map((when) => `/desk/calls?when=${when}&owner=all`),
  );
  const [reached = '', onTime = '', done = ''] = lists(ofDavid.page);
  expect([reached, onTime, done].map((path) => new URL(path, cloud.url).searchParams.size)).toEqual([
    6, 6, 5,
  ]);
  const listed = await manager.ask(reached);
  expect(listed.page).toContain('Lise &lt;Meitner&gt;');
  expect(listed.page).toContain('those whose last call has reached the customer');
  expect(listed.page).not.toContain('Katherine Johnson');
  const team = { name: 'Callers', leads: ['li.na'], members: ['david.brown'] };
  const { body: callers } = await api.teams.createTeam({ body: team });
  const ofTeam = await manager.ask(`/desk/call-results?by=team&team=${callers.id}&reason=manual`);
  expect(lists(ofTeam.page).at(-1)).toBe(`/desk/calls?when=closed&team=${callers.id}&reason=manual`);
  const teamDone = await manager.ask(lists(ofTeam.page)[2] ?? '');
  expect([teamDone.page.includes('Calls of Callers'), teamDone.page.includes('Meitner')]).toEqual([
    true,
    true,
  ]);
  expect((await manager.ask('/desk/call-results?by=day')).page).toMatch(/<path class="course"/);
  const none = await manager.ask('/desk/call-results?from=2026-01-01&to=2026-01-31');
  expect(none.page).toContain('Nobody was called in this time.');
  const wrong = await manager.ask('/desk/call-results?from=2026-11-23&to=2026-11-01');
  expect(wrong.status).toBe(400);
  expect(wrong.page).toMatch(/id="to-violation">[^<]+/);
  expect(wrong.page).toContain('value="2026-11-01"');
  const nonsense = await manager.ask('/desk/call-results?by=<b>');
  expect([nonsense.status, nonsense.page.includes('<b>')]).toEqual([400, false]);
  const agent = await signedIn('wang.fang');
  const own = await agent.ask('/desk/call-results');
  expect(own.page).toContain('<th scope="row">Wang Fang</th>');
  expect(own.page).not.toContain('<th scope="row">David Brown</th>');
  expect(lists(own.page)).toContainEqual(expect.stringContaining('owner=wang.fang'));
  for (const path of lists(own.page)) expect((await agent.ask(path)).status).toBe(200);
});
