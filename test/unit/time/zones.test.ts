import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochSeconds, instantAfter, now } from '../../../shared/time/clock.ts';
import { afterQuietHours } from '../../../shared/time/quiet-hours.ts';
import { resolveWallTime, wallTimeAt } from '../../../shared/time/zones.ts';

const zones = [
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Europe/Berlin',
  'Europe/London',
  'Africa/Cairo',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'UTC',
];

/** What `Intl` says a clock shows: an account of zones that does not come from the code under test. */
function shownBy(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (instant) => format.format(instant).replace(' ', 'T');
}

const year = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2027-01-01T00:00:00Z') };
const halfHour = 1_800_000;

/** Moments of a year: each half hour of the days on which the clocks change and their neighbours, else every 11 h. */
function momentsOf(timeZone: string): number[] {
  const shows = shownBy(timeZone);
  const distance = (at: number) => Date.parse(`${shows(at)}Z`) - at;
  const changes: number[] = [];
  for (let at = year.from; at < year.to; at += 24 * 2 * halfHour) {
    if (distance(at) !== distance(at + 24 * 2 * halfHour)) changes.push(at);
  }
  const moments: number[] = [];
  for (let at = year.from; at < year.to; ) {
    moments.push(at);
    at += changes.some((change) => Math.abs(change - at) < 72 * 2 * halfHour) ? halfHour : 22 * halfHour;
  }
  return moments;
}

describe.each(zones)('wall times in %s', (timeZone) => {
  it('over a year: each moment is shown as Intl shows it, and resolves back to the first moment it is shown', () => {
    const shows = shownBy(timeZone);
    const first = new Map<string, number>();
    for (const at of momentsOf(timeZone)) {
      const wallTime = shows(at);
      if (wallTimeAt(new Date(at).toISOString(), timeZone) !== wallTime) expect.fail(`differs at ${at}`);
      if (!first.has(wallTime)) first.set(wallTime, at);
      const { instant, match } = resolveWallTime(wallTime, timeZone);
      if (first.get(wallTime) !== Date.parse(instant)) expect.fail(`${wallTime} resolves to ${instant}`);
      if (first.get(wallTime) !== at && match !== 'overlap')
        expect.fail(`${wallTime} is shown twice, not ${match}`);
    }
  });

  it('over a year: a time that no clock shows is a gap and resolves to later than asked', () => {
    const shows = shownBy(timeZone);
    for (const at of momentsOf(timeZone)) {
      const asked = new Date(at).toISOString().slice(0, 16);
      const { instant, match, wallTime } = resolveWallTime(asked, timeZone);
      const shown = shows(Date.parse(instant));
      if (shown !== wallTime || (shown === asked) !== (match !== 'gap'))
        expect.fail(`${asked} became ${shown}, ${match}`);
      if (match === 'gap' && shown <= asked) expect.fail(`${asked} became ${shown}`);
    }
  });
});

describe('daylight saving', () => {
  it.each([
    ['2026-03-29T02:30', 'Europe/Berlin', 'gap', '2026-03-29T01:30:00.000Z', '2026-03-29T03:30'],
    ['2026-10-25T02:30', 'Europe/Berlin', 'overlap', '2026-10-25T00:30:00.000Z', '2026-10-25T02:30'],
    ['2026-03-08T02:00', 'America/New_York', 'gap', '2026-03-08T07:00:00.000Z', '2026-03-08T03:00'],
    ['2026-11-01T01:59', 'America/New_York', 'overlap', '2026-11-01T05:59:00.000Z', '2026-11-01T01:59'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', 'gap', '2026-10-03T15:45:00.000Z', '2026-10-04T02:45'],
    ['2026-11-21T09:00', 'Asia/Shanghai', 'exact', '2026-11-21T01:00:00.000Z', '2026-11-21T09:00'],
  ])('%s in %s is %s', (asked, timeZone, match, instant, wallTime) => {
    expect(resolveWallTime(asked, timeZone)).toEqual({ instant, match, wallTime });
  });
});

describe('the clock', () => {
  it('speaks in UTC with milliseconds and counts whole seconds', () => {
    expect(now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(epochSeconds('2026-11-21T09:00:00.999Z')).toBe(1_795_251_600);
  });

  it('adds and takes away elapsed time', () => {
    const at = '2026-10-24T12:00:00.000Z';
    expect(instantAfter(at, { days: 1, hours: 1, minutes: 1, seconds: 1 })).toBe('2026-10-25T13:01:01.000Z');
    expect(instantAfter(at, { days: -30 })).toBe('2026-09-24T12:00:00.000Z');
  });
});

describe('quiet hours', () => {
  const night = { from: '21:00', to: '09:00' };

  it.each([
    ['2026-11-21T12:59:00.000Z', '2026-11-21T12:59:00.000Z'],
    ['2026-11-21T13:00:00.000Z', '2026-11-22T01:00:00.000Z'],
    ['2026-11-21T20:00:00.000Z', '2026-11-22T01:00:00.000Z'],
    ['2026-11-22T00:59:59.000Z', '2026-11-22T01:00:00.000Z'],
    ['2026-11-22T01:00:00.000Z', '2026-11-22T01:00:00.000Z'],
  ])('over midnight in Shanghai: %s may be at %s', (instant, expected) => {
    expect(afterQuietHours(night, 'Asia/Shanghai', instant)).toBe(expected);
  });

  it('within a day, and none at all when both ends are the same', () => {
    const noon = { from: '12:00', to: '13:30' };
    expect(afterQuietHours(noon, 'UTC', '2026-11-21T12:10:00.000Z')).toBe('2026-11-21T13:30:00.000Z');
    expect(afterQuietHours({ from: '12:00', to: '12:00' }, 'UTC', '2026-11-21T12:00:00.000Z')).toBe(
      '2026-11-21T12:00:00.000Z',
    );
  });

  it('never answer with an earlier instant, nor with one more than a day and two hours away', () => {
    const minutes = fc.integer({ min: 0, max: 1439 });
    const date = fc.date({ min: new Date(year.from), max: new Date(year.to), noInvalidDate: true });
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom(...zones), date, (from, to, timeZone, at) => {
        const quiet = { from: timeOfDay(from), to: timeOfDay(to) };
        const free = afterQuietHours(quiet, timeZone, at.toISOString());
        expect(free >= at.toISOString()).toBe(true);
        expect(Date.parse(free) - at.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
      }),
    );
  });
});

function timeOfDay(minutes: number): string {
  return new Date(minutes * 60_000).toISOString().slice(11, 16);
}
