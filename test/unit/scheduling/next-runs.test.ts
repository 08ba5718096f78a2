import { Cron, type CronOptions } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRuns } from '../../../shared/scheduling/next-runs.ts';

const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'UTC',
];

/** Weekdays from 1, Sunday; both day fields must fit; a year; `5/20` without a range. */
const asOnAws: CronOptions = {
  alternativeWeekdays: true,
  domAndDow: true,
  sloppyRanges: true,
  mode: '7-part',
};

/** croner counts seconds, too, and does not know that AWS calls Saturday the last day of a week. */
function forCroner(cron: string): string {
  const fields = cron.split(' ');
  return ['0', ...fields.map((field, place) => (place === 4 && field === 'L' ? '7' : field))].join(' ');
}

const comparedRuns = 6;
/** AWS knows no year after 2199; croner does. */
const endOfSchedules = '2200';
const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
const minutes = fc.oneof(number(0, 59), fc.constantFrom('*/20', '5/25', '0,30', '10-12'));
const hours = fc.oneof(number(0, 23), fc.constantFrom('*', '1-3', '0/8'));
const months = fc.oneof(number(1, 12), fc.constantFrom('*', '*', '1-6', 'MAR,OCT', '*/2'));
const days = fc.oneof(
  number(1, 28),
  fc.constantFrom('*', '1/7', '1,15'),
  fc.constantFrom('L', 'LW', '1W', '15W', '30W', '29', '31'),
);
const weekdays = fc.oneof(
  number(1, 7),
  fc.constantFrom('2#1', '7#5', '6L', 'SUNL', 'MON-FRI', 'L', 'SUN', '1,4'),
);
const years = fc.constantFrom('*', '*', '2027', '2026-2029', '2026/2');
const expressions = fc.oneof(
  fc
    .tuple(minutes, hours, days, months, years)
    .filter(([, , day, month]) => !(Number.parseInt(day, 10) > 28 && /^\d+$/.test(month)))
    .map(([minute, hour, day, month, year]) => [minute, hour, day, month, '?', year].join(' ')),
  fc
    .tuple(minutes, hours, months, weekdays, years)
    .map(([minute, hour, month, weekday, year]) => [minute, hour, '?', month, weekday, year].join(' ')),
);
const instants = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

const offsets = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', hour: 'numeric' }),
  ]),
);

/** Then croner moves a skipped time, and repeats what fires within the hour; AWS does neither. */
function clocksChangeNear(instant: string, timeZone: string): boolean {
  const offsetAt = (at: number) =>
    offsets
      .get(timeZone)!
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value;
  const day = 86_400_000;
  return offsetAt(Date.parse(instant) - day) !== offsetAt(Date.parse(instant) + day);
}

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
      'the working day nearest to a first that is a Saturday',
      '0 0 1W 8 ? *',
      'UTC',
      '2026-01-01T00:00:00.000Z',
      ['2026-08-03T00:00:00.000Z', '2027-08-02T00:00:00.000Z'],
    ],
    [
      'the last working day of a month that ends on a Sunday, then of one that ends on a Saturday',
      '0 0 LW 1,5 ? *',
      'UTC',
      '2026-05-01T00:00:00.000Z',
      ['2026-05-29T00:00:00.000Z', '2027-01-29T00:00:00.000Z'],
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

  it('goes on at once from any instant, also of an expression that fires every minute', () => {
    const every = { cron: '* * * * ? *', timeZone: 'Asia/Shanghai' };
    expect(nextRuns(every, '2026-11-21T15:58:30.000Z', 2)).toEqual([
      '2026-11-21T15:59:00.000Z',
      '2026-11-21T16:00:00.000Z',
    ]);
    expect(nextRuns({ cron: '0 9 31 12 ? 2199', timeZone: 'UTC' }, '2026-11-21T00:00:00.000Z', 2)).toEqual([
      '2199-12-31T09:00:00.000Z',
    ]);
  });

  it('counts a rate from its start, whenever it is asked', () => {
    const start = '2026-11-01T10:30:00.000Z';
    const rate = { rate: '12 hours', timeZone: 'UTC' };
    expect(nextRuns(rate, '2026-11-21T00:00:00.000Z', 2, start)).toEqual([
      '2026-11-21T10:30:00.000Z',
      '2026-11-21T22:30:00.000Z',
    ]);
    expect(nextRuns(rate, '2026-11-21T10:30:00.000Z', 1, start)).toEqual(['2026-11-21T22:30:00.000Z']);
    expect(nextRuns(rate, '2026-10-01T00:00:00.000Z', 1, start)).toEqual([start]);
  });

  it('agrees with croner except on days when the clocks change', () => {
    fc.assert(
      fc.property(expressions, fc.constantFrom(...zones), instants, (cron, timeZone, from) => {
        const known = new Cron(forCroner(cron), { ...asOnAws, timezone: timeZone })
          .nextRuns(comparedRuns, new Date(from))
          .map((run) => run.toISOString())
          .filter((run) => run < endOfSchedules);
        const horizon = known.length < comparedRuns ? endOfSchedules : known.at(-1)!;
        const found = nextRuns({ cron, timeZone }, from, 3 * comparedRuns);
        const usual = (run: string) => run <= horizon && !clocksChangeNear(run, timeZone);
        expect(found.filter(usual)).toEqual(known.filter(usual));
      }),
      { numRuns: 300 },
    );
  });
});
