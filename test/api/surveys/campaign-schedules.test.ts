/** Campaigns, their schedules and their surveys over time, on a clock of their own. */
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignId as campaignIds } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { newId } from '../../../shared/values/ids.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let client: SchedulerClient;

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  manager = await cloud.as('li.na', 3);
  client = new SchedulerClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
});
afterAll(() => cloud?.close());

const zone = 'Asia/Shanghai';

async function campaign(schedule: object = { cron: '0 9 ? * 4 *', timeZone: zone }) {
  const survey = await manager.surveys.createSurvey({ body: newSurvey as never });
  const { body } = await manager.campaigns.createCampaign({
    body: { surveyId: survey.body.id, name: 'Asks', schedule: schedule as never },
  });
  await cloud.idle();
  return body;
}

/** The local time so many hours from now. */
const inHours = async (hours: number) =>
  wallTimeAt(instantAfter((await cloud.now()).toISOString(), { hours }), zone);
const read = async (campaignId: string) =>
  (await manager.campaigns.getCampaign({ params: { campaignId } })).body;
const nameOf = (campaignId: string) => ({
  GroupName: cloud.local.cloud.template.ofType('AWS::Scheduler::ScheduleGroup')[0]?.ref,
  Name: `campaign-${campaignId}`,
});
const scheduleOf = async (campaignId: string) =>
  (await cloud.schedules()).find(({ name }) => name === `campaign-${campaignId}`);
const runsOf = async (campaignId: string) =>
  (await manager.results.listCampaignRuns({ params: { campaignId } })).body.items;

async function turn(surveyId: string, status: 'open' | 'closed'): Promise<void> {
  const { body } = await manager.surveys.getSurvey({ params: { surveyId } });
  await manager.surveys.patchSurvey({ params: { surveyId }, body: { status } }, { ifMatch: body.version });
  await cloud.idle();
}

describe('a campaign by a rate', () => {
  it('mails nobody at once, and runs when it was foretold, also after a pause', async () => {
    const { id, nextRuns } = await campaign({ rate: '1 day', timeZone: zone });
    expect(nextRuns[0]).toMatch(/^2026-11-24T01:0/);
    expect(await scheduleOf(id)).toMatchObject({ next: nextRuns[0] });
    await cloud.advance({ duration: 'PT2H' });
    const params = { campaignId: id };
    await manager.campaigns.patchCampaign({ params, body: { status: 'paused' } }, { ifMatch: 1 });
    await cloud.idle();
    const { body } = await manager.campaigns.patchCampaign(
      { params, body: { status: 'active' } },
      { ifMatch: 2 },
    );
    await cloud.idle();
    expect(body.nextRuns).toEqual(nextRuns);
    expect(await runsOf(id)).toEqual([]);
    await cloud.advance({ to: nextRuns[0] ?? '' });
    await cloud.idle();
    expect((await runsOf(id)).map((run) => run.scheduledTime)).toEqual([nextRuns[0]]);
  });
});

