/** From a file of people to a called customer: the first whole journey, step by step as a manager would tell it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentMail } from '../../infra/local/cloud.ts';
import { linkIn, openForm, sendForm } from '../support/answer-page.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { runCommand } from '../support/command.ts';
import { peopleFile } from '../support/people-file.ts';
import { everyMonday, newSurvey } from '../support/samples.ts';

/** More in the long run. */
const people = Number(process.env.PEOPLE ?? 150);

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let agent: Api;

/** Saturday evening in Shanghai. */
const saturday = new Date('2026-11-21T12:00:00Z');
const monday = '2026-11-23T01:00:00.000Z';

beforeAll(async () => {
  cloud = await ownCloud({ now: saturday });
  manager = await cloud.as('li.na', 3);
  agent = await cloud.as('wang.fang', 3);
});
afterAll(() => cloud?.close());

const load = (file: string) =>
  runCommand('infra/commands/load.ts', [
    ...[file, '--email', '{rec_id}@example.test', '--language', 'en', '--url', cloud.url],
  ]);

async function everyone(): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await manager.customers.listCustomers({ query: { limit: 100, cursor } });
    ids.push(...body.items.map((item) => item.id));
    cursor = body.cursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

async function mailTo(address: string): Promise<SentMail> {
  const mail = (await cloud.inbox()).find(({ to }) => to.some((each) => each.includes(address)));
  if (mail === undefined) throw new Error(`Nobody wrote to ${address}`);
  return mail;
}

const invitations = async () => (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));

