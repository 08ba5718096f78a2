/** The run of a campaign from firing to hand-over, on the real engine; only the queues are at hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryEntryItem } from '../../../functions/customers/customers/customers.items.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { listId } from '../../../functions/customers/lists/lists.schema.ts';
import { type CampaignRecord, campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import {
  AudiencePage,
  type PageMessage,
  RunsMessage,
} from '../../../functions/surveys/campaigns/campaigns.messages.ts';
import {
  createCampaignsStore,
  createRunsStore,
} from '../../../functions/surveys/campaigns/campaigns.store.ts';
import { handOverPage } from '../../../functions/surveys/campaigns/operations/hand-over-page.ts';
import { startRun } from '../../../functions/surveys/campaigns/operations/start-run.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { shards } from '../../../shared/table/pattern.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCampaign, aSurvey, at, origin, readersOf } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let campaigns: ReturnType<typeof createCampaignsStore>;
let surveys: ReturnType<typeof createSurveysStore>;
let runs: ReturnType<typeof createRunsStore>;

const audience = Array.from({ length: 130 }, () => newId(customerId));

beforeAll(async () => {
  engine = await startTable();
  campaigns = createCampaignsStore(engine.table);
  surveys = createSurveysStore(engine.table);
  runs = createRunsStore(engine.table);
  const row = {
    ...{ kind: 'person' as const, name: 'x', owner: null, language: 'en' as const, timeZone: 'UTC' },
    ...{ tags: [], version: 1, updatedAt: '2026-11-21T09:00:00.000Z' },
  };
  for (const id of audience) {
    const entry = { customerId: id, sourceVersion: 1, summary: { id, ...row } };
    await engine.table.commit([insert(directoryEntryItem, entry, { onConflict: 'retry' })]);
  }
});
afterAll(() => engine?.close());

async function started(fields: Partial<CampaignRecord> = {}): Promise<CampaignRecord> {
  const survey = aSurvey();
  const campaign = aCampaign({ surveyId: survey.id, ...fields });
  await engine.table.commit([
    ...surveys.create(survey, origin()),
    insert(campaignItem, campaign, { onConflict: 'retry' }),
  ]);
  return campaign;
}

/** A queue that keeps what is put into it, unless it is broken. */
function aQueue() {
  const messages: object[] = [];
  let isBroken = false;
  return {
    messages,
    break: (broken: boolean) => {
      isBroken = broken;
    },
    async send(sent: readonly object[]) {
      if (isBroken) throw new Error('The queue broke');
      messages.push(...sent);
    },
  };
}

type Run = Awaited<ReturnType<typeof live>>;

/** Lives through a whole run; `fault` breaks something while a page is handled for the first time. */
async function live(campaign: CampaignRecord, fault?: 'audience-queue' | 'runs-queue' | 'progress') {
  const runsQueue = aQueue();
  const audienceQueue = aQueue();
  const context = {
    ...{ campaigns, surveys, runs, runsQueue, audienceQueue },
    ...readersOf(engine.table),
    now: () => at,
  };
  const broken = {
    ...context,
    runs: { ...runs, saveProgress: async () => Promise.reject(new Error('killed')) },
  };
  const firing = { kind: 'run' as const, campaignId: campaign.id, scheduledTime: at, version: 1 };
  expect(await startRun(firing, context)).toBeUndefined();
  const seen = new Set<string>();
  while (runsQueue.messages.length > 0) {
    const message = RunsMessage.parse(runsQueue.messages.shift());
    if (message.kind !== 'page') throw new Error('Only pages were expected');
    const place = `${message.shard} ${message.page}`;
    const isFirst = !seen.has(place);
    seen.add(place);
    if (fault !== undefined && isFirst) {
      audienceQueue.break(fault === 'audience-queue');
      runsQueue.break(fault === 'runs-queue');
      const attempt = handOverPage(message, fault === 'progress' ? broken : context);
      const outcome = await attempt.then(
        () => 'done',
        () => 'failed',
      );
      audienceQueue.break(false);
      runsQueue.break(false);
      if (outcome === 'failed') runsQueue.messages.push(message);
    } else {
      await handOverPage(message, context);
    }
  }
  return { context, firing, runsQueue, audienceQueue };
}

const pagesOf = ({ audienceQueue }: Run) => audienceQueue.messages.map((page) => AudiencePage.parse(page));
const customersOf = (run: Run) => pagesOf(run).flatMap(({ customerIds }) => customerIds);

async function shown(campaign: CampaignRecord) {
  const { items } = await runs.list(campaign.id, { limit: 10 });
  return items;
}

