/** A campaign that comes back every week: it asks again, rests while it is paused, and ends when it is deleted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn } from '../support/answer-page.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { everyMonday, newSurvey } from '../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let campaignId: string;
const people = ['王芳', 'David Brown', '李雷'];

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z') });
  manager = await cloud.as('li.na', 3);
  for (const [index, name] of people.entries()) {
    await manager.customers.createCustomer({ body: { name, email: `c${index}@example.test` } });
  }
  const { body } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const made = await manager.campaigns.createCampaign({
    body: { surveyId: body.id, name: 'Every Monday', schedule: everyMonday },
  });
  campaignId = made.body.id;
});
afterAll(() => cloud?.close());

/** In December the department gets a mail, too. */
const invitations = async () => (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));

/** The invitations of one week, from Sunday to Sunday. */
async function mailsOfNextWeek() {
  const before = (await invitations()).length;
  await cloud.advance({ duration: 'P7D' });
  const mails = await invitations();
  return mails.slice(0, mails.length - before);
}

async function change(status: 'active' | 'paused') {
  const params = { campaignId };
  const { body } = await manager.campaigns.getCampaign({ params });
  await manager.campaigns.patchCampaign({ params, body: { status } }, { ifMatch: body.version });
  await cloud.idle();
}

const scheduled = async () => (await cloud.schedules()).filter(({ name }) => name.includes(campaignId));

describe('a campaign of every Monday', () => {
  it('asks everybody each week, each time with a link of its own', async () => {
    const weeks = [await mailsOfNextWeek(), await mailsOfNextWeek()];
    expect(weeks.map((mails) => mails.length)).toEqual([3, 3]);
    expect(new Set(weeks.flat().map(linkIn)).size).toBe(6);
    const { body } = await manager.results.listCampaignRuns({ params: { campaignId } });
    expect(body.items.map(({ scheduledTime }) => scheduledTime)).toEqual([
      '2026-11-30T01:00:00.000Z',
      '2026-11-23T01:00:00.000Z',
    ]);
  });

  it('rests while it is paused', async () => {
    await change('paused');
    expect(await scheduled()).toEqual([]);
    expect(await mailsOfNextWeek()).toEqual([]);
  });

  it('goes on when it is resumed, without those who have unsubscribed', async () => {
    const [mail] = await invitations();
    const link = `${linkIn(mail!)}/unsubscribe`;
    expect((await fetch(link, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
    await change('active');
    const mails = await mailsOfNextWeek();
    expect(mails).toHaveLength(2);
    expect(mails.flatMap(({ to }) => to)).not.toContain(mail!.to[0]);
  });

  it('leaves nothing behind when it is deleted', async () => {
    const params = { campaignId };
    const { body } = await manager.campaigns.getCampaign({ params });
    await manager.campaigns.deleteCampaign({ params }, { ifMatch: body.version });
    await cloud.idle();
    expect(await scheduled()).toEqual([]);
    const letters = (await cloud.queues()).filter(({ deadLetterOf }) => deadLetterOf.length > 0);
    expect(letters.filter(({ visible }) => visible > 0)).toEqual([]);
  });
});
