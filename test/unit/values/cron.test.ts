import { describe, expect, it } from 'vitest';
import { whyNotCron } from '../../../shared/values/cron.ts';
import { recurrenceSchema } from '../../../shared/values/recurrence.ts';

describe('cron expressions', () => {
  it.each([
    '0 9 ? * MON *',
    '0 9 ? * mon-fri *',
    '*/15 * * * ? *',
    '5/20 8-18 ? * 2-6 2026-2030',
    '0 0 L * ? *',
    '0 0 LW * ? *',
    '0 0 15W * ? *',
    '0 0 1,15,31 JAN,MAR-JUN ? *',
    '0 0 29 2 ? *',
    '0 0 ? * 6L *',
    '0 0 ? * FRIL *',
    '0 0 ? * L *',
    '0 0 ? * 3#2 *',
    '0 0 ? * MON#1 *',
    '0 0 ? * * 2199',
    '0,30 0-23/2 1/7 */2 ? 2026/2',
    ' 0  9 ?  * MON * ',
  ])('%s is taken', (expression) => {
    expect(whyNotCron(expression)).toBeUndefined();
  });

  it.each([
    ['', 'six fields'],
    ['0 9 * * 1', 'six fields'],
    ['0 0 9 ? * MON *', 'six fields'],
    ['0 9 * * * *', 'exactly one of day-of-month and day-of-week'],
    ['0 9 ? * ? *', 'exactly one of day-of-month and day-of-week'],
    ['0 9 1 * MON *', 'exactly one of day-of-month and day-of-week'],
    ['60 9 ? * MON *', 'minutes: "60" is not a number from 0 to 59'],
    ['-1 9 ? * MON *', 'minutes: "" is not'],
    ['0 24 ? * MON *', 'hours: "24"'],
    ['? 9 ? * MON *', 'minutes: "?"'],
    ['L 9 ? * MON *', 'minutes: "L"'],
    ['0 9 0 * ? *', 'day-of-month: "0"'],
    ['0 9 32 * ? *', 'day-of-month: "32"'],
    ['0 9 L-3 * ? *', 'day-of-month'],
    ['0 9 1,L * ? *', 'day-of-month: "L"'],
    ['0 9 32W * ? *', 'day-of-month: "32"'],
    ['0 9 1-5W * ? *', 'day-of-month'],
    ['0 9 31 2 ? *', 'have no day 31'],
    ['0 9 31 4,6 ? *', 'have no day 31'],
    ['0 9 ? 13 MON *', 'month: "13" is not a number from 1 to 12 or JAN to DEC'],
    ['0 9 ? JANUARY MON *', 'month: "JANUARY"'],
    ['0 9 ? * 0 *', 'day-of-week: "0" is not a number from 1 to 7 or SUN to SAT'],
    ['0 9 ? * 8 *', 'day-of-week: "8"'],
    ['0 9 ? * FRI-MON *', 'day-of-week: the range "FRI-MON" runs backwards'],
    ['0 9 ? * 2/2 *', 'day-of-week: "/" is not allowed'],
    ['0 9 ? * 2#6 *', 'day-of-week: "#6" must be #1 to #5'],
    ['0 9 ? * 2#0 *', 'day-of-week: "#0" must be #1 to #5'],
    ['0 9 ? * 2#1,6#3 *', 'day-of-week: "2#1"'],
    ['0 9 ? * W *', 'day-of-week: "W"'],
    ['0 9 ? * MON 1969', 'year: "1969"'],
    ['0 9 ? * MON 2200', 'year: "2200"'],
    ['0 9 ? * MON ?', 'year: "?"'],
    ['0 9-5 ? * MON *', 'hours: the range "9-5" runs backwards'],
    ['*/0 9 ? * MON *', 'minutes: "*/0" has no step'],
    ['*/99 9 ? * MON *', 'minutes: "*/99" has no step'],
    ['1/2/3 9 ? * MON *', 'minutes: "1/2/3" has more than one'],
    ['1-2-3 9 ? * MON *', 'minutes: "1-2-3" is not a range'],
    ['1, 9 ? * MON *', 'minutes: ""'],
    ['0 9 ? * MON *) ', 'year'],
  ])('%j is refused, naming the field', (expression, reason) => {
    expect(whyNotCron(expression)).toContain(reason);
  });
});

describe('recurrences', () => {
  const timeZone = 'Asia/Shanghai';

  it('keep cron expressions in one spelling', () => {
    const read = recurrenceSchema.parse({ cron: ' 0  9 ? * mon * ', timeZone: 'asia/shanghai' });
    expect(read).toEqual({ cron: '0 9 ? * MON *', timeZone });
  });

  it.each([
    [{ rate: '1 day', timeZone }, true],
    [{ rate: '7 days', timeZone }, true],
    [{ rate: '1 days', timeZone }, false],
    [{ rate: '7 day', timeZone }, false],
    [{ rate: '0 days', timeZone }, false],
    [{ rate: '2 weeks', timeZone }, false],
    [{ rate: '10 minutes', timeZone }, true],
    [{ at: '2026-12-01T09:00', timeZone }, true],
    [{ at: '2026-12-01T09:00:00Z', timeZone }, false],
    [{ timeZone }, false],
    [{ rate: '7 days', at: '2026-12-01T09:00', timeZone }, false],
    [{ cron: '0 9 ? * MON *' }, false],
    [{ cron: '0 9 ? * MON *', timeZone: 'Mars/Olympus' }, false],
    [{ cron: '0 9 ? * MON *', timeZone, repeat: 3 }, false],
  ])('%o is accepted: %s', (input, accepted) => {
    expect(recurrenceSchema.safeParse(input).success).toBe(accepted);
  });

  it('say at which field a cron expression is wrong', () => {
    const result = recurrenceSchema.safeParse({ cron: '0 25 ? * MON *', timeZone });
    expect(result.error?.issues).toMatchObject([
      { path: ['cron'], message: expect.stringContaining('hours: "25"') },
    ]);
  });
});
