/** Campaigns that an event triggers, on the real engine: each event once, a customer not twice within some days. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { type CampaignRecord, campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import {
  createCampaignsStore,
  createRunsStore,
  createTriggeredStore,
} from '../../../functions/surveys/campaigns/campaigns.store.ts';
import { assertTrigger } from '../../../functions/surveys/campaigns/operations/assert-campaign.ts';
import {
  askTriggered,
  takeTrigger,
} from '../../../functions/surveys/campaigns/operations/trigger-campaigns.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { newId } from '../../../shared/values/ids.ts';
import { aCampaign, at, readersOf } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const trigger = {
  ...{ on: 'callback.completed', when: { reached: 'true' } },
  ...{ afterDays: 1, afterHours: 0, oncePerDays: 30 },
};

async function triggered(fields: Partial<CampaignRecord> = {}) {
  const { schedule: _, ...rest } = aCampaign();
  const campaign: CampaignRecord = { ...rest, trigger, ...fields };
  await engine.table.commit([insert(campaignItem, campaign, { onConflict: 'retry' })]);
  const handedOver: string[] = [];
  let now = at;
  const context = {
    ...readersOf(engine.table),
    ...{ table: engine.table, campaigns: createCampaignsStore(engine.table) },
    ...{ triggered: createTriggeredStore(engine.table), runs: createRunsStore(engine.table) },
    audienceQueue: {
      send: async (pages: readonly { customerIds: string[] }[]) =>
        void handedOver.push(...pages.flatMap(({ customerIds }) => customerIds)),
    },
    askAgainAfterDays: 6,
    now: () => now,
  };
  return {
    ...{ campaign, handedOver },
    completed: (id: string, reached = true, instant = at) => {
      now = instant;
      const data = { customerId: id, reached };
      return takeTrigger({ type: 'callback.completed', at: instant, data }, context);
    },
    /** What was told of the call of `at`, with what it should have been. */
    corrected: (id: string, reached: boolean, instant: string, stands = true) => {
      now = instant;
      const data = { customerId: id, reached, ofEvent: { at, stands } };
      return takeTrigger({ type: 'callback.corrected', at: instant, data }, context);
    },
    ask: (id: string, instant: string) => {
      now = instant;
      return askTriggered(`${campaign.id} ${id}`, context);
    },
  };
}

const nextDay = instantAfter(at, { days: 1 });

it('asks a customer a day later, once for an event however often it comes', async () => {
  const run = await triggered();
  const id = newId(customerId);
  await Promise.all([run.completed(id), run.completed(id), run.completed(id)]);
  await run.ask(id, instantAfter(nextDay, { minutes: -1 }));
  expect(run.handedOver).toEqual([]);
  await run.ask(id, nextDay);
  await run.completed(id);
  await run.ask(id, nextDay);
  expect(run.handedOver).toEqual([id]);
});

it('asks nobody on whom the condition does not hold, and nobody twice within the days', async () => {
  const run = await triggered();
  const [id, other] = [newId(customerId), newId(customerId)];
  await run.completed(other, false);
  await run.ask(other, nextDay);
  await run.completed(id);
  await run.ask(id, nextDay);
  const soon = instantAfter(at, { days: 20 });
  await run.completed(id, true, soon);
  await run.ask(id, instantAfter(soon, { days: 1 }));
  expect(run.handedOver).toEqual([id]);
  const later = instantAfter(at, { days: 31 });
  await run.completed(id, true, later);
  await run.ask(id, instantAfter(later, { days: 1 }));
  expect(run.handedOver).toEqual([id, id]);
});

it('asks nobody whose event was told wrongly, and asks whom it should have been told of', async () => {
  const run = await triggered();
  const [reached, reopened, missed, late] = Array.from({ length: 4 }, () => newId(customerId));
  const soon = instantAfter(at, { hours: 1 });
  await run.completed(reached!);
  await run.corrected(reached!, false, soon);
  await run.completed(reopened!);
  await run.corrected(reopened!, true, soon, false);
  await run.completed(missed!, false);
  await run.corrected(missed!, true, soon);
  await run.completed(late!, false);
  await run.corrected(late!, true, instantAfter(at, { days: 3 }));
  for (const id of [reached!, reopened!, missed!]) await run.ask(id, nextDay);
  await run.ask(late!, instantAfter(at, { days: 3 }));
  expect(run.handedOver).toEqual([missed, late]);
});

