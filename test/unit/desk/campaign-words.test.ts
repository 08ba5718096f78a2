/** When a campaign goes out, in words: also what only somebody can write who knows cron. */
import { describe, expect, it } from 'vitest';
import { whenOf } from '../../../functions/desk/campaigns-desk/operations/say-campaign.ts';

const said = (cron: string, language: 'en' | 'zh-CN') =>
  whenOf({ schedule: { cron, timeZone: 'UTC' } }, { language } as never);

describe('a cron expression', () => {
  it.each([
    ['0 9 L * ? *', 'every month on its last day at 09:00 (UTC)', '每月最后一天 09:00 (UTC)'],
    [
      '30 8 LW * ? *',
      'at 08:30, on the last weekday of the month (UTC)',
      '08:30，限每月的最后一个工作日 (UTC)',
    ],
    [
      '0 9 ? * MON#1 *',
      'at 09:00, on the first Monday of the month (UTC)',
      '09:00，限每月的第一个星期一 (UTC)',
    ],
    // The sixth day of EventBridge is Friday.
    [
      '0 9 ? * 6L *',
      'at 09:00, on the last Friday of the month (UTC)',
      '09:00，限每月的最后一个星期五 (UTC)',
    ],
    ['0 9 ? * 2-6 *', 'at 09:00, Monday through Friday (UTC)', '09:00，星期一至星期五 (UTC)'],
    [
      '0 9 1 1,7 ? *',
      'at 09:00, on day 1 of the month, only in January and July (UTC)',
      '09:00，限每月 1 号，仅于一月和七月份 (UTC)',
    ],
    [
      '0 9 1 * ? 2027',
      'at 09:00, on day 1 of the month, only in 2027 (UTC)',
      '09:00，限每月 1 号，仅于 2027 年 (UTC)',
    ],
  ])('is said in English and in Chinese: %s', (cron, english, chinese) => {
    expect([said(cron, 'en'), said(cron, 'zh-CN')]).toEqual([english, chinese]);
  });

  it.each([
    '0/15 9-17 ? * MON-FRI 2027-2030',
    '5 0 WL 2,5 ? *',
    '0 0 1/2 JAN-MAR ? 2027,2029',
    '0 9 15W * ? *',
  ])('is never left as it was written: %s', (cron) => {
    for (const language of ['en', 'zh-CN'] as const) expect(said(cron, language)).not.toContain(cron);
  });
});
