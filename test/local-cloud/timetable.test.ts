import { describe, expect, it } from 'vitest';
import { InvalidExpression, readTimetable } from '../../infra/local/services/scheduler/timetable.ts';

/** The first `count` firings after `after`, as instants. */
function runs(expression: string, timezone: string, after: string, count: number): string[] {
  const timetable = readTimetable(expression, timezone, Date.parse(after));
  const found: string[] = [];
  let at: number | undefined = Date.parse(after);
  while (found.length < count) {
    at = timetable.next(at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().replace('.000Z', 'Z'));
  }
  return found;
}

describe('cron expressions', () => {
  it('counts days of the week as AWS does: 1 is Sunday, 2 is Monday', () => {
    const monday = ['2026-11-23T01:00:00Z', '2026-11-30T01:00:00Z'];
    expect(runs('cron(0 9 ? * 2 *)', 'Asia/Shanghai', '2026-11-21T00:00:00Z', 2)).toEqual(monday);
    expect(runs('cron(0 9 ? * MON *)', 'Asia/Shanghai', '2026-11-21T00:00:00Z', 2)).toEqual(monday);
    expect(runs('cron(0 9 ? * 1 *)', 'UTC', '2026-11-21T00:00:00Z', 1)).toEqual(['2026-11-22T09:00:00Z']);
  });

  it('knows the last day, the last Friday, the first Monday and the nearest weekday', () => {
    const after = '2026-02-01T00:00:00Z';
    expect(runs('cron(0 8 L * ? *)', 'UTC', after, 2)).toEqual([
      '2026-02-28T08:00:00Z',
      '2026-03-31T08:00:00Z',
    ]);
    expect(runs('cron(0 8 ? * 6L *)', 'UTC', after, 1)).toEqual(['2026-02-27T08:00:00Z']);
    expect(runs('cron(0 8 ? * 2#1 *)', 'UTC', after, 1)).toEqual(['2026-02-02T08:00:00Z']);
    expect(runs('cron(0 8 15W * ? *)', 'UTC', after, 1)).toEqual(['2026-02-16T08:00:00Z']);
    expect(runs('cron(0 8 ? * L *)', 'UTC', after, 1)).toEqual(['2026-02-07T08:00:00Z']);
  });

  it('reads a step from a start value', () => {
    const day = '2026-11-21T00:00:00Z';
    expect(runs('cron(5/20 0 * * ? *)', 'UTC', day, 4)).toEqual([
      '2026-11-21T00:05:00Z',
      '2026-11-21T00:25:00Z',
      '2026-11-21T00:45:00Z',
      '2026-11-22T00:05:00Z',
    ]);
    expect(runs('cron(0/30 10 * * ? *)', 'UTC', day, 2)).toEqual([
      '2026-11-21T10:00:00Z',
      '2026-11-21T10:30:00Z',
    ]);
    expect(runs('cron(0 0 1/7 * ? *)', 'UTC', day, 2)).toEqual([
      '2026-11-22T00:00:00Z',
      '2026-11-29T00:00:00Z',
    ]);
  });

  it('ends with its years', () => {
    expect(runs('cron(0 0 1 1 ? 2027)', 'UTC', '2026-11-21T00:00:00Z', 3)).toEqual(['2027-01-01T00:00:00Z']);
    expect(runs('cron(0 0 1 1 ? 2020)', 'UTC', '2026-11-21T00:00:00Z', 1)).toEqual([]);
  });

  it('skips a run whose local time does not exist in spring', () => {
    expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30:00Z',
      '2026-03-30T00:30:00Z',
      '2026-03-31T00:30:00Z',
    ]);
  });

  it('fires once where autumn repeats the hour', () => {
    expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ]);
    expect(runs('cron(0/30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 3)).toEqual([
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:00:00Z',
    ]);
    expect(runs('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-25T01:10:00Z', 1)).toEqual([
      '2026-10-26T01:30:00Z',
    ]);
  });

  it.each([
    'cron(0 9 * * *)',
    'cron(0 9 * * * *)',
    'cron(0 9 ? * ? *)',
    'cron(0 9 L-3 * ? *)',
    'cron(61 9 * * ? *)',
    'cron(0 9 ? * 0 *)',
    'cron(0 9 ? * FOO *)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'at(2026-11-21)',
    'at(2026-02-30T10:00:00)',
    'every(day)',
    '',
  ])('refuses %s', (expression) => {
    expect(() => readTimetable(expression, 'UTC', 0)).toThrow(InvalidExpression);
  });

  it('refuses an unknown time zone', () => {
    expect(() => readTimetable('rate(1 day)', 'Asia/Peking', 0)).toThrow(InvalidExpression);
    expect(() => readTimetable('rate(1 day)', '+08:00', 0)).toThrow(InvalidExpression);
  });
});

describe('rate and at expressions', () => {
  it('counts a rate from its start, in elapsed time', () => {
    const start = Date.parse('2026-03-28T12:00:00Z');
    const timetable = readTimetable('rate(1 day)', 'Europe/Berlin', start);
    expect(timetable.next(start - 1)).toBe(start);
    expect(timetable.next(start)).toBe(start + 86_400_000);
    expect(timetable.next(start + 86_400_000 * 2 - 1)).toBe(start + 86_400_000 * 2);
  });

  it('fires at a local time of its zone, once', () => {
    const timetable = readTimetable('at(2026-11-23T09:00:00)', 'Asia/Shanghai', 0);
    expect(timetable.once).toBe(true);
    expect(timetable.next(0)).toBe(Date.parse('2026-11-23T01:00:00Z'));
    expect(timetable.next(Date.parse('2026-11-23T01:00:00Z'))).toBeUndefined();
  });
});
