import { describe, expect, it } from 'vitest';
import type { CampaignRecord } from '../../../functions/surveys/campaigns/campaigns.items.ts';
import { asCampaign } from '../../../functions/surveys/campaigns/operations/show-campaign.ts';
import { aCampaign, reader } from '../../support/campaign-samples.ts';

const timeZone = 'Asia/Shanghai';
/** A Monday, an hour after `weekly` has asked everybody. */
const now = '2026-11-23T02:00:00.000Z';
const once = (at: string) => aCampaign({ name: 'Once', schedule: { at, timeZone } });
const weekly = aCampaign({ name: 'Weekly', schedule: { cron: '0 9 ? * MON *', timeZone } });

const show = (campaign: CampaignRecord, others: readonly CampaignRecord[] = [], moment = now) =>
  asCampaign(campaign, moment, { ...reader, others });

describe('a campaign of a single time', () => {
  it('is finished from that time on, and has no more runs', () => {
    const campaign = once('2026-11-23T10:30');
    expect(show(campaign)).toMatchObject({ status: 'active', nextRuns: ['2026-11-23T02:30:00.000Z'] });
    expect(show(campaign, [], '2026-11-23T02:30:00.000Z')).toMatchObject({
      status: 'finished',
      nextRuns: [],
    });
  });

  it('is not finished while a person has paused it or its survey is closed', () => {
    const passed = once('2026-11-20T10:30');
    expect(show({ ...passed, status: 'paused' }).status).toBe('paused');
    expect(show({ ...passed, holdReason: 'survey-closed' }).status).toBe('held');
  });
});

describe('a campaign beside another one', () => {
  const clash = { code: 'asked-by-another-campaign', campaignId: weekly.id };

  it.each([
    ['two days after it', '2026-12-02T09:00'],
    ['two days before it', '2026-11-28T09:00'],
    ['five days after it, which six days set apart', '2026-12-05T09:00'],
    ['on the same day', '2026-11-30T23:00'],
  ])('is warned of a run %s', (_, at) => {
    const { warnings } = show(once(at), [weekly]);
    expect(warnings).toMatchObject([clash]);
    expect(warnings[0]?.detail).toMatch(/“Weekly” runs at 2026-1[12]-\d\d 09:00, less than 6 days/);
  });

  it('warns that one, too, in the language of who reads it', () => {
    const single = once('2026-12-02T09:00');
    const { warnings } = asCampaign(weekly, now, {
      language: 'zh-CN',
      askAgainAfterDays: 6,
      others: [single],
    });
    expect(warnings).toMatchObject([{ code: clash.code, campaignId: single.id }]);
    expect(warnings[0]?.detail).toContain('调查计划“Once”在 2026-12-02 09:00 运行');
  });

  it('is not warned of itself, of one far away, of one that does not run, nor of runs that are over', () => {
    const single = once('2026-12-02T09:00');
    const far = once('2026-12-08T09:00');
    const paused = { ...weekly, status: 'paused' as const };
    const over = once('2026-11-23T09:59');
    expect(show(single, [single, far, paused, over]).warnings).toEqual([]);
    expect(show(over, [weekly]).warnings).toEqual([]);
    expect(asCampaign(single, now, { ...reader, askAgainAfterDays: 0, others: [weekly] }).warnings).toEqual(
      [],
    );
  });
});
