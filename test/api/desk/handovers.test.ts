/** Hand-overs at the desk: what would move, how far it is, and back again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let handover: string;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  const api = await cloud.as('li.na');
  for (const name of ['Ada Lovelace', 'Alan Turing'])
    await api.customers.createCustomer({ body: { name, owner: 'wang.fang' } });
  await cloud.idle();
});
afterAll(() => cloud?.close());

const signedIn = (person: string) => signedInAt(cloud.url, person);

const form = '/desk/staff/wang.fang/handover';

it('is shown by kind and number before, and says what is missing at the field', async () => {
  const manager = await signedIn('li.na');
  expect((await manager.ask('/desk/staff/wang.fang')).page).toContain(`href="${form}"`);
  const { page } = await manager.ask(form);
  expect(page).toMatch(/Customers they look after<\/th><td data-head="Number">2</);
  expect(page).toMatch(/Open callbacks<\/th><td data-head="Number">0</);
  expect(page).toContain('<option value="david.brown">David Brown</option>');
  expect(page).not.toContain('<option value="wang.fang">');
  const wrong = await manager.send(page, form, { to: 'david.brown', reason: '' });
  expect(wrong.status).toBe(400);
  expect(wrong.page).toMatch(/id="kinds-violation">[^<]+/);
  expect(wrong.page).toMatch(/id="reason-violation">[^<]+/);
  expect(wrong.page).toContain('<option value="david.brown" selected>');
  const nobody = await manager.send(page, form, { to: '', reason: 'Leaves', kinds: 'customers' });
  expect(nobody.status).toBe(400);
  expect(nobody.page).toContain('role="alert"');
});

it('is offered nobody who takes on no work, and neither is an absence', async () => {
  const manager = await signedIn('li.na');
  const action = '/desk/staff/zhao.wei/edit';
  const option = '<option value="zhao.wei">';
  expect((await manager.ask(form)).page).toContain(option);
  const { page } = await manager.ask(action);
  const fields = { name: 'Zhao Wei', email: 'zhao.wei@rapport.example', language: 'zh-CN', active: 'true' };
  await manager.send(page, action, { ...fields, timeZone: 'Asia/Shanghai', skills: '', capacity: '' });
  await cloud.idle();
  for (const path of [form, '/desk/staff/wang.fang'])
    expect((await manager.ask(path)).page, path).not.toContain(option);
  expect((await manager.ask('/desk/staff/zhao.wei')).page).toContain('<dt>Takes on work</dt><dd>no</dd>');
});

it('moves everything once, however often the button is pressed, and shows how far it is', async () => {
  const manager = await signedIn('li.na');
  const { page } = await manager.ask(form);
  const fields = { to: 'david.brown', kinds: ['customers', 'callbacks'], reason: 'Leaves & <goes>' };
  const [one, two] = [await manager.send(page, form, fields), await manager.send(page, form, fields)];
  expect([one.status, one.location]).toEqual([303, two.location]);
  handover = one.location!.split('?')[0]!;
  expect((await manager.ask(one.location!)).page).toContain('It continues by itself');
  await cloud.idle();
  const { page: done } = await manager.ask(handover);
  expect(done).toMatch(/<dt>Status<\/dt><dd>done<\/dd>/);
  expect(done).toMatch(/Customers they look after<\/th><td[^>]*>2<\/td><td[^>]*>2<\/td><td[^>]*>0</);
  expect(done).toContain('Leaves &amp; &lt;goes&gt;');
  expect((await manager.ask('/desk/handovers')).page).toContain(`href="${handover}"`);
  expect((await manager.ask(form)).page).toContain('there is nothing to hand over');
});

it('is taken back once, and says so when it is asked for again', async () => {
  const manager = await signedIn('li.na');
  const { page } = await manager.ask(handover);
  const { page: other } = await manager.ask(handover);
  const back = await manager.send(page, `${handover}/undo`);
  const twice = await manager.send(page, `${handover}/undo`);
  for (const { status, location } of [back, twice])
    expect([status, location]).toEqual([303, `${handover}?new=1`]);
  await cloud.idle();
  const { page: undone } = await manager.ask(handover);
  expect(undone).toMatch(/<dt>Status<\/dt><dd>taken back<\/dd>/);
  expect(undone).toMatch(/What went back[\s\S]*Customers they look after<\/th><td[^>]*>2</);
  expect(undone).not.toContain('/undo"');
  const again = await manager.send(other, `${handover}/undo`);
  expect(again.status).toBe(422);
  expect(again.page).toContain('taken back already');
});

it('by the rules warns where none are set, and says how many nobody has got', async () => {
  const [manager, api] = [await signedIn('li.na'), await cloud.as('li.na')];
  const { page } = await manager.ask(form);
  expect(page).toContain('No assignment rules are set.');
  const fields = { to: '*', kinds: ['customers', 'teams'], reason: 'Leaves' };
  const { location = '' } = await manager.send(page, form, fields);
  await cloud.idle();
  const { page: done } = await manager.ask(location.split('?')[0] ?? '');
  expect(done).toMatch(
    /Customers they look after<\/th><td[^>]*>2<\/td><td[^>]*>2<\/td><td[^>]*>0<\/td><td data-head="Moved, and nobody’s now">2</,
  );
  expect(done).toMatch(/Teams they lead or belong to<\/th>(<td[^>]*>0<\/td>){4}/);
  const rules = [{ name: 'All', by: 'round-robin' as const }];
  const params = { kind: 'callbacks' as const };
  await api.assignments.putAssignmentRules({ params, body: { rules } }, { ifMatch: '*' });
  const { page: warned } = await manager.ask('/desk/staff/david.brown/handover');
  expect(warned).not.toContain('No assignment rules are set.');
});

it('is begun and taken back by nobody whose role does not let them', async () => {
  const agent = await signedIn('david.brown');
  const { page } = await agent.ask(handover);
  expect(page).not.toContain('/undo"');
  expect((await agent.ask(form)).status).toBe(403);
  const token = hiddenFields(page, '/desk/sign-out');
  expect((await agent.ask(`${handover}/undo`, { form: token })).status).toBe(403);
  const fields = { ...token, to: 'li.na', kinds: 'customers', reason: 'Mine', key: 'x' };
  expect((await agent.ask(form, { form: fields })).status).toBe(403);
});
