/** What an activity may be, what is counted of activities in whichever order they come, and how a kind may change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  counting,
  idOfActivity,
  kindAfter,
  periodOfActivity,
  reachOf,
  readActivity,
  unitedSummary,
} from '../../../functions/commerce/activities/activities.rules.ts';
import {
  type Activity,
  ActivityKindEntry,
  ActivityRow,
  type CountedBy,
  maximumPeriods,
  type SummaryRecord,
} from '../../../functions/commerce/activities/activities.schema.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../shared/time/clock.ts';

const now = '2026-11-21T09:00:00.000Z';
const customerId = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';
const entry = (fields: object = {}) =>
  ActivityKindEntry.parse({
    name: 'Page viewed',
    fields: [
      { name: 'page', type: 'text', required: true },
      { name: 'seconds', type: 'number' },
      { name: 'member', type: 'boolean' },
      { name: 'day', type: 'date' },
    ],
    retentionDays: 30,
    ...fields,
  });
const kind = kindAfter('page_viewed', undefined, entry(), now);
const row = (fields: object = {}) =>
  ActivityRow.parse({
    ...{ key: '1', kind: 'page_viewed', customer: { customerId }, at: now, fields: { page: '/tea' } },
    ...fields,
  });
const read = (fields: object, of = kind) => readActivity(row(fields), of, { customerId, now });
const faults = (outcome: Activity | AppError) =>
  outcome instanceof AppError ? outcome.violations.map(({ pointer }) => pointer) : [];

describe('an activity', () => {
  it('is kept with what its kind defines, and until its days are over', () => {
    const at = '2026-11-20T09:00:00.000Z';
    expect(read({ at, fields: { page: ' /tea ', seconds: 3, member: true, day: '2026-11-20' } })).toEqual({
      ...{ id: idOfActivity(row({ at })), customerId, kind: 'page_viewed', key: '1', at },
      fields: { page: '/tea', seconds: 3, member: true, day: '2026-11-20' },
      ...{ recordedAt: now, keptUntil: '2026-12-20T09:00:00.000Z' },
    });
  });

  it('is another one when its key, its kind or its instant is another', () => {
    const ids = [
      row(),
      row({ key: '2' }),
      row({ kind: 'cart_left' }),
      row({ at: '2026-11-21T09:00:00.001Z' }),
    ];
    expect(new Set(ids.map(idOfActivity)).size).toBe(4);
    expect(idOfActivity(row({ fields: { page: '/other' } }))).toBe(idOfActivity(row()));
  });

  it.each([
    ['six minutes from now', { at: instantAfter(now, { minutes: 6 }) }, ['/body/at']],
    ['from before what is kept', { at: instantAfter(now, { days: -30 }) }, ['/body/at']],
    ['with what the kind does not define', { fields: { page: '/', colour: 'red' } }, ['/body/fields/colour']],
    ['without what is required', { fields: {} }, ['/body/fields/page']],
    [
      'with values of other types',
      { fields: { page: 1, seconds: '3', member: 'yes', day: 'today' } },
      ['/body/fields/page', '/body/fields/seconds', '/body/fields/member', '/body/fields/day'],
    ],
    ['with a text that is too long', { fields: { page: 'x'.repeat(301) } }, ['/body/fields/page']],
    ['with too much of everything', { fields: { page: '茶'.repeat(130) } }, ['/body/fields']],
    [
      'with everything at once',
      { at: '2020-01-01T00:00:00Z', fields: { colour: 'red' } },
      ['/body/at', '/body/fields/colour', '/body/fields/page'],
    ],
  ])('is refused, by what is wrong: %s', (_, fields, expected) => {
    expect(faults(read(fields))).toEqual(expected);
  });

  it('may be five minutes ahead, and as old as it is kept', () => {
    expect(faults(read({ at: instantAfter(now, { minutes: 5 }) }))).toEqual([]);
    expect(faults(read({ at: instantAfter(now, { days: -30, seconds: 1 }) }))).toEqual([]);
  });

  it('is refused of a kind that is retired or not there', () => {
    expect(faults(read({}, { ...kind, retired: true }))).toEqual(['/body/kind']);
    expect(faults(readActivity(row(), undefined, { customerId, now }))).toEqual(['/body/kind']);
  });
});

describe('a kind of activity', () => {
  const changed = (fields: object, at = now) => kindAfter('page_viewed', kind, entry(fields), at);

  it('may be renamed, retired and given more fields', () => {
    const fields = [...kind.fields, { name: 'device', type: 'text' }];
    expect(changed({ name: 'Seen', retired: true, fields })).toMatchObject({
      ...{ name: 'Seen', retired: true, version: 2, fields: { length: 5 } },
    });
  });

  it.each([
    ['another span of time', { countedBy: 'week' }, '/body/countedBy'],
    ['a field less', { fields: kind.fields.slice(1) }, '/body/fields'],
    [
      'a field of another type',
      { fields: [{ name: 'seconds', type: 'text' }, ...kind.fields.filter((_, index) => index !== 1)] },
      '/body/fields/0/type',
    ],
  ])('is not given %s', (_, fields, pointer) => {
    expect(() => changed(fields)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        violations: [expect.objectContaining({ pointer })],
      }),
    );
  });

  it('takes nothing, when it keeps activities for longer, that may have been counted and gone before', () => {
    // 30 days until the 1st of December: what was before the 1st of November may be gone.
    const longer = kindAfter('page_viewed', kind, entry({ retentionDays: 90 }), '2026-12-01T00:00:00.000Z');
    expect(reachOf(longer, '2026-12-01T00:00:00.000Z')).toBe('2026-11-01T00:00:00.000Z');
    expect(reachOf(longer, '2027-01-10T00:00:00.000Z')).toBe('2026-11-01T00:00:00.000Z');
    expect(reachOf(longer, '2027-03-01T00:00:00.000Z')).toBe('2026-12-01T00:00:00.000Z');
    // And does not forget it when it is only renamed, or shortened and made longer again.
    const renamed = kindAfter(
      'page_viewed',
      longer,
      entry({ retentionDays: 90, name: 'Seen' }),
      '2026-12-02T00:00:00.000Z',
    );
    expect(reachOf(renamed, '2027-01-10T00:00:00.000Z')).toBe('2026-11-01T00:00:00.000Z');
    const shorter = kindAfter(
      'page_viewed',
      longer,
      entry({ retentionDays: 10 }),
      '2026-12-05T00:00:00.000Z',
    );
    const again = kindAfter('page_viewed', shorter, entry({ retentionDays: 90 }), '2026-12-20T00:00:00.000Z');
    expect(reachOf(again, '2026-12-20T00:00:00.000Z')).toBe('2026-12-10T00:00:00.000Z');
  });
});

describe('the spans of time in which activities are counted', () => {
  it.each([
    ['day', '2026-11-21T23:59:59.999Z', '2026-11-21'],
    ['week', '2026-11-23T00:00:00.000Z', '2026-11-23'],
    ['week', '2026-11-22T23:59:59.999Z', '2026-11-16'],
    ['week', '2027-01-01T12:00:00.000Z', '2026-12-28'],
    ['month', '2026-11-30T23:59:59.999Z', '2026-11-01'],
  ] as const)('are by %s: %s is counted from %s on', (unit, at, from) => {
    expect(periodOfActivity(unit, at)).toBe(from);
  });
});

describe('what is counted', () => {
  const activity = (day: number): Activity => ({
    ...{ id: 'activity_01jd3x5y9hf1bvt6w0k2m4n8pq', customerId, kind: 'page_viewed', key: '1' },
    ...{ at: instantAfter('2026-01-01T09:00:00.000Z', { days: day }), fields: {} },
    ...{ recordedAt: now, keptUntil: now },
  });
  /** Recorded in calls of so many. */
  const summaryOf = (days: readonly number[], size = 1, unit: CountedBy = 'day') => {
    let summary: SummaryRecord | undefined;
    for (let start = 0; start < days.length; start += size) {
      const [first, ...others] = days.slice(start, start + size).map(activity);
      summary = counting(summary, unit, [first!, ...others]);
    }
    return summary!;
  };
  const days = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 80 });

  it('is the same in whichever order and however many at once they come', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('day', 'week', 'month'),
        (all, size, unit) => {
          const { version: _, ...one } = summaryOf(all, 1, unit);
          const { version: _other, ...other } = summaryOf(
            all.toSorted((a, b) => b - a),
            size,
            unit,
          );
          expect(other).toEqual(one);
          expect(one.count).toBe(all.length);
          expect(one.firstAt).toBe(activity(Math.min(...all)).at);
          expect(one.lastAt).toBe(activity(Math.max(...all)).at);
        },
      ),
    );
  });

  it('counts the latest days in which there were any, and all of them in the sum', () => {
    const summary = summaryOf(Array.from({ length: 40 }, (_, index) => index * 2));
    expect(summary.count).toBe(40);
    const [first] = Object.keys(summary.periods).toSorted();
    expect(Object.keys(summary.periods)).toHaveLength(maximumPeriods);
    expect(first).toBe(activity(18).at.slice(0, 10));
  });

  it('of records that were merged is what one record had counted of all of them', () => {
    fc.assert(
      fc.property(days, days, (some, others) => {
        const both = unitedSummary([summaryOf(some), summaryOf(others)]);
        expect(both).toEqual(unitedSummary([summaryOf([...some, ...others])]));
      }),
    );
  });
});