describe('a campaign that comes sooner than anybody is asked again', () => {
  it('says so when it is made, changed and read, in the language asked for', async () => {
    const daily = { cron: '0 9 * * ? *', timeZone: zone };
    // Other campaigns run beside it.
    const ownOf = ({ warnings }: Awaited<ReturnType<typeof read>>) =>
      warnings.filter(({ code }) => code === 'asked-again-too-soon');
    const made = await campaign(daily);
    const { id } = made;
    const warnings = ownOf(made);
    expect(warnings).toMatchObject([{ code: 'asked-again-too-soon' }]);
    expect(warnings[0]?.detail).toContain('1 day apart');
    expect(warnings[0]?.detail).toContain('within 6 days');
    const params = { campaignId: id };
    const authorization = `Bearer ${await cloud.token('li.na')}`;
    const headers = { authorization, 'accept-language': 'zh-CN' };
    const inChinese = await fetch(`${cloud.url}/campaigns/${id}`, { headers });
    expect(await inChinese.text()).toContain('相隔 1 天');
    const change = (schedule: object, ifMatch: number) =>
      manager.campaigns.patchCampaign({ params, body: { schedule } as never }, { ifMatch });
    expect(ownOf((await change({ cron: '0 9 ? * MON *', timeZone: zone }, 1)).body)).toEqual([]);
    expect(ownOf((await change({ rate: '5 days', timeZone: zone }, 2)).body)).toHaveLength(1);
    expect(ownOf((await change({ rate: '6 days', timeZone: zone }, 3)).body)).toEqual([]);
    expect(ownOf(await read(id))).toEqual([]);
  });

  it('or to which another one comes as near, says so likewise', async () => {
    const one = await campaign({ at: '2028-03-06T09:00', timeZone: zone });
    const other = await campaign({ at: '2028-03-08T09:00', timeZone: zone });
    const nearTo = ({ warnings }: Awaited<ReturnType<typeof read>>) =>
      warnings.flatMap(({ code, campaignId }) => (code === 'asked-by-another-campaign' ? [campaignId] : []));
    expect(nearTo(other)).toContain(one.id);
    expect(nearTo(await read(one.id))).toContain(other.id);
    const params = { campaignId: one.id };
    const schedule = { at: '2028-06-06T09:00', timeZone: zone };
    const moved = await manager.campaigns.patchCampaign({ params, body: { schedule } }, { ifMatch: 1 });
    expect(nearTo(moved.body)).not.toContain(other.id);
  });
});

describe('a campaign whose survey is closed', () => {
  it('says so and has no schedule, until the survey is opened again', async () => {
    const { id, surveyId } = await campaign();
    await turn(surveyId, 'closed');
    expect(await read(id)).toMatchObject({ status: 'held', holdReason: 'survey-closed', nextRuns: [] });
    expect(await scheduleOf(id)).toBeUndefined();
    const { body: page } = await manager.campaigns.listCampaigns({ query: { surveyId } });
    expect(page.items).toMatchObject([{ id, status: 'held', holdReason: 'survey-closed' }]);
    const listed = async (status: 'active' | 'held' | 'paused') =>
      (await manager.campaigns.listCampaigns({ query: { surveyId, status } })).body.items.map(
        (each) => each.id,
      );
    expect([await listed('active'), await listed('held'), await listed('paused')]).toEqual([[], [id], []]);

    // It is changed, paused and resumed like any other, and stays held.
    const params = { campaignId: id };
    const foreseen = async () => (await manager.campaigns.getCampaignPreview({ params })).body;
    expect(await foreseen()).toMatchObject({ runs: [], holdReason: 'survey-closed' });
    const { version } = await read(id);
    await manager.campaigns.patchCampaign({ params, body: { status: 'paused' } }, { ifMatch: version });
    // Resuming it would not have it run.
    expect(await foreseen()).toMatchObject({ runs: [], holdReason: 'survey-closed' });
    expect(await foreseen()).not.toHaveProperty('supposing');
    const resumed = await manager.campaigns.patchCampaign(
      { params, body: { status: 'active' } },
      { ifMatch: version + 1 },
    );
    expect(resumed.body).toMatchObject({ status: 'held', holdReason: 'survey-closed', nextRuns: [] });
    await cloud.idle();
    expect(await scheduleOf(id)).toBeUndefined();

    await turn(surveyId, 'open');
    const opened = await read(id);
    expect(opened).not.toHaveProperty('holdReason');
    expect(opened.nextRuns).toHaveLength(3);
    expect(await scheduleOf(id)).toMatchObject({ next: opened.nextRuns[0] });
  });
});

describe('the list of campaigns', () => {
  it('is asked by survey and by status', async () => {
    const active = await campaign();
    const { body: paused } = await manager.campaigns.createCampaign({
      body: {
        surveyId: active.surveyId,
        name: 'Paused',
        schedule: { cron: '0 9 ? * 4 *', timeZone: zone },
      },
    });
    await manager.campaigns.patchCampaign(
      { params: { campaignId: paused.id }, body: { status: 'paused' } },
      { ifMatch: 1 },
    );
    await cloud.idle();
    const { surveyId } = active;
    const listed = async (query: object) =>
      (await manager.campaigns.listCampaigns({ query })).body.items.map(({ id }) => id);
    expect(await listed({ surveyId })).toEqual([paused.id, active.id]);
    expect(await listed({ surveyId, status: 'paused' })).toEqual([paused.id]);
    expect(await listed({ status: 'paused' })).toContain(paused.id);
    expect(await listed({ status: 'paused' })).not.toContain(active.id);
  });
});

