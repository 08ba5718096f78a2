/** The first page of the desk: whose open work is shown to whom. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { createVisitor } from '../../support/visitor.ts';

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
