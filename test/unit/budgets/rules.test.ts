/** The contact policy over all zones, changes of the clocks and orders of events, against an account of its own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterHolding,
  afterSending,
  askedUntil,
  decide,
  defaultPolicy,
  whenAllowed,
} from '../../../functions/contact/budgets/budgets.rules.ts';
import {
  type ContactPolicy,
  ContactPolicyEntry,
  type Contacts,
} from '../../../functions/contact/budgets/budgets.schema.ts';
import { weekdays } from '../../../shared/values/business-calendar.ts';

const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'Africa/Cairo',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'UTC',
];
const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse('2026-01-01T00:00:00Z');

/** What `Intl` says a clock shows: an account of zones that does not come from the code under test. */
const formats = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  ]),
);
function clock(at: string, timeZone: string) {
  const [date = '', time = ''] = (formats.get(timeZone)?.format(new Date(at)) ?? '').split(' ');
  return { date, time, days: Date.parse(date) / day, weekday: new Date(date).getUTCDay() };
}

/** The instants at which the clocks of a zone change within a year, to the half hour. */
function changesOf(timeZone: string): number[] {
  const distance = (at: number) => {
    const { date, time } = clock(new Date(at).toISOString(), timeZone);
    return Date.parse(`${date}T${time}Z`) - at;
  };
  const changes: number[] = [];
  for (let at = start; at < start + 365 * day; at += day) {
    if (distance(at) === distance(at + day)) continue;
    let [low, high] = [at, at + day];
    while (high - low > hour / 2) {
      const middle = low + Math.floor((high - low) / hour) * (hour / 2);
      if (distance(middle) === distance(low)) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
}

const customerId = 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq';
const nothing: Contacts = { customerId, version: 0, sent: [], held: [] };
const never = '2099-01-01T00:00:00.000Z';
const instant = (at: number) => new Date(at).toISOString();
const mail = (messageId: string, fields: object = {}) => ({
  ...{ messageId, purpose: 'surveys' as const, channel: 'email' as const, expiresAt: never },
  ...fields,
});
const policyOf = (fields: Partial<ContactPolicy>): ContactPolicy => ({
  ...defaultPolicy,
  limits: [],
  ...fields,
});

const minutes = fc.integer({ min: 0, max: 1439 });
const timeOfDay = (minute: number) => new Date(minute * 60_000).toISOString().slice(11, 16);
const quietHours = fc
  .record({ from: minutes.map(timeOfDay), to: minutes.map(timeOfDay) })
  .filter((quiet) => ContactPolicyEntry.shape.quietHours.safeParse(quiet).success);
const quietDays = fc.uniqueArray(fc.constantFrom(...weekdays), { maxLength: 6 });
const limits = fc.array(
  fc.record({ atMost: fc.integer({ min: 1, max: 4 }), days: fc.integer({ min: 1, max: 9 }) }),
  { minLength: 1, maxLength: 3 },
);

function isQuiet(at: string, timeZone: string, policy: ContactPolicy): boolean {
  const { time, weekday } = clock(at, timeZone);
  const { from, to } = policy.quietHours ?? { from: '', to: '' };
  const rests = from < to ? time >= from && time < to : from !== to && (time >= from || time < to);
  return rests || policy.quietDays.includes(weekdays[weekday] ?? 'sunday');
}

describe('quiet hours and days', () => {
  it.each(zones)('hold nothing that may go and let nothing go into them, in %s', (timeZone) => {
    const near = changesOf(timeZone).flatMap((change) => [
      change - 3 * hour,
      change - hour,
      change,
      change + hour,
    ]);
    const anywhere = fc.integer({ min: start, max: start + 365 * day });
    const moment =
      near.length === 0
        ? anywhere
        : fc.oneof(
            anywhere,
            fc.constantFrom(...near).chain((from) => fc.integer({ min: from, max: from + 2 * hour })),
          );
    fc.assert(
      fc.property(quietHours, quietDays, moment, (hours, days, at) => {
        const policy = policyOf({ quietHours: hours, quietDays: days });
        const now = instant(at);
        const found = whenAllowed(mail('a'), nothing, policy, { now, timeZone });
        expect(found.because === null).toBe(!isQuiet(now, timeZone, policy));
        expect(isQuiet(found.at, timeZone, policy)).toBe(false);
        expect(found.at >= now).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('end again when the clocks go back over their end', () => {
    // Berlin, 2026-10-25: 03:00 summer time is 02:00 winter time.
    const policy = policyOf({ quietHours: { from: '21:00', to: '02:30' } });
    const at = (now: string) =>
      whenAllowed(mail('a'), nothing, policy, { now, timeZone: 'Europe/Berlin' }).at;
    expect(at('2026-10-25T00:40:00.000Z')).toBe('2026-10-25T00:40:00.000Z');
    expect(at('2026-10-25T01:10:20.000Z')).toBe('2026-10-25T01:30:00.000Z');
  });
});

describe('a limit', () => {
  it('is never passed in any window of its days, and nothing waits for ever', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3 * day }), { minLength: 3, maxLength: 25 });
    fc.assert(
      fc.property(limits, fc.constantFrom(...zones), gaps, (set, timeZone, waits) => {
        const rules = { policy: policyOf({ limits: set }), askAgainAfterDays: 0 };
        let contacts = nothing;
        let at = start + 80 * day;
        const sent: string[] = [];
        waits.forEach((wait, index) => {
          at += wait;
          const wanted = mail(`m${index}`);
          for (let tries = 0; tries < 20; tries += 1) {
            const now = instant(at);
            const decision = decide(wanted, contacts, rules, { now, timeZone });
            if (decision.kind === 'hold') {
              expect(decision.until > now).toBe(true);
              contacts = afterHolding(wanted, contacts, decision, rules, now);
              at = Date.parse(decision.until);
              continue;
            }
            contacts = afterSending(wanted, contacts, rules, now);
            sent.push(now);
            return;
          }
          expect.fail(`m${index} waits for ever`);
        });
        const days = sent.map((each) => clock(each, timeZone).days);
        for (const { atMost, days: period } of set) {
          for (const first of days) {
            const within = days.filter((each) => each >= first && each < first + period);
            expect(within.length).toBeLessThanOrEqual(atMost);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('counts days of the customer, is free at midnight there, and forgets what is past', () => {
    const rules = { policy: policyOf({ limits: [{ atMost: 1, days: 2 }] }), askAgainAfterDays: 0 };
    // 22:30 on Monday in Berlin.
    const first = afterSending(mail('a'), nothing, rules, '2026-11-23T21:30:00.000Z');
    const moment = { now: '2026-11-23T22:00:00.000Z', timeZone: 'Europe/Berlin' };
    expect(whenAllowed(mail('b'), first, rules.policy, moment)).toEqual({
      at: '2026-11-24T23:00:00.000Z',
      because: 'budget',
    });
    const later = afterSending(mail('b'), first, rules, '2026-11-29T09:00:00.000Z');
    expect(later.sent.map(({ messageId }) => messageId)).toEqual(['b']);
  });

  it('does not keep a message from its own second try', () => {
    const rules = { policy: policyOf({ limits: [{ atMost: 1, days: 7 }] }), askAgainAfterDays: 7 };
    const now = '2026-11-23T10:00:00.000Z';
    const contacts = afterSending(mail('a'), nothing, rules, now);
    expect(decide(mail('a'), contacts, rules, { now, timeZone: 'UTC' })).toEqual({ kind: 'go' });
    expect(askedUntil(mail('b'), contacts.sent, rules)).toBe('2026-11-30T00:00:00.000Z');
  });
});

describe('what is held', () => {
  const now = '2026-11-23T02:00:00.000Z';
  const timeZone = 'UTC';

  /** More than there are today: the rules know none of them by name. */
  const purposes = ['first', 'second', 'third'] as unknown as ContactPolicy['priorities'];

  it('goes in order of priority, then of waiting, in whichever order it wakes', () => {
    const some = fc.array(fc.nat(3), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(some, fc.array(fc.nat(), { minLength: 30 }), (ranks, wakes) => {
        const priorities = purposes;
        // Of the fourth rank are those that the policy does not name.
        const all = ranks.map((rank, index) =>
          mail(`m${index}`, { purpose: purposes[rank] ?? ('other' as never) }),
        );
        const asleep = policyOf({ priorities, quietHours: { from: '00:00', to: '09:00' } });
        const awake = policyOf({ priorities, limits: [{ atMost: 1, days: 1 }] });
        let contacts = nothing;
        all.forEach((each, index) => {
          const at = instant(Date.parse(now) + index * 1000);
          const rules = { policy: asleep, askAgainAfterDays: 0 };
          const decision = decide(each, contacts, rules, { now: at, timeZone });
          if (decision.kind !== 'hold') expect.fail(`${each.messageId} goes at night`);
          contacts = afterHolding(each, contacts, decision, rules, at);
        });
        const rules = { policy: awake, askAgainAfterDays: 0 };
        const went: string[] = [];
        for (let morning = 0; morning < all.length; morning += 1) {
          const at = instant(Date.parse('2026-11-23T09:00:00Z') + morning * day);
          const order = new Map(
            all.map(({ messageId }, index) => [messageId, wakes[morning * 5 + index] ?? 0]),
          );
          const waking = all
            .filter(({ messageId }) => !went.includes(messageId))
            .toSorted((one, other) => (order.get(one.messageId) ?? 0) - (order.get(other.messageId) ?? 0));
          for (const each of waking) {
            if (decide(each, contacts, rules, { now: at, timeZone }).kind !== 'go') continue;
            contacts = afterSending(each, contacts, rules, at);
            went.push(each.messageId);
          }
        }
        const expected = [0, 1, 2, 3].flatMap((rank) =>
          all.filter((_, index) => ranks[index] === rank).map(({ messageId }) => messageId),
        );
        expect(went).toEqual(expected);
      }),
    );
  });

  it('keeps no place once it has expired', () => {
    const rules = { policy: policyOf({ limits: [{ atMost: 1, days: 1 }] }), askAgainAfterDays: 0 };
    const expiresAt = '2026-11-23T05:00:00.000Z';
    const held = { until: expiresAt, because: 'budget' } as const;
    const contacts = afterHolding(mail('a', { expiresAt }), nothing, held, rules, now);
    const wait = (at: string) => decide(mail('b'), contacts, rules, { now: at, timeZone }).kind;
    expect([wait('2026-11-23T04:59:00.000Z'), wait('2026-11-23T05:00:00.000Z')]).toEqual(['hold', 'go']);
  });

  it('is looked at again when it expires, and at least once a day', () => {
    const policy = policyOf({ limits: [{ atMost: 1, days: 30 }] });
    const rules = { policy, askAgainAfterDays: 0 };
    const contacts = afterSending(mail('a'), nothing, rules, now);
    const until = (expiresAt: string) => decide(mail('b', { expiresAt }), contacts, rules, { now, timeZone });
    expect(until(never)).toEqual({ kind: 'hold', because: 'budget', until: '2026-11-24T02:00:00.000Z' });
    const soon = '2026-11-23T12:00:00.000Z';
    expect(until(soon)).toEqual({ kind: 'hold', because: 'budget', until: soon });
  });
});

describe('a policy', () => {
  const good = { limits: [], priorities: [], quietHours: null, quietDays: [] };
  it.each([
    ['a budget of zero', { limits: [{ atMost: 0, days: 7 }] }, 'limits.0.atMost', /at least 1/],
    [
      'a limit twice',
      {
        limits: [
          { atMost: 1, days: 7 },
          { atMost: 2, days: 7 },
        ],
      },
      'limits.1',
      /twice/,
    ],
    ['no minute left', { quietHours: { from: '09:00', to: '09:00' } }, 'quietHours', /at least an hour/],
    ['a minute left', { quietHours: { from: '09:01', to: '09:00' } }, 'quietHours', /at least an hour/],
    ['no day left', { quietDays: [...weekdays] }, 'quietDays', /at least one day/],
  ])('is refused with %s, saying how to correct it', (_, fields, path, reason) => {
    const issues = ContactPolicyEntry.safeParse({ ...good, ...fields }).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(issues[0]?.message).toMatch(reason);
    expect(ContactPolicyEntry.safeParse(good).success).toBe(true);
  });
});
