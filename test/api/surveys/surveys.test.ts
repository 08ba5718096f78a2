import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiError } from '../../../shared/contract/client.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;

beforeAll(async () => {
  [manager, agent] = await Promise.all([cloud.as('li.na', 3), cloud.as('wang.fang', 3)]);
});

const zone = 'Asia/Shanghai';

async function survey(fields: object = {}) {
  const { body } = await manager.surveys.createSurvey({
    body: { ...structuredClone(newSurvey), ...fields } as never,
  });
  return body;
}

async function campaign(schedule: object = { cron: '0 9 ? * MON *', timeZone: zone }) {
  const { id: surveyId } = await survey();
  const { body } = await manager.campaigns.createCampaign({
    body: { surveyId, name: 'Every Monday', schedule: schedule as never },
  });
  return body;
}

const pointersOf = (error: ApiError) => error.problem?.errors?.map(({ pointer }) => pointer);

describe('surveys', () => {
  it('are created, read and listed with the last changed first', async () => {
    const first = await survey();
    const second = await survey({ name: 'Second', status: 'draft' });
    expect(first).toMatchObject({ version: 1, status: 'open', defaultLanguage: 'zh-CN' });
    const { body } = await agent.surveys.getSurvey({ params: { surveyId: first.id } });
    expect(body).toEqual(first);
    await cloud.idle();
    const { body: page } = await agent.surveys.listSurveys({ query: { limit: 100 } });
    const places = [second.id, first.id].map((id) => page.items.findIndex((item) => item.id === id));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(places[1]).toBeGreaterThan(places[0]!);
  });

  it('say at which field they do not fit together, when created and when changed', async () => {
    const odd = { title: { en: 'Only English' }, questions: newSurvey.questions.slice(1) };
    const created = await refusal(survey(odd));
    expect([created.status, pointersOf(created)]).toEqual([400, ['/body/title/zh-CN']]);
    const { id: surveyId } = await survey();
    const patch = manager.surveys.patchSurvey(
      { params: { surveyId }, body: { languages: ['en'], title: { en: 'x' } } },
      { ifMatch: 1 },
    );
    expect(pointersOf(await refusal(patch))).toEqual(['/body/defaultLanguage']);
  });

  it('are changed by who has read the present version only', async () => {
    const { id: surveyId } = await survey();
    const rename = (name: string, ifMatch: number) =>
      manager.surveys.patchSurvey({ params: { surveyId }, body: { name } }, { ifMatch });
    expect((await rename('Renamed', 1)).body).toMatchObject({ name: 'Renamed', version: 2 });
    expect((await refusal(rename('Late', 1))).status).toBe(412);
    expect((await rename('Renamed', 2)).body.version).toBe(2);
  });

  it('are closed and opened again', async () => {
    const { id: surveyId } = await survey();
    const turn = async (status: 'open' | 'closed', ifMatch: number) => {
      const { body } = await manager.surveys.patchSurvey(
        { params: { surveyId }, body: { status } },
        { ifMatch },
      );
      return [body.status, body.version];
    };
    expect(await turn('closed', 1)).toEqual(['closed', 2]);
    expect(await turn('open', 2)).toEqual(['open', 3]);
  });

  it('have results from the first moment', async () => {
    const { id: surveyId } = await survey();
    const { body } = await agent.results.getSurveyResults({ params: { surveyId } });
    expect(body).toMatchObject({ total: 0, promoters: 0, passives: 0, detractors: 0, score: null });
  });
});

