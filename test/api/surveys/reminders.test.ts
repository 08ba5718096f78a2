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
