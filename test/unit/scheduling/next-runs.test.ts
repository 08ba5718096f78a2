import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTimetable } from '../../../infra/local/services/scheduler/timetable.ts';
import { nextRuns } from '../../../shared/scheduling/next-runs.ts';

const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'UTC',
];

describe('next runs', () => {
  it.each([
    [
      'every Monday at nine in Shanghai',
      '0 9 ? * MON *',
      'Asia/Shanghai',
      '2026-11-21T00:00:00.000Z',
      ['2026-11-23T01:00:00.000Z', '2026-11-30T01:00:00.000Z'],
    ],
    [
      'the last day of the month',
      '0 0 L * ? *',
      'UTC',
      '2028-02-01T00:00:00.000Z',
      ['2028-02-29T00:00:00.000Z', '2028-03-31T00:00:00.000Z'],
    ],
    [
      'the last Friday of the month',
      '0 12 ? * 6L *',
      'UTC',
      '2026-11-21T00:00:00.000Z',
      ['2026-11-27T12:00:00.000Z', '2026-12-25T12:00:00.000Z'],
    ],
    [
      'the second Tuesday',
      '0 12 ? * 3#2 *',
      'UTC',
      '2026-11-21T00:00:00.000Z',
      ['2026-12-08T12:00:00.000Z', '2027-01-12T12:00:00.000Z'],
    ],
    [
      'the working day nearest to the 15th',
      '0 0 15W * ? *',
      'UTC',
      '2026-11-01T00:00:00.000Z',
      ['2026-11-16T00:00:00.000Z', '2026-12-15T00:00:00.000Z'],
    ],
    [
      'the working day nearest to a first that is a Sunday',
      '0 0 1W 11 ? *',
      'UTC',
      '2026-01-01T00:00:00.000Z',
      ['2026-11-02T00:00:00.000Z', '2027-11-01T00:00:00.000Z'],
    ],
    [
      'a bare L as day of week, which is Saturday',
      '0 0 ? * L *',
      'UTC',
      '2026-11-21T12:00:00.000Z',
      ['2026-11-28T00:00:00.000Z', '2026-12-05T00:00:00.000Z'],
    ],
  ])('finds %s', (_, cron, timeZone, from, expected) => {
    expect(nextRuns({ cron, timeZone }, from, 2)).toEqual(expected);
  });

  it('leaves out a local time that the clocks skip', () => {
    const runs = nextRuns({ cron: '30 2 * * ? *', timeZone: 'Europe/Berlin' }, '2026-03-28T00:00:00.000Z', 2);
    expect(runs).toEqual(['2026-03-28T01:30:00.000Z', '2026-03-30T00:30:00.000Z']);
  });

  it('counts a local time that the clocks show twice once, the first time', () => {
    const runs = nextRuns({ cron: '30 2 * * ? *', timeZone: 'Europe/Berlin' }, '2026-10-24T12:00:00.000Z', 2);
    expect(runs).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  });

  it('counts a rate in elapsed time and a single time once', () => {
    const from = '2026-10-24T12:00:00.000Z';
    expect(nextRuns({ rate: '1 day', timeZone: 'Europe/Berlin' }, from, 2)).toEqual([
      '2026-10-25T12:00:00.000Z',
      '2026-10-26T12:00:00.000Z',
    ]);
    expect(nextRuns({ at: '2026-10-25T09:00', timeZone: 'Asia/Shanghai' }, from, 5)).toEqual([
      '2026-10-25T01:00:00.000Z',
    ]);
    expect(nextRuns({ at: '2026-10-23T09:00', timeZone: 'Asia/Shanghai' }, from, 5)).toEqual([]);
  });

  it('ends when no year is left', () => {
    expect(nextRuns({ cron: '0 9 1 1 ? 2027', timeZone: 'UTC' }, '2026-11-21T00:00:00.000Z', 5)).toHaveLength(
      1,
    );
    expect(nextRuns({ cron: '0 9 1 1 ? 2020', timeZone: 'UTC' }, '2026-11-21T00:00:00.000Z', 5)).toEqual([]);
  });

  it('agrees with the independent calculation of the local scheduler', () => {
    const minute = fc.oneof(
      fc.constant('*/20'),
      fc.constant('5/25'),
      fc.integer({ min: 0, max: 59 }).map(String),
    );
    const hour = fc.oneof(fc.constant('*'), fc.constant('1-3'), fc.integer({ min: 0, max: 23 }).map(String));
    const days = fc.constantFrom(
      '* * ?',
      '1/7 * ?',
      'L * ?',
      'LW * ?',
      '15W * ?',
      '1,15 1-6 ?',
      '29 2 ?',
      '? * 2#1',
      '? * 6L',
      '? * MON-FRI',
      '? * L',
      '? MAR,OCT SUN',
    );
    fc.assert(
      fc.property(
        minute,
        hour,
        days,
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }),
        (m, h, d, timeZone, date) => {
          const cron = `${m} ${h} ${d} *`;
          const timetable = readTimetable(`cron(${cron})`, timeZone, 0);
          const expected: string[] = [];
          for (let at: number | undefined = date.getTime(); expected.length < 5; ) {
            at = timetable.next(at);
            if (at === undefined) break;
            expected.push(new Date(at).toISOString());
          }
          expect(nextRuns({ cron, timeZone }, date.toISOString(), 5)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