describe('campaigns', () => {
  const scheduleOf = async (campaignId: string) =>
    (await cloud.schedules()).find(({ name }) => name.endsWith(campaignId));
  const read = async (campaignId: string) =>
    (await manager.campaigns.getCampaign({ params: { campaignId } })).body;

  it('get a schedule by an event, which follows when they are changed, paused, resumed and deleted', async () => {
    const created = await campaign();
    expect(created).toMatchObject({ schedulingState: 'scheduling', status: 'active', version: 1 });
    expect(created.nextRuns).toHaveLength(3);
    const { id: campaignId } = created;
    const params = { campaignId };
    await cloud.idle();
    expect(await read(campaignId)).toMatchObject({ schedulingState: 'scheduled', version: 1 });
    expect(await scheduleOf(campaignId)).toMatchObject({
      expression: 'cron(0 9 ? * MON *)',
      timezone: zone,
      next: created.nextRuns[0],
    });

    const patch = async (body: object, ifMatch: number) => {
      await manager.campaigns.patchCampaign({ params, body: body as never }, { ifMatch });
      await cloud.idle();
      return read(campaignId);
    };
    await patch({ schedule: { cron: '30 10 1 * ? *', timeZone: zone } }, 1);
    expect(await scheduleOf(campaignId)).toMatchObject({ expression: 'cron(30 10 1 * ? *)' });
    expect(await patch({ status: 'paused' }, 2)).toMatchObject({
      nextRuns: [],
      schedulingState: 'scheduled',
    });
    expect(await scheduleOf(campaignId)).toBeUndefined();
    await patch({ status: 'active' }, 3);
    expect(await scheduleOf(campaignId)).toBeDefined();
    await manager.campaigns.deleteCampaign({ params }, { ifMatch: 4 });
    await cloud.idle();
    expect(await scheduleOf(campaignId)).toBeUndefined();
    expect((await refusal(read(campaignId))).status).toBe(404);
    const { body: page } = await manager.campaigns.listCampaigns({ query: { limit: 100 } });
    expect(page.items.map(({ id }) => id)).not.toContain(campaignId);
  });

  it('leave a day between two runs, when created and when changed', async () => {
    const often = { cron: '0 9,17 * * ? *', timeZone: zone };
    const created = await refusal(campaign(often));
    expect([created.status, pointersOf(created)]).toEqual([400, ['/body/schedule/cron']]);
    const rate = await refusal(campaign({ rate: '12 hours', timeZone: zone }));
    expect([rate.status, pointersOf(rate)]).toEqual([400, ['/body/schedule/rate']]);
    const { id: campaignId } = await campaign();
    const changed = await refusal(
      manager.campaigns.patchCampaign({ params: { campaignId }, body: { schedule: often } }, { ifMatch: 1 }),
    );
    expect([changed.status, pointersOf(changed)]).toEqual([400, ['/body/schedule/cron']]);
  });

  it('take a single time only when it lies two minutes ahead', async () => {
    const now = (await cloud.now()).toISOString();
    const late = await refusal(campaign({ at: wallTimeAt(now, zone), timeZone: zone }));
    expect([late.status, pointersOf(late)]).toEqual([400, ['/body/schedule/at']]);
    const ahead = new Date(Date.parse(now) + 86_400_000).toISOString();
    const { nextRuns } = await campaign({ at: wallTimeAt(ahead, zone), timeZone: zone });
    expect(nextRuns).toEqual([`${ahead.slice(0, 16)}:00.000Z`]);
  });

  it.each([
    [{ cron: '0 9 * * MON *', timeZone: zone }, '/body/schedule/cron'],
    [{ cron: '0 9 ? * MON 2020', timeZone: zone }, '/body/schedule/cron'],
    [{ rate: '0 days', timeZone: zone }, '/body/schedule/rate'],
    [{ cron: '0 9 ? * MON *', timeZone: 'Mars/Olympus' }, '/body/schedule/timeZone'],
    [{ cron: '0 9 ? * MON *', rate: '1 day', timeZone: zone }, '/body/schedule'],
    [{ timeZone: zone }, '/body/schedule'],
  ])('refuse %o and name the field', async (schedule, pointer) => {
    const error = await refusal(campaign(schedule));
    expect([error.status, pointersOf(error)]).toEqual([400, [pointer]]);
  });

  it('need a survey that is open', async () => {
    const body = { name: 'x', schedule: { rate: '7 days', timeZone: zone } };
    const none = manager.campaigns.createCampaign({
      body: { ...body, surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq' },
    });
    expect(pointersOf(await refusal(none))).toEqual(['/body/surveyId']);
    const { id: surveyId } = await survey({ status: 'draft' });
    const draft = await refusal(manager.campaigns.createCampaign({ body: { ...body, surveyId } }));
    expect([draft.status, draft.problem?.code]).toEqual([422, 'not-allowed-now']);
  });

  it('are closed to who may only read', async () => {
    const error = await refusal(agent.surveys.createSurvey({ body: structuredClone(newSurvey) as never }));
    expect(error.status).toBe(403);
  });
});
