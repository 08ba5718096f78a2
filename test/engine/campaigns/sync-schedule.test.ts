/** The schedule of a campaign follows the campaign, on the real engine; the schedules are kept at hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CampaignRecord, campaignItem } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import { createCampaignsStore } from '../../../functions/surveys/campaigns/campaigns.store.ts';
import {
  deleteCampaign,
  patchCampaign,
} from '../../../functions/surveys/campaigns/operations/patch-campaign.ts';
import { syncCampaignSchedule } from '../../../functions/surveys/campaigns/operations/sync-schedule.ts';
import type { ScheduleRequest } from '../../../shared/scheduling/schedules.ts';
import { insert } from '../../../shared/table/write.ts';
import { aCampaign, at, origin, reader, readersOf } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let campaigns: ReturnType<typeof createCampaignsStore>;

beforeAll(async () => {
  engine = await startTable();
  campaigns = createCampaignsStore(engine.table);
});
afterAll(() => engine?.close());

const made = new Map<string, ScheduleRequest>();
/** The schedules; `meanwhile` happens once, after one was set. */
const schedules = (meanwhile: () => Promise<void> = async () => undefined) => {
  let once = meanwhile;
  return {
    async put(request: ScheduleRequest) {
      made.set(request.name, request);
      const happens = once;
      once = async () => undefined;
      await happens();
    },
    async remove(name: string) {
      made.delete(name);
    },
  };
};

const sync = (id: string, meanwhile?: () => Promise<void>, now = at) =>
  syncCampaignSchedule(id, { campaigns, schedules: schedules(meanwhile), now: () => now });

async function keep(fields: Partial<CampaignRecord> = {}): Promise<CampaignRecord> {
  const campaign = aCampaign({ schedulingState: 'scheduling', ...fields });
  await engine.table.commit([insert(campaignItem, campaign, { onConflict: 'retry' })]);
  return campaign;
}

async function pause({ id, version }: CampaignRecord): Promise<void> {
  const input = { id, version: [version], patch: { status: 'paused' as const } };
  await engine.table.commit(
    (
      await patchCampaign(input, {
        ...readersOf(engine.table),
        campaigns,
        leastHours: 24,
        sendsTexts: true,
        reader,
        origin: origin(),
      })
    ).writes,
  );
}

const scheduleOf = ({ id }: CampaignRecord) => made.get(`campaign-${id}`);

describe('the schedule of a campaign', () => {
  it('fires when the campaign says, and the campaign says that it is scheduled', async () => {
    const campaign = await keep();
    await sync(campaign.id);
    expect(scheduleOf(campaign)).toMatchObject({
      expression: 'cron(0 9 ? * MON *)',
      timeZone: 'Asia/Shanghai',
      deleteAfterwards: false,
      input: {
        ...{ kind: 'run', campaignId: campaign.id, version: 1 },
        scheduledTime: '<aws.scheduler.scheduled-time>',
      },
    });
    expect(await campaigns.find(campaign.id)).toMatchObject({ schedulingState: 'scheduled', version: 1 });
  });

  it('of a single time names the run by the time that was asked for', async () => {
    const schedule = { at: '2026-11-23T10:00', timeZone: 'Asia/Shanghai' };
    const late = await keep({ schedule });
    await sync(late.id, undefined, '2026-11-23T02:05:30.000Z');
    expect(scheduleOf(late)).toMatchObject({
      expression: 'at(2026-11-23T02:06:30)',
      timeZone: 'UTC',
      deleteAfterwards: true,
      input: { scheduledTime: '2026-11-23T02:00:00.000Z' },
    });
    const missed = await keep({ schedule });
    await sync(missed.id, undefined, '2026-11-24T02:00:01.000Z');
    expect(scheduleOf(missed)).toBeUndefined();
  });

  it('goes when the campaign is paused while it is being set', async () => {
    const campaign = await keep();
    await sync(campaign.id, () => pause(campaign));
    expect(scheduleOf(campaign)).toBeUndefined();
    expect(await campaigns.find(campaign.id)).toMatchObject({
      status: 'paused',
      schedulingState: 'scheduled',
    });
  });

  it('goes when the campaign is deleted, whose mails are held back from then on', async () => {
    const campaign = await keep();
    await sync(campaign.id);
    const { id, version } = campaign;
    const { writes } = await deleteCampaign({ id, version: [version] }, { campaigns, origin: origin() });
    expect(writes.map(({ key }) => key.pk)).toContain(`HOLD#${id}`);
    await engine.table.commit(writes);
    await sync(id);
    expect(scheduleOf(campaign)).toBeUndefined();
    await expect(campaigns.get(id)).rejects.toThrow('There is no such campaign');
    expect((await campaigns.list({}, { limit: 100 })).items.map((each) => each.id)).not.toContain(id);
  });
});