describe('a satisfaction survey, from the customers’ file to the call', () => {
  let surveyId: string;
  let campaignId: string;
  let unhappy: { link: string; id: string };
  let callbackId: string;

  it(`loads ${people} people from a file, and loading it again changes nothing`, async ({ annotate }) => {
    const { file, isResearchData } = peopleFile(people);
    if (!isResearchData) await annotate('the FEBRL data set is not at hand; a made-up file is loaded');
    const first = await load(file);
    expect(first.output).toContain(`${people} customers created`);
    expect(first.code).toBe(0);
    const second = await load(file);
    expect(second.output).toContain(`0 customers created, ${people} known already, 0 refused`);
    // A function that failed for a moment is tried again within this time.
    await cloud.advance({ duration: 'PT1H' });
    const ids = await everyone();
    expect([ids.length, new Set(ids).size]).toEqual([people, people]);
  });

  it('turns a campaign into a schedule, by an event', async () => {
    await (await cloud.as('chen.jing')).staff.putStaff(
      {
        params: { staffId: 'wang.fang' },
        body: { name: '王芳', email: 'wang.fang@rapport.example' },
      },
      { ifMatch: '*' },
    );
    const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
    surveyId = survey.body.id;
    const campaign = await manager.campaigns.createCampaign({
      body: { surveyId, name: 'Every Monday', schedule: everyMonday },
    });
    campaignId = campaign.body.id;
    await cloud.idle();
    const [schedule] = (await cloud.schedules()).filter(
      ({ name }) => name.includes('campaign_') || name.includes(campaignId),
    );
    expect(schedule).toMatchObject({
      expression: `cron(${everyMonday.cron})`,
      timezone: everyMonday.timeZone,
      next: monday,
    });
    const { body } = await manager.campaigns.getCampaign({ params: { campaignId } });
    expect(body.schedulingState).toBe('scheduled');
  });

  it('mails every customer one personal link on Monday at nine, however often the firing is delivered', async () => {
    await cloud.advance({ to: monday });
    // A function that failed for a moment is tried again within this time.
    await cloud.advance({ duration: 'PT1H' });
    const mails = await invitations();
    expect(mails).toHaveLength(people);
    expect(new Set(mails.map(linkIn)).size).toBe(people);
    expect(new Set(mails.flatMap(({ to }) => to)).size).toBe(people);
    for (const mail of mails.slice(0, 20)) {
      expect(mail.headers['List-Unsubscribe']).toMatch(/^<http.*\/unsubscribe\?lang=(?:en|zh-CN)>$/);
      expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    }
    const [schedule] = (await cloud.schedules()).filter(({ name }) => name.includes(campaignId));
    expect(cloud.local.fireAgain(schedule!.name)).toBe(true);
    await cloud.idle();
    expect(await invitations()).toHaveLength(people);
    const { body } = await manager.results.listCampaignRuns({ params: { campaignId } });
    expect(body.items).toMatchObject([{ planned: people, status: 'planned' }]);
  });

  it('records nothing when links are opened, and an answer once', async () => {
    const unhappyMail = await mailTo('rec-');
    const link = linkIn(unhappyMail);
    const externalId = unhappyMail.to[0]!.replace(/^.*<|@.*$/g, '');
    const { body: customer } = await manager.customers.upsertCustomer({
      params: { source: 'people', externalId },
      body: { name: 'Unhappy Customer', owner: 'wang.fang' },
    });
    unhappy = { link, id: customer.id };
    const form = await openForm(`${link}?score=9`);
    expect(form.status).toBe(200);
    for (let visit = 0; visit < 5; visit += 1) {
      await openForm(link);
      await fetch(link, { method: 'HEAD' });
    }
    const responses = async () =>
      (await manager.responses.listSurveyResponses({ params: { surveyId } })).body.items;
    expect(await responses()).toEqual([]);
    await cloud.advance({ duration: 'PT1M' });
    const answers = { 'q-recommend': '3', 'q-why': 'It came too late' };
    const sent = await Promise.all(Array.from({ length: 5 }, () => sendForm(link, form, answers)));
    expect(sent.every(({ status }) => status === 200)).toBe(true);
    await cloud.idle();
    expect(await responses()).toMatchObject([{ customerId: unhappy.id, score: 3 }]);
    expect((await openForm(link)).page).not.toContain('<form');
  });

  it('promises the unhappy customer a call by their own agent, in working hours', async () => {
    const { body } = await agent.callbacks.listCallbacks();
    expect(body.items).toMatchObject([
      { customerId: unhappy.id, reason: 'low-score', score: 3, status: 'scheduled' },
    ]);
    callbackId = body.items[0]!.id;
    const { body: callback } = await agent.callbacks.getCallback({ params: { callbackId } });
    expect(callback).toMatchObject({ owner: 'wang.fang', note: 'It came too late' });
    expect(callback.due.timeZone).toBe('Asia/Shanghai');
    const hour = Number(callback.due.wallTime.slice(11, 13));
    expect(hour).toBeGreaterThanOrEqual(9);
    expect(hour).toBeLessThan(18);
    const schedules = (await cloud.schedules()).filter(({ name }) => name.includes('callback'));
    expect(schedules.map(({ next }) => next)).toContain(callback.due.instant);
    const { body: profile } = await agent.customers.getProfile({ params: { customerId: unhappy.id } });
    expect(profile.timeline.map(({ type }) => type)).toContain('response.recorded');
  });

  it('makes the callback due at its time, tells the agent by mail, and keeps what came of the call', async () => {
    const params = { callbackId };
    const { body: promised } = await agent.callbacks.getCallback({ params });
    await cloud.advance({ to: promised.due.instant });
    await cloud.advance({ duration: 'PT2M' });
    await cloud.idle();
    const { body: due } = await agent.callbacks.getCallback({ params });
    expect(due.status).toBe('due');
    const notices = (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes('wang.fang@')));
    expect(notices).toHaveLength(1);
    const queue = await agent.callbacks.listCallbacks({ query: { status: 'due' } });
    expect(queue.body.items.map(({ id }) => id)).toEqual([callbackId]);
    await agent.callbacks.claimCallback({ params });
    const { body: done } = await agent.callbacks.completeCallback({
      params,
      body: { outcome: 'reached', note: 'Will be sent anew, free of charge' },
    });
    expect(done).toMatchObject({ status: 'completed', outcome: 'reached' });
    await cloud.idle();
    expect((await agent.callbacks.listCallbacks()).body.items).toEqual([]);
    expect((await cloud.schedules()).filter(({ name }) => name.includes(callbackId))).toEqual([]);
  });

  it('keeps a Net Promoter Score that equals a recount of the answers', async () => {
    const mails = await invitations();
    const answering = mails
      .map(linkIn)
      .filter((link) => link !== unhappy.link)
      .slice(0, 60);
    const forms = await Promise.all(answering.map((link) => openForm(link)));
    await cloud.advance({ duration: 'PT5M' });
    const scores = answering.map((_, index) => [10, 9, 9, 8, 7, 6, 2][index % 7]!);
    await Promise.all(
      answering.map((link, index) => sendForm(link, forms[index]!, { 'q-recommend': String(scores[index]) })),
    );
    await cloud.idle();
    const { body: results } = await manager.results.getSurveyResults({ params: { surveyId } });
    const counted = [3];
    let cursor: string | undefined;
    const recount: number[] = [];
    do {
      const { body } = await manager.responses.listSurveyResponses({
        params: { surveyId },
        query: { limit: 25, cursor },
      });
      recount.push(...body.items.flatMap(({ score }) => score ?? []));
      cursor = body.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(recount.toSorted()).toEqual([...counted, ...scores].toSorted());
    const promoters = recount.filter((score) => score >= 9).length;
    const detractors = recount.filter((score) => score <= 6).length;
    expect(results).toMatchObject({
      total: 61,
      promoters,
      detractors,
      passives: 61 - promoters - detractors,
    });
    expect(results.score).toBeCloseTo(((promoters - detractors) / 61) * 100, 1);
  });

  it('leaves no dead letter behind', async () => {
    const letters = (await cloud.queues()).filter(({ deadLetterOf }) => deadLetterOf.length > 0);
    expect(letters.length).toBeGreaterThan(5);
    expect(letters.filter(({ visible }) => visible > 0)).toEqual([]);
  });

  it('has written nobody’s name, address, words or link into a log', () => {
    const lines = cloud.local.lambda.functions().flatMap(({ id }) => cloud.local.lambda.logs(id));
    expect(lines.length).toBeGreaterThan(100);
    for (const secret of [
      '@example.test',
      '@rapport.example',
      'Unhappy',
      'It came too late',
      unhappy.link.split('/s/')[1],
    ]) {
      expect(lines.filter((line) => line.includes(String(secret)))).toEqual([]);
    }
  });
});
