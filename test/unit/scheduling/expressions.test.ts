import { describe, expect, it } from 'vitest';
import {
  expressionOf,
  monthsLeftOut,
  whyTooLate,
  whyTooOften,
} from '../../../shared/scheduling/expressions.ts';
import { oneTimeExpression } from '../../../shared/scheduling/once.ts';

describe('expressions for EventBridge Scheduler', () => {
  const since = '2026-11-21T09:00:30.500Z';

  // Without a start date AWS fires a rate at once; with one that has passed it takes the schedule for wrong.
  it.each([
    [since, '2026-11-28T09:00:00.000Z'],
    ['2026-11-28T08:59:59.999Z', '2026-11-28T09:00:00.000Z'],
    ['2026-11-28T09:00:00.000Z', '2026-12-05T09:00:00.000Z'],
    ['2027-01-01T00:00:00.000Z', '2027-01-02T09:00:00.000Z'],
  ])('of a rate, put at %s, start at %s', (now, startDate) => {
    expect(expressionOf({ rate: '7 days', timeZone: 'Asia/Shanghai' }, since, now)).toEqual({
      expression: 'rate(7 days)',
      timeZone: 'Asia/Shanghai',
      startDate,
    });
  });

  it.each([
    [{ cron: '0 9 ? * MON *', timeZone: 'Asia/Shanghai' }, 'cron(0 9 ? * MON *)', 'Asia/Shanghai'],
    [{ at: '2026-12-01T09:00', timeZone: 'Asia/Shanghai' }, 'at(2026-12-01T01:00:00)', 'UTC'],
    // 02:30 does not happen that night; AWS would skip it, we take 03:30.
    [{ at: '2026-03-29T02:30', timeZone: 'Europe/Berlin' }, 'at(2026-03-29T01:30:00)', 'UTC'],
    [{ at: '2026-10-25T02:30', timeZone: 'Europe/Berlin' }, 'at(2026-10-25T00:30:00)', 'UTC'],
  ])('%o becomes %s', (recurrence, expression, timeZone) => {
    expect(expressionOf(recurrence, since, since)).toEqual({ expression, timeZone });
  });

  it('of a single instant drop parts of a second', () => {
    expect(oneTimeExpression('2026-11-21T09:00:00.999Z')).toBe('at(2026-11-21T09:00:00)');
  });
});

describe('a recurrence is too late', () => {
  const now = '2026-11-21T09:00:00.000Z';
  const timeZone = 'UTC';

  it.each([
    [{ at: '2026-11-21T09:02', timeZone }, undefined],
    [{ at: '2026-11-21T09:01', timeZone }, 'at least two minutes ahead'],
    [{ at: '2026-11-20T09:00', timeZone }, 'at least two minutes ahead'],
    [{ cron: '0 9 1 1 ? 2027', timeZone }, undefined],
    [{ cron: '0 9 1 1 ? 2026', timeZone }, 'never happens from now on'],
    [{ cron: '0 9 29 2 ? 2027', timeZone }, 'never happens from now on'],
    [{ rate: '1 day', timeZone }, undefined],
  ])('%o: %s', (recurrence, reason) => {
    const answer = whyTooLate(recurrence, now);
    if (reason === undefined) expect(answer).toBeUndefined();
    else expect(answer).toContain(reason);
  });
});

describe('a recurrence comes too often', () => {
  // The clocks of Berlin go forward on 29 March 2026: that day has 23 hours.
  const now = '2026-03-20T09:00:00.000Z';
  const timeZone = 'Europe/Berlin';

  it.each([
    [{ cron: '0 9 * * ? *', timeZone }, 24, false],
    [{ cron: '30 2 * * ? *', timeZone }, 24, false],
    [{ cron: '0 9 ? * MON *', timeZone }, 24, false],
    [{ cron: '0 9 ? * MON,TUE *', timeZone }, 24, false],
    [{ cron: '0 9 ? * MON,TUE *', timeZone }, 48, true],
    [{ cron: '0 9,17 ? * MON *', timeZone }, 24, true],
    [{ cron: '0 0/12 * * ? *', timeZone }, 24, true],
    [{ cron: '0 0/12 * * ? *', timeZone }, 12, false],
    [{ cron: '* * * * ? *', timeZone }, 0, false],
    // The last of December and the first of January.
    [{ cron: '0 9 1,31 * ? *', timeZone }, 25, true],
    [{ cron: '0 9 1 1 ? 2027', timeZone }, 24, false],
    [{ rate: '1 day', timeZone }, 24, false],
    [{ rate: '23 hours', timeZone }, 24, true],
    [{ rate: '5 minutes', timeZone }, 0.05, false],
    [{ at: '2026-12-01T09:00', timeZone }, 24, false],
  ])('%o at least %s hours apart: %s', (recurrence, leastHours, isRefused) => {
    const answer = whyTooOften(recurrence, now, leastHours);
    if (isRefused) expect(answer).toContain(`at least ${leastHours} hours between two runs`);
    else expect(answer).toBeUndefined();
  });
});

describe('a recurrence leaves out', () => {
  it.each([
    ['0 9 28 * ? *', []],
    ['0 9 29 * ? *', [2]],
    ['0 9 30 * ? *', [2]],
    ['0 9 31 * ? *', [2, 4, 6, 9, 11]],
    ['0 9 15,31 * ? *', []],
    ['0 9 31 1,3,5 ? *', []],
    ['0 9 31 JAN-APR ? *', [2, 4]],
    ['0 9 31W * ? *', [2, 4, 6, 9, 11]],
    ['0 9 L * ? *', []],
    ['0 9 ? * MON#5 *', 'some'],
    ['0 9 ? * MON#4 *', []],
    ['0 9 ? * MON *', []],
  ])('the months without such a day: %s', (cron, months) => {
    expect(monthsLeftOut({ cron, timeZone: 'UTC' })).toEqual(months);
  });

  it('none without a cron expression', () => {
    expect(monthsLeftOut({ rate: '30 days', timeZone: 'UTC' })).toEqual([]);
  });
});