it('asks again of a call that it was told of wrongly before, and of none that it has asked of', async () => {
  const run = await triggered();
  const [id, asked] = [newId(customerId), newId(customerId)];
  await run.completed(id);
  await run.corrected(id, false, at);
  await run.completed(id, true, instantAfter(at, { hours: 2 }));
  await run.ask(id, instantAfter(nextDay, { hours: 2 }));
  await run.completed(asked);
  await run.ask(asked, nextDay);
  await run.corrected(asked, false, nextDay);
  await run.corrected(asked, true, nextDay);
  await run.ask(asked, instantAfter(nextDay, { days: 1 }));
  expect(run.handedOver).toEqual([id, asked]);
});

it('asks nobody for an event that comes after its correction, or again', async () => {
  const run = await triggered();
  const [overtaken, again] = [newId(customerId), newId(customerId)];
  await run.corrected(overtaken, false, at);
  await run.completed(overtaken);
  await run.completed(again);
  await run.corrected(again, false, at);
  await run.completed(again);
  for (const id of [overtaken, again]) await run.ask(id, nextDay);
  expect(run.handedOver).toEqual([]);
  await run.corrected(again, true, nextDay);
  await run.ask(again, nextDay);
  expect(run.handedOver).toEqual([again]);
});

it('takes a correction while the campaign is paused', async () => {
  const run = await triggered();
  const [wrong, right] = [newId(customerId), newId(customerId)];
  await run.completed(wrong);
  await run.completed(right);
  const paused = { ...run.campaign, status: 'paused' as const };
  await engine.table.commit([put(campaignItem, paused)]);
  await run.corrected(wrong, false, at);
  await engine.table.commit([put(campaignItem, run.campaign)]);
  for (const id of [wrong, right]) await run.ask(id, nextDay);
  expect(run.handedOver).toEqual([right]);
});

it('keeps who waits while the campaign is held, told again or corrected in what changes nothing', async () => {
  const run = await triggered();
  const [again, noted] = [newId(customerId), newId(customerId)];
  await run.completed(again);
  await run.completed(noted);
  await engine.table.commit([put(campaignItem, { ...run.campaign, holdReason: 'survey-closed' })]);
  await run.completed(again);
  await run.corrected(noted, true, at);
  await engine.table.commit([put(campaignItem, run.campaign)]);
  for (const id of [again, noted]) await run.ask(id, nextDay);
  expect(run.handedOver).toEqual([again, noted]);
});

it('waits while the campaign is paused, and asks nobody once it is stopped', async () => {
  const run = await triggered();
  const [id, other] = [newId(customerId), newId(customerId)];
  await run.completed(id);
  await run.completed(other);
  await engine.table.commit([put(campaignItem, { ...run.campaign, status: 'paused' })]);
  await run.ask(id, nextDay);
  expect(run.handedOver).toEqual([]);
  await engine.table.commit([put(campaignItem, run.campaign)]);
  await run.ask(id, nextDay);
  await engine.table.commit([put(campaignItem, { ...run.campaign, status: 'stopped' })]);
  await run.ask(other, nextDay);
  expect(run.handedOver).toEqual([id]);
});

it.each([
  [{ on: 'ticket.solved' }, '/body/trigger/on'],
  [{ when: { colour: 'red' } }, '/body/trigger/when/colour'],
  [{ when: { reached: 'gone' } }, '/body/trigger/when/reached'],
])('refuses what is not declared: %j', (fields, pointer) => {
  const asked = { trigger: { ...trigger, ...fields }, audience: { kind: 'all' as const } };
  expect(() => assertTrigger(asked as never)).toThrow(
    expect.objectContaining({ violations: [expect.objectContaining({ pointer })] }),
  );
});
