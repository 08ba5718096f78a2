/** The first page of the desk: whose open work is shown to whom. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { createVisitor, hiddenFields } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
});
afterAll(() => cloud?.close());

async function callFor(owner: string, name: string, times = 1) {
  const api = await cloud.as('li.na');
  const email = `${name.replaceAll(' ', '.')}@customer.test`;
  const { body: customer } = await api.customers.createCustomer({ body: { name, email, owner } });
  for (let each = 0; each < times; each += 1) {
    const due = { wallTime: '2026-11-25T10:00', timeZone: 'Asia/Shanghai' };
    const why = `Number ${each}`;
    await api.callbacks.createCallback({ body: { customerId: customer.id, owner, why, due } });
  }
}

it('shows whoever stands in what waits for the one who is away, as long as they are', async () => {
  const api = await cloud.as('li.na');
  await callFor('wang.fang', 'Ada Lovelace');
  const absence = { from: '2026-11-24', until: '2026-11-24', deputy: 'david.brown' };
  await api.staff.planAbsence({ params: { staffId: 'wang.fang' }, body: absence });
  const deputy = createVisitor(cloud.url, 'en');
  const before = await deputy.signIn('david.brown');
  expect(before.status).toBe(200);
  expect(before.page).not.toContain('In place of');
  // In Shanghai, where Wang Fang is away, it is the 24th already; in London it is not.
  await cloud.advance({ to: '2026-11-23T16:30:00Z' });
  const during = await createVisitor(cloud.url, 'en').signIn('david.brown');
  expect(during.page).toMatch(/<h2>In place of [^<]+<\/h2>/);
  expect(during.page).toContain('Ada Lovelace');
  expect((await createVisitor(cloud.url, 'en').signIn('zhao.wei')).page).not.toContain('Ada Lovelace');
  await cloud.advance({ to: '2026-11-24T16:30:00Z' });
  const after = await createVisitor(cloud.url, 'en').signIn('david.brown');
  expect(after.status).toBe(200);
  expect(after.page).not.toContain('Ada Lovelace');
});

it('shows a lead everybody who has work, however much one of them has', async () => {
  const api = await cloud.as('li.na');
  await api.teams.createTeam({
    body: { name: 'Two', leads: ['li.na'], members: ['wang.fang', 'david.brown'] },
  });
  await callFor('zhao.wei', 'Not of the team');
  await callFor('wang.fang', 'Grace Hopper', 110);
  await callFor('david.brown', 'Alan Turing', 2);
  const lead = createVisitor(cloud.url, 'en');
  const { page } = await lead.signIn('li.na');
  expect(page).toMatch(/David Brown[\s\S]{0,200}>2</);
  expect(page).toMatch(/>11[01]</);
});

it('shows what waits in the queue of a team, and gives it to somebody', async () => {
  const api = await cloud.as('li.na');
  const { body: team } = await api.teams.createTeam({
    body: { name: 'North', leads: ['li.na'], members: ['wang.fang'] },
  });
  // In Shanghai the 25th has begun.
  for (const staffId of ['wang.fang', 'li.na'])
    await api.staff.planAbsence({ params: { staffId }, body: { from: '2026-11-25', until: '2026-11-26' } });
  await api.assignments.putAssignmentRules(
    {
      params: { kind: 'callbacks' },
      body: { rules: [{ name: 'North', candidates: { team: team.id }, by: 'least-busy' }] },
    },
    { ifMatch: '*' },
  );
  const { body: customer } = await api.customers.createCustomer({ body: { name: 'Emmy Noether' } });
  const due = { wallTime: '2026-12-25T10:00', timeZone: 'Asia/Shanghai' };
  const { body: callback } = await api.callbacks.createCallback({
    body: { customerId: customer.id, why: 'Wants to know', due },
  });
  expect(callback).toMatchObject({ owner: null, team: team.id });
  await cloud.idle();
  const lead = createVisitor(cloud.url, 'en');
  const { page: home } = await lead.signIn('li.na');
  await lead.send(home, '/desk/language', { language: 'en' });
  const work = `/desk/teams/${team.id}/work`;
  expect((await lead.ask('/desk')).page).toContain(`href="${work}"`);
  expect((await lead.ask(`/desk/teams/${team.id}`)).page).toContain(`href="${work}"`);
  const shown = await lead.ask(work);
  expect(shown.page).toMatch(
    /In the queue of the team<\/h2>[\s\S]*Emmy Noether[\s\S]*<h2>Assigned to its people/,
  );
  expect(shown.page).toMatch(
    /<h2>Assigned to its people[\s\S]*Grace Hopper[\s\S]*data-head="Who calls">Wang Fang/,
  );
  const action = `/desk/callbacks/${callback.id}/owner`;
  expect(shown.page).toContain(`href="${action}"`);
  const question = await lead.ask(action, { headers: { referer: `${cloud.url}${work}` } });
  expect(question.page).toContain('Wants to know');
  // In the words of a person: why nobody has it yet.
  expect(question.page).toContain('No rule found anybody, so it waits for somebody to take it.');
  expect(question.page).toContain('The rule “North” found nobody: everybody it asks for was passed over.');
  expect(question.page).toContain('Wang Fang was passed over: was away.');
  expect(question.page).toContain('Wang Fang (away until 26 Nov 2026)');
  expect(hiddenFields(question.page, action)).toMatchObject({ back: work });
  const wrong = await lead.send(question.page, action, { owner: 'nobody.here' });
  expect(wrong.status).toBe(400);
  expect(wrong.page).toMatch(/id="owner-violation">[^<]+/);
  const given = await lead.send(question.page, action, {
    owner: 'david.brown',
    back: 'https://evil.example/',
  });
  expect([given.status, given.location]).toEqual([303, `/desk?given=${callback.id}`]);
  expect((await lead.ask(given.location!)).page).toContain('Assigned to David Brown.');
  const twice = await lead.send(question.page, action, { owner: 'david.brown' });
  expect([twice.status, twice.location]).toEqual([303, `${work}?given=${callback.id}`]);
  const { body: after } = await api.callbacks.getCallback({ params: { callbackId: callback.id } });
  expect(after.owner).toBe('david.brown');
  const late = await lead.send(question.page, action, { owner: 'zhao.wei' });
  expect(late.status).toBe(412);
  // Whoever is away on the day of the call may get it, and it is said who is told then.
  const away = { from: '2026-12-24', until: '2026-12-27', deputy: 'wang.fang' };
  await api.staff.planAbsence({ params: { staffId: 'zhao.wei' }, body: away });
  const once = await lead.ask(action);
  const toAway = await lead.send(once.page, action, { owner: 'zhao.wei' });
  const { page: told } = await lead.ask(toAway.location!);
  expect(told).toContain('Assigned to Zhao Wei.');
  expect(told).toContain('Zhao Wei is away from 24 Dec 2026 until 27 Dec 2026, on the day of the call.');
  expect(told).toContain('Wang Fang stands in and is told when it is due.');
  expect((await lead.ask(action)).page).toContain('on the day of the call');
  // A member of a team that does not share sees no work of the others.
  const agent = createVisitor(cloud.url, 'en');
  await agent.signIn('david.brown');
  const hidden = await agent.ask(work);
  expect(hidden.status).toBe(200);
  expect(hidden.page).not.toContain('Grace Hopper');
});

it('shows who has claimed a call until when, and ends that for a reason, once, for whoever may', async () => {
  const api = await cloud.as('li.na');
  const { body: customer } = await api.customers.createCustomer({ body: { name: 'Mary Jackson' } });
  const due = { wallTime: '2026-12-25T10:00', timeZone: 'Asia/Shanghai' };
  const { body: callback } = await api.callbacks.createCallback({
    body: { customerId: customer.id, why: 'Wants to know', due, owner: null },
  });
  const params = { callbackId: callback.id };
  const call = `/desk/callbacks/${callback.id}`;
  const action = `${call}/release`;
  await (await cloud.as('wang.fang')).callbacks.claimCallback({ params });
  const { body: claimed } = await api.callbacks.getCallback({ params });
  const until = new Intl.DateTimeFormat('en-GB', {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' },
  } as const).format(new Date(claimed.claim!.until));
  await cloud.idle();
  const lead = createVisitor(cloud.url, 'en');
  const { page: home } = await lead.signIn('li.na');
  await lead.send(home, '/desk/language', { language: 'en' });
  expect((await lead.ask('/desk')).page).toContain(`<a href="${call}">Mary Jackson</a>`);
  const { page: shown } = await lead.ask(call);
  expect(shown).toContain(`<dt>Claimed by</dt><dd>Wang Fang, until ${until}</dd>`);
  expect(shown).toContain(`<a href="${action}">End the claim</a>`);
  // Whoever may not sees whose it is, and no form.
  const agent = createVisitor(cloud.url, 'en');
  await agent.signIn('david.brown');
  const { page: seen } = await agent.ask(call);
  expect(seen).toContain('<dt>Claimed by</dt><dd>Wang Fang');
  expect(seen).not.toContain(action);
  const hidden = await agent.ask(action);
  expect([hidden.status, hidden.page.includes('Your role does not allow this.')]).toEqual([403, true]);
  const forged = await agent.ask(action, {
    form: { ...hiddenFields(seen, '/desk/sign-out'), why: 'Mine now', key: 'x' },
  });
  expect(forged.status).toBe(403);
  expect(forged.page).toContain('Claims of others are ended by managers');
  const question = await lead.ask(action);
  expect(question.page).toContain('<h1>End the claim of Wang Fang?</h1>');
  const foreign = await lead.ask(action, { form: { why: 'From elsewhere' } });
  expect(foreign.status).toBe(403);
  const empty = await lead.send(question.page, action, { why: '' });
  expect(empty.status).toBe(400);
  expect(empty.page).toMatch(/id="why-violation">[^<]+/);
  const fields = { why: 'Called <away>' };
  const both = await Promise.all([
    lead.send(empty.page, action, fields),
    lead.send(empty.page, action, fields),
  ]);
  for (const { status, location } of [...both, await lead.send(empty.page, action, fields)])
    expect([status, location]).toEqual([303, `${call}?ended=1`]);
  const { page: ended } = await lead.ask(`${call}?ended=1`);
  expect(ended).toContain('The claim has been ended.');
  expect(ended).not.toContain('<dt>Claimed by');
  expect(ended).toMatch(
    /<dt>Claim ended<\/dt><dd>The claim of Wang Fang was ended on [^<]+: Called &lt;away&gt;/,
  );
  const { body: after } = await api.callbacks.getCallback({ params });
  expect(after).toMatchObject({ claim: null, released: { from: 'wang.fang', why: 'Called <away>' } });
  // From a page that was opened before.
  const late = await lead.send(question.page, action, { why: 'Once more' });
  expect(late.status).toBe(422);
  expect(late.page).toContain('Nobody is working on this callback.');
  const nothing = await lead.ask(action);
  expect([nothing.status, nothing.page.includes('Nobody is working on this call.')]).toEqual([200, true]);
  await lead.send(ended, '/desk/language', { language: 'zh-CN' });
  expect((await lead.ask(call)).page).toContain('Wang Fang的认领已于');
});

it('takes leave of a call that whoever was working on it may not see any more', async () => {
  const api = await cloud.as('li.na');
  const { body: customer } = await api.customers.createCustomer({ body: { name: 'Annie Easley' } });
  const due = { wallTime: '2026-12-25T10:00', timeZone: 'Asia/Shanghai' };
  const { body: callback } = await api.callbacks.createCallback({
    body: { customerId: customer.id, why: 'Wants to know', due, owner: null },
  });
  const params = { callbackId: callback.id };
  await (await cloud.as('david.brown')).callbacks.claimCallback({ params });
  const call = `/desk/callbacks/${callback.id}`;
  const agent = createVisitor(cloud.url, 'en');
  await agent.signIn('david.brown');
  const question = await agent.ask(`${call}/release`);
  expect(question.page).not.toContain('is told, with this reason');
  await agent.send(question.page, `${call}/release`, { why: 'Not mine' });
  await api.callbacks.patchCallback({ params, body: { owner: 'wang.fang' } }, { ifMatch: '*' });
  const gone = await agent.ask(`${call}?ended=1`);
  expect([gone.status, gone.page.includes('The claim has been ended.')]).toEqual([200, true]);
  expect((await agent.ask(call)).status).toBe(404);
});

it('shows the rules by which work is given, in their order and in the words of people', async () => {
  const api = await cloud.as('li.na');
  const { body: team } = await api.teams.createTeam({ body: { name: 'South', leads: ['li.na'] } });
  const rules = [
    { name: 'Their own', by: 'owner' as const },
    {
      name: 'English',
      when: { language: 'en' as const, reason: 'low-score' as const, country: 'GB', tags: ['vip', 'food'] },
      candidates: { team: team.id, speaksLanguage: true },
      by: 'least-busy' as const,
    },
  ];
  const one = { params: { kind: 'callbacks' as const } };
  await api.assignments.putAssignmentRules({ ...one, body: { rules } }, { ifMatch: '*' });
  const agent = createVisitor(cloud.url, 'en');
  await agent.signIn('david.brown');
  expect((await agent.ask('/desk/teams')).page).toContain('href="/desk/assignment-rules"');
  const { status, page } = await agent.ask('/desk/assignment-rules');
  expect(status).toBe(200);
  expect(page).toContain('changed by managers and administrators');
  const lead = createVisitor(cloud.url, 'en');
  await lead.signIn('li.na');
  expect((await lead.ask('/desk/assignment-rules')).page).toContain('PUT /assignment-rules/callbacks');
  expect(page).toMatch(/<h2>Their own<\/h2>[\s\S]*whoever looks after the customer[\s\S]*<h2>English<\/h2>/);
  expect(page).toContain('after a poor answer, customers who write English, customers in the country GB');
  expect(page).toContain('customers with the tags: vip, food');
  expect(page).toContain('people of the team South, people who speak the language of the customer');
  expect(page).toContain('the one with the least open work');
  await api.assignments.putAssignmentRules({ ...one, body: { rules: [] } }, { ifMatch: '*' });
  expect((await agent.ask('/desk/assignment-rules')).page).toContain('No rules are set');
});

it('offers a call to those who may get it, and a closed one to nobody', async () => {
  const api = await cloud.as('li.na');
  await api.teams.createTeam({
    body: { name: 'Open', leads: ['li.na'], members: ['zhao.wei', 'wang.fang'], shared: true },
  });
  const { body: customer } = await api.customers.createCustomer({ body: { name: 'Hedy Lamarr' } });
  const due = { wallTime: '2027-03-01T10:00', timeZone: 'Asia/Shanghai' };
  const { body: callback } = await api.callbacks.createCallback({
    body: { customerId: customer.id, why: 'Wants to know', owner: 'wang.fang', due },
  });
  const params = { callbackId: callback.id };
  const action = `/desk/callbacks/${callback.id}/owner`;
  const agent = createVisitor(cloud.url, 'zh-CN');
  const { page: home } = await agent.signIn('wang.fang');
  await agent.send(home, '/desk/language', { language: 'zh-CN' });
  const question = await agent.ask(action);
  expect(question.page).toContain('<option value="zhao.wei"');
  expect(question.page).not.toContain('<option value="david.brown"');
  const headers = { referer: `${cloud.url}${action}` };
  const refused = await agent.send(question.page, action, { owner: 'david.brown' }, { headers });
  expect(refused.status).toBe(403);
  expect(refused.page).toContain(`<a href="${action}">返回</a>`);
  const done = await api.callbacks.completeCallback({ params, body: { outcome: 'reached', close: true } });
  const version = String(done.body.version);
  const late = await agent.send(question.page, action, { owner: 'zhao.wei', version });
  expect(late.status).toBe(422);
  expect(late.page).toContain('此回访已完成并关闭。');
  const closed = await agent.ask(action);
  expect([closed.status, closed.page.includes('此回访已关闭（已完成）')]).toEqual([200, true]);
  expect(closed.page).not.toContain('<select');
});
