/** What the hourly sweep repairs, on the real engine, when events were lost; the schedules are kept at hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CampaignRecord, campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import {
  createCampaignsStore,
  createRunsStore,
} from '../../../functions/surveys/campaigns/campaigns.store.ts';
import { followSurroundings } from '../../../functions/surveys/campaigns/operations/follow-surroundings.ts';
import { sweepCampaigns } from '../../../functions/surveys/campaigns/operations/sweep-campaigns.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { insert } from '../../../shared/table/write.ts';
import { aCampaign, aSurvey, at, origin, readersOf } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

it('finds late schedules, single times that nothing fired, and campaigns of closed surveys', async () => {
  const { table } = engine;
  const campaigns = createCampaignsStore(table);
  const surveys = createSurveysStore(table);
  const runs = createRunsStore(table);
  const keep = async (fields: Partial<CampaignRecord>, status: 'open' | 'closed' = 'open') => {
    const survey = aSurvey({ status });
    const campaign = aCampaign({ surveyId: survey.id, ...fields });
    await table.commit([
      ...surveys.create(survey, origin()),
      insert(campaignItem, campaign, { onConflict: 'retry' }),
    ]);
    return campaign;
  };
  const before = '2026-11-20T00:00:00.000Z';
  const since = { scheduledSince: before, activeSince: before };
  // Half past eight in Shanghai, half an hour ago.
  const schedule = { at: '2026-11-23T08:30', timeZone: 'Asia/Shanghai' };
  const scheduledTime = '2026-11-23T00:30:00.000Z';

  const fine = await keep({});
  const late = await keep({ schedulingState: 'scheduling' });
  const missed = await keep({ schedule, ...since });
  const fired = await keep({ schedule, ...since });
  await runs.begin({
    ...{ id: 'run_01jd3x5y9hf1bvt6w0k2m4n8pq', campaignId: fired.id, surveyId: fired.surveyId },
    ...{ scheduledTime, startedAt: scheduledTime, expiresAt: '2026-12-23T00:30:00.000Z' },
    channel: 'email',
    audience: { kind: 'all' },
  });
  const closed = await keep({}, 'closed');
  const released = await keep({ holdReason: 'survey-closed' });
  const scheduled = [fine, late, closed].map(({ id }) => `campaign-${id}`);

  const aligned: string[] = [];
  const found = await sweepCampaigns(at, {
    ...{ campaigns, runs },
    schedules: {
      async *list() {
        yield* scheduled;
      },
    },
    followSurroundings: (id) =>
      followSurroundings(id, { ...readersOf(table), table, campaigns, surveys, origin: origin() }),
    align: async (id) => void aligned.push(id),
  });

  expect(new Set(aligned)).toEqual(new Set([late.id, missed.id, closed.id, released.id]));
  expect(found).toMatchObject({ missing: 2, orphans: 1 });
  expect(await campaigns.find(closed.id)).toMatchObject({ holdReason: 'survey-closed', version: 2 });
  expect(await campaigns.find(released.id)).not.toHaveProperty('holdReason');
});
