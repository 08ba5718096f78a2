/** What the API foretells of a campaign is what the Scheduler does, on the virtual clock. */
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CampaignRecord, campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import type { CampaignPatch } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { createCampaignsStore } from '../../../functions/surveys/campaigns/campaigns.store.ts';
import { heldBy } from '../../../functions/surveys/campaigns/operations/next-version.ts';
import { patchCampaign } from '../../../functions/surveys/campaigns/operations/patch-campaign.ts';
import { asCampaign } from '../../../functions/surveys/campaigns/operations/show-campaign.ts';
import { syncCampaignSchedule } from '../../../functions/surveys/campaigns/operations/sync-schedule.ts';
import { createScheduler } from '../../../infra/local/services/scheduler/scheduler.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { createSchedules } from '../../../shared/scheduling/schedules.ts';
import { insert } from '../../../shared/table/write.ts';
import type { Recurrence } from '../../../shared/values/recurrence.ts';
import { aCampaign, origin, reader, readersOf } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { createRig, queueArn, type Rig, roleArn } from '../../support/service-rig.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const minute = 60_000;

/** A campaign that begins to fire at this instant, on a Scheduler and a clock of its own. */
async function begin(schedule: Recurrence, now: string) {
  const resources = [
    ...['runs', 'dead'].map((ref) => ({ type: 'AWS::SQS::Queue', ref, arn: queueArn(ref) })),
    { type: 'AWS::IAM::Role', ref: 'scheduler', arn: roleArn },
    { type: 'AWS::Scheduler::ScheduleGroup', ref: 'rapport' },
  ];
  const rig = createRig({ now, resources });
  await rig.serve(createScheduler(rig.cloud));
  const targets = { targetArn: queueArn('runs'), deadLetterArn: queueArn('dead') };
  const client = new SchedulerClient(rig.client());
  const schedules = createSchedules({ client, group: 'rapport', roleArn, ...targets });
  const campaigns = createCampaignsStore(engine.table);
  const clock = () => new Date(rig.cloud.clock.now()).toISOString();
  const since = { scheduledSince: now, activeSince: now };
  const { id } = aCampaign();
  const record = aCampaign({ id, schedule, schedulingState: 'scheduling', ...since });
  await engine.table.commit([insert(campaignItem, record, { onConflict: 'retry' })]);
  const sync = () => syncCampaignSchedule(id, { campaigns, schedules, now: clock });
  await sync();

  return {
    rig,
    clock,
    /** The event comes once more. */
    sync,
    read: async () => (await campaigns.find(id)) as CampaignRecord,
    async patch(patch: CampaignPatch): Promise<void> {
      const input = { id, version: '*' as const, patch };
      const change = await patchCampaign(input, {
        ...{ campaigns, leastHours: 0, sendsTexts: true, reader, ...readersOf(engine.table) },
        origin: origin(clock()),
      });
      await engine.table.commit(change.writes);
      await sync();
    },
    async survey(status: 'open' | 'closed'): Promise<void> {
      const before = (await campaigns.find(id)) as CampaignRecord;
      await engine.table.commit(
        campaigns.change(
          before,
          heldBy({ survey: { status }, hasList: true }, before, clock()),
          origin(clock()),
        ),
      );
      await sync();
    },
  };
}

/**
 * Instants of the firings, to the minute, which is how exactly the Scheduler fires. Two firings of one instant are one:
 * a single time whose event comes again within the grace period is fired again, and names the same run.
 */
const firings = (rig: Rig) => [
  ...new Set(rig.sent.map(({ message }) => `${JSON.parse(message.body).scheduledTime.slice(0, 16)}:00.000Z`)),
];

/** What the API foretells between now and then. */
function foretold(record: CampaignRecord, from: string, until: string): string[] {
  const told: string[] = [];
  for (let after = from; ; ) {
    const { nextRuns } = asCampaign(record, after, { ...reader, others: [] });
    told.push(...nextRuns.filter((run) => run <= until));
    const last = nextRuns.at(-1);
    if (last === undefined || last > until) return told;
    after = last;
  }
}

