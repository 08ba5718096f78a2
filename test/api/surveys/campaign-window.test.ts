/** Start, end, stop, a run by hand and what is foretold, through the API, on a clock of their own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;
const zone = 'Asia/Shanghai';
const daily = { cron: '0 9 * * ? *', timeZone: zone };

beforeAll(async () => {
  // A Monday, 09:00 in Shanghai.
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  manager = await cloud.as('li.na', 3);
  surveyId = (await manager.surveys.createSurvey({ body: newSurvey as never })).body.id;
  const rows = [
    { key: '0', name: 'Ada', email: 'ada@example.test' },
    { key: '1', name: 'Bob', email: 'bob@example.test' },
    { key: '2', name: 'Cid' },
  ];
  const { body } = await manager.customers.batchCustomers({ body: { rows } as never });
  const params = { customerId: body.rows[1]?.id ?? '', purpose: 'surveys', channel: 'email' } as const;
  await manager.consents.putConsent({ params, body: { status: 'withdrawn', source: 'phone' } as never });
  await cloud.idle();
});
afterAll(() => cloud?.close());

const asked = (fields: object) => ({ surveyId, name: 'Asks', schedule: daily, ...fields }) as never;
const create = async (fields: object = {}) => {
  const { body } = await manager.campaigns.createCampaign({ body: asked(fields) });
  await cloud.idle();
  return body;
};
const patch = async (campaignId: string, body: object) =>
  (await manager.campaigns.patchCampaign({ params: { campaignId }, body: body as never }, { ifMatch: '*' }))
    .body;
const scheduleOf = async (id: string) =>
  (await cloud.schedules()).find(({ name }) => name === `campaign-${id}`);
const runsOf = async (campaignId: string) =>
  (await manager.results.listCampaignRuns({ params: { campaignId } })).body.items;

describe('start and end', () => {
  it.each([
    [{ startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' }, '/body/endsAt'],
    [{ endsAt: '2026-11-22T00:00:00Z' }, '/body/endsAt'],
    [{ endsAt: '2026-11-23T02:00:00Z' }, '/body/endsAt'],
    [{ schedule: { cron: '0 9 30 2 ? *', timeZone: zone } }, '/body/schedule/cron'],
    [
      { schedule: { at: '2026-12-01T09:00', timeZone: zone }, startsAt: '2026-12-02T00:00:00Z' },
      '/body/startsAt',
    ],
  ])('that leave no time are refused: %j', async (fields, pointer) => {
    const { status, problem } = await refusal(create(fields));
    expect([status, problem?.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('bound when it runs, and null takes them away', async () => {
    const fields = { startsAt: '2026-11-26T01:00:00Z', endsAt: '2026-11-28T01:00:00Z' };
    const made = await create(fields);
    expect(made.nextRuns).toEqual(['2026-11-26T01:00:00.000Z', '2026-11-27T01:00:00.000Z']);
    expect(await scheduleOf(made.id)).toMatchObject({ next: '2026-11-26T01:00:00.000Z' });
    await cloud.advance({ to: '2026-11-28T02:05:00Z' });
    await cloud.idle();
    expect((await runsOf(made.id)).map(({ scheduledTime }) => scheduledTime)).toEqual(
      made.nextRuns.toReversed(),
    );
    expect((await manager.campaigns.getCampaign({ params: { campaignId: made.id } })).body.status).toBe(
      'finished',
    );
    expect(await scheduleOf(made.id)).toBeUndefined();
    const again = await patch(made.id, { endsAt: null });
    expect(again).not.toHaveProperty('endsAt');
    expect(again).toMatchObject({ status: 'active', nextRuns: { length: 3 } });
    await patch(made.id, { status: 'stopped' });
  });
});

describe('a campaign that is stopped', () => {
  it('never runs again, and what waits is not sent', async () => {
    const { id } = await create({ schedule: { at: '2027-06-01T09:00', timeZone: zone } });
    // By day nothing goes.
    const policy = await manager.budgets.getContactPolicy({});
    const { version, updatedAt, ...entry } = policy.body;
    await manager.budgets.putContactPolicy(
      { body: { ...entry, quietHours: { from: '08:00', to: '23:00' } } as never },
      { ifMatch: '*' },
    );
    await cloud.advance({ duration: 'P8D' });
    const before = (await cloud.inbox()).length;
    const { body: started } = await manager.campaigns.runCampaign({ params: { campaignId: id } });
    await cloud.idle();
    expect((await runsOf(id))[0]).toMatchObject({ id: started.runId, status: 'planned', held: 1 });
    // Whoever presses twice, or beside a colleague, means one run.
    const runs = (await runsOf(id)).length;
    const again = await Promise.all(
      [1, 2, 3].map(() => refusal(manager.campaigns.runCampaign({ params: { campaignId: id } }))),
    );
    expect(again.map(({ status, message }) => [status, message])).toEqual(
      Array(3).fill([422, expect.stringContaining('It was asked to run at')]),
    );
    await cloud.idle();
    expect(await runsOf(id)).toHaveLength(runs);
    expect(await patch(id, { status: 'stopped' })).toMatchObject({ status: 'stopped', nextRuns: [] });
    await cloud.idle();
    expect(await scheduleOf(id)).toBeUndefined();
    await cloud.advance({ duration: 'P1D' });
    await cloud.idle();
    expect((await cloud.inbox()).length).toBe(before);
    expect((await runsOf(id))[0]).toMatchObject({ sent: 0 });
    for (const body of [{ status: 'active' }, { name: 'Other' }])
      expect((await refusal(patch(id, body))).status).toBe(422);
    expect((await refusal(manager.campaigns.runCampaign({ params: { campaignId: id } }))).status).toBe(422);
    await manager.budgets.putContactPolicy({ body: entry as never }, { ifMatch: '*' });
    await cloud.advance({ duration: 'PT2M' });
  });
});

describe('a preview', () => {
  it('tells the next runs in local time, how many would be asked, and who would not and why', async () => {
    const { body } = await manager.campaigns.previewCampaign({ body: asked({}) });
    expect(body.runs).toHaveLength(10);
    expect(body.runs[0]?.local).toMatch(/T09:00$/);
    expect(body.audience).toMatchObject({ size: 3, from: 3, to: 3, isExact: true });
    expect(body.notSent).toMatchObject({ checked: 3, isExact: true });
    expect(body.notSent.because).toMatchObject({ 'no-address': 1, 'consent-withdrawn': 1 });
    const { id } = await create({ audience: { kind: 'all', sample: { count: 2, seed: 'x' } } });
    const kept = await manager.campaigns.getCampaignPreview({ params: { campaignId: id } });
    expect(kept.body.audience).toMatchObject({ size: 2, isExact: true });
    expect(kept.body.runs).toHaveLength(10);
    await patch(id, { status: 'paused' });
    const paused = await manager.campaigns.getCampaignPreview({ params: { campaignId: id } });
    expect(paused.body).toMatchObject({ supposing: 'resumed', runs: kept.body.runs });
    expect(kept.body).not.toHaveProperty('supposing');
    await patch(id, { status: 'stopped' });
    const stopped = await manager.campaigns.getCampaignPreview({ params: { campaignId: id } });
    expect(stopped.body.runs).toEqual([]);
    expect(stopped.body).not.toHaveProperty('supposing');
    const monthly = { schedule: { cron: '0 9 31 * ? *', timeZone: zone } };
    const left = await manager.campaigns.previewCampaign({ body: asked(monthly) });
    const [warning] = left.body.warnings.filter(({ code }) => code === 'months-left-out');
    expect(warning?.detail).toContain('February, April, June, September, and November');
    const { status } = await refusal(
      manager.campaigns.previewCampaign({ body: asked({ endsAt: '2026-01-01T00:00:00Z' }) }),
    );
    expect(status).toBe(400);
  });
});
