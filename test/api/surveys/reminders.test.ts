/** Who has not answered is reminded once, through the API, on a clock of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
let campaignId: string;
const ids: string[] = [];
const names = ['ada', 'bob', 'cid', 'dan'];

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T00:50:00Z') });
  manager = await cloud.as('li.na', 3);
  surveyId = (await manager.surveys.createSurvey({ body: newSurvey as never })).body.id;
  const rows = names.map((name) => ({ key: name, name, email: `${name}@example.test`, language: 'en' }));
  const { body } = await manager.customers.batchCustomers({ body: { rows } as never });
  ids.push(...body.rows.map(({ id = '' }) => id));
  await cloud.idle();
});
afterAll(() => cloud?.close());

const create = async (fields: object) =>
  (
    await manager.campaigns.createCampaign({
      body: {
        ...{ surveyId, name: 'Asks', expiresAfterDays: 7 },
        ...{ schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' } },
        ...fields,
      } as never,
    })
  ).body;
const mailsTo = async (name: string) =>
  (await cloud.inbox()).filter(({ to, text }) => to.join().includes(name) && text.includes('/s/'));
const remindersTo = async (name: string) =>
  (await mailsTo(name)).filter(({ subject }) => subject.startsWith('Reminder: '));

describe('a reminder', () => {
  it('that would come too late is refused', async () => {
    const { problem } = await refusal(create({ remindAfterDays: 7 }));
    expect(problem?.errors?.[0]?.pointer).toBe('/body/remindAfterDays');
  });

  it('goes once to who has not answered, does not want no more, and is there', async () => {
    campaignId = (await create({ remindAfterDays: 3 })).id;
    await cloud.idle();
    await cloud.advance({ to: '2026-11-23T01:05:00Z' });
    await cloud.idle();
    const [mail] = await mailsTo('ada');
    const form = await openForm(linkIn(mail!));
    await cloud.advance({ duration: 'PT1M' });
    expect((await sendForm(linkIn(mail!), form, { 'q-recommend': '9' })).status).toBe(200);
    const params = { customerId: ids[1] ?? '', purpose: 'surveys', channel: 'email' } as const;
    await manager.consents.putConsent({ params, body: { status: 'withdrawn', source: 'phone' } as never });
    await manager.customers.deleteCustomer({ params: { customerId: ids[2] ?? '' } }, { ifMatch: '*' });
    await cloud.idle();
    await cloud.advance({ to: '2026-11-26T00:55:00Z' });
    await cloud.idle();
    expect(await remindersTo('dan')).toHaveLength(0);
    await cloud.advance({ to: '2026-11-27T01:05:00Z' });
    await cloud.idle();
    const counts = await Promise.all(names.map(async (name) => (await remindersTo(name)).length));
    expect(counts).toEqual([0, 0, 0, 1]);
    const { items } = (await manager.results.listCampaignRuns({ params: { campaignId } })).body;
    expect(items).toMatchObject([{ invited: 4, sent: 4, reminded: 1, answered: 1 }]);
  });

  it('bears the link of the invitation, which says so when it has expired', async () => {
    const [reminder] = await remindersTo('dan');
    const [invitation] = await mailsTo('dan');
    expect(linkIn(reminder!)).toBe(linkIn(invitation!));
    await cloud.advance({ to: '2026-12-01T01:05:00Z' });
    await cloud.idle();
    expect(await remindersTo('dan')).toHaveLength(1);
    const page = await fetch(linkIn(reminder!));
    expect(page.status).toBe(410);
    expect(await page.text()).toMatch(/expired|no longer/i);
  });
});

describe('whoever was told that a quota is full', () => {
  const refusing = async (survey: object, at: string) => {
    const { body } = await manager.surveys.createSurvey({
      body: { ...structuredClone(newSurvey), ...survey } as never,
    });
    await cloud.idle();
    await cloud.advance({ to: `${at}T00:50:00Z` });
    await create({
      ...{ surveyId: body.id, remindAfterDays: 3 },
      schedule: { at: `${at}T09:00`, timeZone: 'Asia/Shanghai' },
    });
    await cloud.idle();
    await cloud.advance({ to: `${at}T01:05:00Z` });
    await cloud.idle();
    return body.id;
  };
  const answer = async (name: string, score: string) => {
    const [mail] = (await mailsTo(name)).toSorted((one, other) => (one.at < other.at ? 1 : -1));
    const form = await openForm(linkIn(mail!));
    return { link: linkIn(mail!), form, fields: { 'q-recommend': score } };
  };
  const remindersSince = async (at: string) => {
    const all = await Promise.all(
      names.map(async (name) => (await remindersTo(name)).filter((mail) => mail.at > at).length),
    );
    return Object.fromEntries(names.map((name, index) => [name, all[index]]));
  };

  it('is not reminded, while others are', async () => {
    names.push('eve');
    const eve = { name: 'eve', email: 'eve@example.test', language: 'en' } as const;
    await manager.customers.createCustomer({ body: eve });
    await cloud.idle();
    await refusing({ quotas: [{ id: 'all', maximum: 1 }] }, '2026-12-14');
    const [first, second] = [await answer('ada', '9'), await answer('dan', '9')];
    await cloud.advance({ duration: 'PT1M' });
    expect((await sendForm(first.link, first.form, first.fields)).page).toContain('Thank you!');
    expect((await sendForm(second.link, second.form, second.fields)).status).toBe(410);
    await cloud.idle();
    await cloud.advance({ to: '2026-12-18T01:05:00Z' });
    await cloud.idle();
    expect(await remindersSince('2026-12-14')).toEqual({ ada: 0, bob: 0, cid: 0, dan: 0, eve: 1 });
  });

  it('leaves no trace of what was answered to an anonymous survey', async () => {
    const low = [{ op: 'between', question: 'recommend', from: 0, to: 6 }];
    const quotas = [{ id: 'low', maximum: 1, when: low }];
    await refusing({ anonymous: true, quotas }, '2027-01-11');
    const [first, second] = [await answer('ada', '2'), await answer('dan', '3')];
    await cloud.advance({ duration: 'PT1M' });
    expect((await sendForm(first.link, first.form, first.fields)).page).toContain('Thank you!');
    await cloud.idle();
    await cloud.resetMeter();
    expect((await sendForm(second.link, second.form, second.fields)).status).toBe(410);
    expect((await cloud.meter()).routes['POST /s/{token}']?.writeUnits).toBe(0);
  });
});
