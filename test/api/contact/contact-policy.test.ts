/** The contact policy: who sets it, what it refuses, and a campaign to three zones that keeps to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { greet, ownCloud } from '../../support/cloud.ts';
import { keepMeasuredUnits } from '../../support/measured-units.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T13:00:00Z') });
  context = await openDepartment(cloud);
});
afterAll(() => cloud?.close());

const read = async (api = context.manager) => (await api.budgets.getContactPolicy({})).body;
const put = (body: object, ifMatch: number, api = context.manager) =>
  api.budgets.putContactPolicy({ body: { ...none, ...body } }, { ifMatch });
const contactsOf = async (customerId: string, api = context.wangFang) =>
  (await api.budgets.getContacts({ params: { customerId } })).body;

const none = { limits: [], priorities: [], quietHours: null, quietDays: [] };
/** From eight in the evening until nine. */
const policy = {
  limits: [{ atMost: 1, days: 7 }],
  priorities: ['surveys' as const],
  quietHours: { from: '20:00', to: '09:00' },
  quietDays: [],
};

describe('the contact policy', () => {
  it('is there before anybody has set it, and everybody who writes to customers may read it', async () => {
    const initial = {
      version: 1,
      limits: [{ atMost: 2, days: 7 }],
      priorities: [],
      quietHours: null,
      quietDays: [],
    };
    expect(await read()).toEqual(initial);
    expect(await read(context.wangFang)).toEqual(initial);
    expect(await refusal(read(context.analyst))).toMatchObject({ status: 403 });
  });

  it('is set by managers only, who have read what they replace', async () => {
    expect(await refusal(put(policy, 1, context.wangFang))).toMatchObject({ status: 403 });
    expect(await refusal(put(policy, 2))).toMatchObject({ status: 412 });
    const { body } = await put(policy, 1);
    expect(body).toEqual({ ...policy, version: 2, updatedAt: expect.any(String) });
    expect(await read()).toEqual(body);
    expect((await put(policy, 2)).body).toEqual(body);
    expect(await refusal(put({}, 1))).toMatchObject({ status: 412 });
  });

  it('gets back what it was before a change, from managers, unless it has changed again since', async () => {
    const before = await read();
    await put({ ...policy, quietHours: null, limits: [{ atMost: 3, days: 7 }] }, before.version);
    const { items } = (await context.manager.audit.listAudit({ query: { record: 'contact-policy' } })).body;
    const params = { eventId: items[0]?.id ?? '' };
    const restore = (api = context.manager) => api.budgets.restoreContactPolicy({ params });
    expect(await refusal(restore(context.wangFang))).toMatchObject({ status: 403 });
    expect((await restore()).body).toMatchObject({ ...policy, version: before.version + 2 });
    expect(await refusal(restore())).toMatchObject({ status: 409, changedSince: ['limits', 'quietHours'] });
    await put({ ...policy, quietHours: null }, before.version + 2);
    await put(policy, before.version + 3);
    const again = (await context.manager.audit.listAudit({ query: { record: 'contact-policy' } })).body
      .items[0];
    const { body } = await context.manager.budgets.restoreContactPolicy({
      params: { eventId: again?.id ?? '' },
    });
    expect(body.quietHours).toBeNull();
    await put(policy, body.version);
  });

  it('says in both languages what is wrong with it', async () => {
    const bad = {
      limits: [{ atMost: 0, days: 7 }],
      quietHours: { from: '09:00', to: '09:00' },
      quietDays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
    };
    const send = async (language: string) => {
      const response = await fetch(`${cloud.url}/contact-policy`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${await cloud.token('li.na')}`,
          'content-type': 'application/json',
          'accept-language': language,
          'if-match': '*',
        },
        body: JSON.stringify({ ...none, ...bad }),
      });
      const { errors } = (await response.json()) as { errors: { pointer: string; detail: string }[] };
      return { status: response.status, errors };
    };
    const { version } = await read();
    const [en, zh] = [await send('en'), await send('zh-CN')];
    expect([en.status, zh.status]).toEqual([400, 400]);
    expect(en.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/body/limits/0/atMost',
      '/body/quietDays',
      '/body/quietHours',
    ]);
    for (const error of zh.errors) expect(JSON.stringify(error)).toMatch(/\p{Script=Han}/u);
    expect((await read()).version).toBe(version);
  });
});

describe('a campaign to customers in three zones', () => {
  const zones = { shanghai: 'Asia/Shanghai', london: 'Europe/London', newyork: 'America/New_York' };
  const customers = { shanghai: '', london: '', newyork: '' };
  let campaignId: string;
  const names = Object.keys(zones) as (keyof typeof zones)[];
  const run = async () =>
    (await context.manager.results.listCampaignRuns({ params: { campaignId } })).body.items[0];

  beforeAll(async () => {
    for (const name of names)
      customers[name] = await context.customer('wang.fang', {
        email: `${name}@example.test`,
        timeZone: zones[name],
      });
    const { body: survey } = await context.manager.surveys.createSurvey({
      body: structuredClone(newSurvey) as never,
    });
    // 21:30 in Shanghai, 13:30 in London, 08:30 in New York.
    const schedule = { at: '2026-11-23T13:30', timeZone: 'UTC' };
    const { body } = await context.manager.campaigns.createCampaign({
      body: { surveyId: survey.id, name: 'Once', schedule },
    });
    campaignId = body.id;
    await cloud.idle();
    await cloud.advance({ to: '2026-11-23T13:35:00Z' });
    await cloud.idle();
  });

  it('is sent to those who are awake, and says what it holds back and why', async () => {
    expect((await cloud.inbox()).map(({ to }) => to.join())).toEqual([expect.stringContaining('london@')]);
    expect(await run()).toMatchObject({ invited: 3, sent: 1, held: 2, skipped: 0 });
    const params = { customerId: customers.shanghai };
    const [message] = (await context.wangFang.messaging.listMessages({ params })).body.items;
    const held = { state: 'planned', heldBecause: 'quiet-hours', waitsUntil: '2026-11-24T01:00:00.000Z' };
    expect(message).toMatchObject(held);
  });

  it('shows each customer with what was sent, what waits and when the next may go', async () => {
    const contact = { messageId: expect.stringMatching(/^message_/), purpose: 'surveys', channel: 'email' };
    const { at: _, ...shanghai } = { at: '', ...(await contactsOf(customers.shanghai)) };
    expect(shanghai).toMatchObject({ timeZone: 'Asia/Shanghai', sent: [] });
    expect(shanghai.held).toEqual([
      {
        ...contact,
        ...{ since: expect.any(String), expiresAt: expect.any(String) },
        ...{ at: '2026-11-24T01:00:00.000Z', because: 'quiet-hours' },
      },
    ]);
    const london = await contactsOf(customers.london);
    expect(london.held).toEqual([]);
    expect(london.sent).toEqual([{ ...contact, at: expect.stringMatching(/^2026-11-23T13:3/) }]);
    // Asked on the 23rd: not within six days, and not within seven of the policy, at nine in the morning.
    expect(london.next).toContainEqual({
      ...{ purpose: 'surveys', channel: 'email', because: 'budget' },
      at: '2026-11-30T09:00:00.000Z',
    });
    expect(london.next).toContainEqual({
      ...{ purpose: 'marketing', channel: 'email', because: 'consent-missing', at: null },
    });
  });

  it('tells of a policy that has been loosened only from when it is looked at again', async () => {
    const { version } = await read();
    await put({ ...policy, quietHours: null }, version);
    const [held] = (await contactsOf(customers.shanghai)).held;
    expect(held).toMatchObject({ at: '2026-11-24T01:00:00.000Z', because: 'quiet-hours' });
    expect(held).not.toHaveProperty('until');
    await put(policy, version + 1);
  });

  it('is for whoever may reach the customer', async () => {
    const foreign = contactsOf(customers.london, context.davidBrown);
    expect(await refusal(foreign)).toMatchObject({ status: 404 });
    expect(await refusal(contactsOf(customers.london, context.analyst))).toMatchObject({ status: 403 });
    expect(await contactsOf(customers.london, context.manager)).toMatchObject({
      customerId: customers.london,
    });
  });

  it('costs a read unit for the customer, the policy, the contacts, the consents and the teams of an agent each', async () => {
    await greet(context.wangFang);
    await cloud.idle();
    await cloud.resetMeter();
    await contactsOf(customers.london);
    const route = 'GET /customers/{customerId}/contacts';
    const { readUnits = 0, writeUnits = 0 } = (await cloud.meter()).routes[route] ?? {};
    expect([readUnits, writeUnits]).toEqual([5, 0]);
    keepMeasuredUnits([{ route, case: 'one customer', readUnits, writeUnits }]);
  });

  it('reaches everybody within the hours in which it may', async () => {
    await cloud.advance({ to: '2026-11-24T01:05:00Z' });
    await cloud.idle();
    const mails = await cloud.inbox();
    expect(mails).toHaveLength(3);
    for (const name of names) {
      const mail = mails.find(({ to }) => to.some((each) => each.includes(`${name}@`)));
      const shows = new Intl.DateTimeFormat('sv-SE', { timeZone: zones[name], timeStyle: 'short' });
      const time = shows.format(new Date(mail?.at ?? ''));
      expect(time >= '09:00' && time < '20:00', `${name} ${time}`).toBe(true);
    }
    expect(await run()).toMatchObject({ invited: 3, sent: 3, held: 0, skipped: 0 });
    expect((await contactsOf(customers.shanghai)).held).toEqual([]);
  });
});