it('a rate begins an interval later, and keeps its rhythm while the event comes again and a pause passes', async () => {
  const campaign = await begin({ rate: '7 days', timeZone: 'Asia/Shanghai' }, '2026-11-23T01:00:40.000Z');
  const advance = (to: string) => campaign.rig.cloud.clock.advanceTo(Date.parse(to));
  await campaign.sync();
  await advance('2026-11-26T00:00:00Z');
  await campaign.sync();
  await campaign.patch({ status: 'paused' });
  await advance('2026-11-27T00:00:00Z');
  await campaign.patch({ status: 'active' });
  await advance('2026-12-08T00:00:00Z');
  await campaign.sync();
  await campaign.patch({ schedule: { rate: '1 day', timeZone: 'Asia/Shanghai' } });
  await advance('2026-12-09T12:00:00Z');
  campaign.rig.close();
  expect(firings(campaign.rig)).toEqual([
    '2026-11-30T01:00:00.000Z',
    '2026-12-07T01:00:00.000Z',
    '2026-12-09T00:00:00.000Z',
  ]);
});

it('a single time that passes while the survey is closed does not come back with it', async () => {
  const campaign = await begin({ at: '2026-11-24T09:00', timeZone: 'UTC' }, '2026-11-23T09:00:00.000Z');
  await campaign.survey('closed');
  expect(asCampaign(await campaign.read(), campaign.clock(), { ...reader, others: [] })).toMatchObject({
    status: 'held',
    holdReason: 'survey-closed',
    nextRuns: [],
  });
  await campaign.rig.cloud.clock.advanceTo(Date.parse('2026-11-24T10:00:00Z'));
  await campaign.survey('open');
  await campaign.rig.cloud.clock.advanceTo(Date.parse('2026-11-30T10:00:00Z'));
  campaign.rig.close();
  expect(await campaign.read()).not.toHaveProperty('holdReason');
  expect(firings(campaign.rig)).toEqual([]);
});

// Clocks change in these zones on 29 March and 25 October 2026, on 8 March and 1 November, on 5 April and 4 October.
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai'] as const;
const starts = ['2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30'] as const;

const recurrences = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    minute: fc.integer({ min: 0, max: 59 }),
    hour: fc.integer({ min: 0, max: 4 }),
    many: fc.integer({ min: 2, max: 40 }),
    day: fc.integer({ min: 0, max: 8 }),
    kind: fc.constantFrom('daily', 'weekday', 'hours', 'days', 'once'),
    start: fc.constantFrom(...starts),
  })
  .map(({ timeZone, minute, hour, many, day, kind, start }): Recurrence => {
    const two = (value: number) => String(value).padStart(2, '0');
    if (kind === 'daily') return { cron: `${minute} ${hour} * * ? *`, timeZone };
    if (kind === 'weekday') return { cron: `${minute} ${hour} ? * ${(day % 7) + 1} *`, timeZone };
    if (kind === 'hours') return { rate: `${many} hours`, timeZone };
    if (kind === 'days') return { rate: `${Math.ceil(many / 10) + 1} days`, timeZone };
    const on = new Date(Date.parse(start) + day * 86_400_000).toISOString().slice(0, 10);
    return { at: `${on}T${two(hour)}:${two(minute)}`, timeZone };
  });

const steps = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 3 * 24 * 60 }),
    act: fc.constantFrom('pause', 'resume', 'close', 'open', 'again', 'rename', 'replace', 'wait'),
    schedule: recurrences,
  }),
  { minLength: 3, maxLength: 8 },
);

it('fires exactly when nextRuns foretells it, whatever is done to it meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(recurrences, fc.constantFrom(...starts), steps, async (schedule, day, acts) => {
      const campaign = await begin(schedule, `${day}T12:00:20.000Z`);
      const expected: string[] = [];
      for (const { minutes, act, schedule: other } of acts) {
        const patches: Record<string, CampaignPatch> = {
          pause: { status: 'paused' },
          resume: { status: 'active' },
          rename: { name: `Named at ${campaign.clock()}` },
          replace: { schedule: other },
        };
        const patch = patches[act];
        try {
          if (patch !== undefined) await campaign.patch(patch);
          else if (act === 'close') await campaign.survey('closed');
          else if (act === 'open') await campaign.survey('open');
          else if (act === 'again') await campaign.sync();
        } catch (error) {
          // What could never run is refused.
          if (!(error instanceof AppError)) throw error;
        }
        const from = campaign.clock();
        const until = new Date(Date.parse(from) + minutes * minute).toISOString();
        expected.push(...foretold(await campaign.read(), from, until));
        await campaign.rig.cloud.clock.advanceTo(Date.parse(until));
      }
      campaign.rig.close();
      expect(firings(campaign.rig)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
}, 120_000);