describe('a run', () => {
  it('hands each customer over once, page by page in each shard', async () => {
    const campaign = await started();
    const run = await live(campaign);
    expect(customersOf(run).toSorted()).toEqual(audience.toSorted());
    const [page] = pagesOf(run);
    expect(page).toMatchObject({
      ...{ campaignId: campaign.id, surveyId: campaign.surveyId },
      ...{ startedAt: at, expiresAt: '2026-12-23T01:00:00.000Z' },
    });
    expect(new Set(pagesOf(run).map(({ runId }) => runId)).size).toBe(1);
    expect(await shown(campaign)).toMatchObject([
      { id: page?.runId, status: 'planned', planned: 130, scheduledTime: at },
    ]);
  });

  it.each(['audience-queue', 'runs-queue'] as const)(
    'ends the same when the %s breaks with each page',
    async (fault) => {
      const campaign = await started();
      const run = await live(campaign, fault);
      expect(customersOf(run).toSorted()).toEqual(audience.toSorted());
      expect(await shown(campaign)).toMatchObject([{ status: 'planned', planned: 130 }]);
    },
  );

  it('leaves nobody out when the process dies with each page before it is marked', async () => {
    const campaign = await started();
    const run = await live(campaign, 'progress');
    expect([...new Set(customersOf(run))].toSorted()).toEqual(audience.toSorted());
    expect(await shown(campaign)).toMatchObject([{ status: 'planned', planned: 130 }]);
  });

  it('is the same run when its firing is delivered again, and hands nothing over again', async () => {
    const campaign = await started();
    const run = await live(campaign);
    await startRun(run.firing, { ...run.context, now: () => '2026-11-23T01:05:00.000Z' });
    for (const message of run.runsQueue.messages.splice(0)) {
      await handOverPage(message as PageMessage, run.context);
    }
    expect(run.runsQueue.messages).toEqual([]);
    expect(customersOf(run)).toHaveLength(130);
    expect(await shown(campaign)).toHaveLength(1);
  });

  it.each([
    ['paused', { status: 'paused' as const }, 'not-active'],
    ['deleted', { status: 'deleted' as const }, 'no-campaign'],
    ['rescheduled', { scheduleVersion: 2 }, 'stale'],
  ])('does not start when the campaign was %s', async (_, fields, reason) => {
    const campaign = await started(fields);
    const runsQueue = aQueue();
    const context = { ...readersOf(engine.table), campaigns, surveys, runs, runsQueue, now: () => at };
    const firing = { kind: 'run' as const, campaignId: campaign.id, scheduledTime: at, version: 1 };
    expect(await startRun(firing, context)).toBe(reason);
    expect(runsQueue.messages).toEqual([]);
  });

  it.each([
    ['the list was deleted', { audience: { kind: 'list' as const, listId: newId(listId) } }, 'list-deleted'],
    ['the campaign was paused', { status: 'paused' as const }, 'not-active'],
  ])('that a person has asked for says that %s', async (_, fields, endedBecause) => {
    const campaign = await started(fields);
    const runsQueue = aQueue();
    const context = { ...readersOf(engine.table), campaigns, surveys, runs, runsQueue, now: () => at };
    const firing = { campaignId: campaign.id, scheduledTime: at };
    for (const _delivery of [1, 2]) expect(await startRun(firing, context)).toBe(endedBecause);
    expect(runsQueue.messages).toEqual([]);
    expect(await shown(campaign)).toMatchObject([{ status: 'ended', endedBecause, planned: 0 }]);
  });

  it('says that it was broken off when the campaign is stopped before its audience is complete', async () => {
    const campaign = await started();
    const runsQueue = aQueue();
    const context = { ...readersOf(engine.table), campaigns, surveys, runs, runsQueue, now: () => at };
    await startRun({ campaignId: campaign.id, scheduledTime: at }, context);
    const after = { ...campaign, status: 'stopped' as const };
    await engine.table.commit([put(campaignItem, after)]);
    const audienceQueue = aQueue();
    for (const message of runsQueue.messages.splice(0))
      await handOverPage(message as PageMessage, { ...context, audienceQueue });
    expect([runsQueue.messages, audienceQueue.messages]).toEqual([[], []]);
    const ended = { status: 'ended', endedBecause: 'not-active', planned: 0 };
    expect(await shown(campaign)).toMatchObject([ended]);
  });

  it('stops when the campaign is deleted, and at the ceiling of its pages', async () => {
    const campaign = await started();
    const { context } = await live(campaign);
    const page: PageMessage = {
      ...{ kind: 'page', campaignId: campaign.id, scheduledTime: at },
      ...{ shard: shards[0]!, page: 6, ceiling: 5 },
    };
    await expect(handOverPage(page, context)).rejects.toThrow('beyond page 5');
    const after = { ...campaign, status: 'deleted' as const, version: 2 };
    await engine.table.commit(campaigns.delete(campaign, after, origin()));
    const audienceQueue = aQueue();
    await handOverPage({ ...page, page: 2 }, { ...context, audienceQueue });
    expect(audienceQueue.messages).toEqual([]);
  });
});