describe('a campaign that could not run', () => {
  it('is not resumed, and the refusal names the status', async () => {
    const { id } = await campaign({ at: await inHours(1), timeZone: zone });
    const params = { campaignId: id };
    await manager.campaigns.patchCampaign({ params, body: { status: 'paused' } }, { ifMatch: 1 });
    await cloud.advance({ duration: 'PT2H' });
    const resume = (body: object) =>
      manager.campaigns.patchCampaign({ params, body: body as never }, { ifMatch: 2 });
    const { status, problem } = await refusal(resume({ status: 'active' }));
    expect([status, problem?.errors?.[0]?.pointer]).toEqual([400, '/body/status']);
    const schedule = { at: '2027-02-01T09:00', timeZone: zone };
    expect((await resume({ status: 'active', schedule })).body.nextRuns).toEqual([
      '2027-02-01T01:00:00.000Z',
    ]);
  });
});

describe('the hourly sweep', () => {
  it('puts a lost schedule again', async () => {
    const { id, nextRuns } = await campaign();
    await client.send(new DeleteScheduleCommand(nameOf(id)));
    expect(await scheduleOf(id)).toBeUndefined();
    await cloud.advance({ duration: 'PT1H1M' });
    expect(await scheduleOf(id)).toMatchObject({ next: nextRuns[0] });
  });

  it('removes the schedule of a campaign that is paused or gone, and leaves those of others', async () => {
    const { id } = await campaign();
    const other = await campaign();
    const made = await client.send(new GetScheduleCommand(nameOf(id)));
    await manager.campaigns.patchCampaign(
      { params: { campaignId: id }, body: { status: 'paused' } },
      { ifMatch: 1 },
    );
    await cloud.idle();
    const stray = newId(campaignIds);
    for (const campaignId of [id, stray]) {
      const { ScheduleExpression, FlexibleTimeWindow, Target } = made;
      await client.send(
        new CreateScheduleCommand({
          ...nameOf(campaignId),
          ...{ ScheduleExpression, FlexibleTimeWindow, Target },
        }),
      );
    }
    await cloud.advance({ duration: 'PT1H1M' });
    expect(await scheduleOf(id)).toBeUndefined();
    expect(await scheduleOf(stray)).toBeUndefined();
    expect(await scheduleOf(other.id)).toBeDefined();
  });

  it('does not ask for a single time again that has run', async () => {
    const soon = await campaign({ at: await inHours(1), timeZone: zone });
    await cloud.advance({ duration: 'PT1H1M' });
    expect(await runsOf(soon.id)).toHaveLength(1);
    await cloud.advance({ duration: 'PT2H' });
    expect(await scheduleOf(soon.id)).toBeUndefined();
    expect(await runsOf(soon.id)).toHaveLength(1);

    const listed = async (status: 'active' | 'finished') => {
      const query = { surveyId: soon.surveyId, status };
      return (await manager.campaigns.listCampaigns({ query })).body.items.map(({ id }) => id);
    };
    expect(await read(soon.id)).toMatchObject({ status: 'finished', nextRuns: [] });
    expect([await listed('active'), await listed('finished')]).toEqual([[], [soon.id]]);
    const change = (body: object, ifMatch: number) =>
      manager.campaigns.patchCampaign({ params: { campaignId: soon.id }, body: body as never }, { ifMatch });
    const { problem } = await refusal(change({ status: 'active' }, 1));
    expect(problem?.errors?.[0]?.pointer).toBe('/body/status');
    expect((await change({ name: 'Was once' }, 1)).body.status).toBe('finished');
    const again = await change({ schedule: { at: await inHours(3), timeZone: zone } }, 2);
    expect(again.body.status).toBe('active');
    await cloud.idle();
    expect([await listed('active'), await listed('finished')]).toEqual([[soon.id], []]);
  });
});
