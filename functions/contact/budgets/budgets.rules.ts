/** Whether a message may go to a customer now, and when it may if not. */

import { epochSeconds, instantAfter } from '../../../shared/time/clock.ts';
import { dayAfter, weekdayOf } from '../../../shared/time/days.ts';
import { afterQuietHours } from '../../../shared/time/quiet-hours.ts';
import { resolveWallTime, wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { ConsentPurpose } from '../consents/consents.schema.ts';
import {
  type ContactLimit,
  type ContactPolicy,
  type Contacts,
  type HeldBecause,
  type HeldContact,
  mostContacts,
  type SentContact,
  type WantedContact,
} from './budgets.schema.ts';

/** What holds while nobody has set anything. When people rest is for the department to say. */
export const defaultPolicy: ContactPolicy = {
  version: 1,
  limits: [{ atMost: 2, days: 7 }],
  priorities: [],
  quietHours: null,
  quietDays: [],
};

/** Purposes that ask something of customers, who are asked again only after some days. */
const asking: ReadonlySet<ConsentPurpose> = new Set(['surveys']);

/** A policy that changes, or a customer who moves, is noticed by what waits after so long. */
const longestWaitHours = 24;

/** More that waits for one customer is held all the same, and has its place when there is room. */
const mostHeld = 10;

export interface ContactRules {
  readonly policy: ContactPolicy;
  /** So many days, of the calendar in UTC, nobody is asked twice; 0: as often as the policy allows. */
  readonly askAgainAfterDays: number;
}

export interface Moment {
  readonly now: Instant;
  /** Of the customer. */
  readonly timeZone: string;
}

export type Decision =
  | { readonly kind: 'go' }
  /** It was asked for too soon after another, and is not wanted later either. */
  | { readonly kind: 'recently-asked' }
  /** `until` is when to look again. */
  | { readonly kind: 'hold'; readonly until: Instant; readonly because: HeldBecause };

/** What becomes of a message whose turn it is. */
export function decide(
  wanted: WantedContact,
  contacts: Pick<Contacts, 'sent' | 'held'>,
  rules: ContactRules,
  moment: Moment,
): Decision {
  if (askedUntil(wanted, contacts.sent, rules) > moment.now) return { kind: 'recently-asked' };
  const { at, because } = whenAllowed(wanted, contacts, rules.policy, moment);
  if (because === null) return { kind: 'go' };
  const looksAgain = instantAfter(moment.now, { hours: longestWaitHours });
  const [until = at] = [at, looksAgain, wanted.expiresAt].toSorted();
  return { kind: 'hold', until, because };
}

/**
 * Until when this would ask a customer whom another message has asked; in the past if it may. Days are those of the
 * calendar in UTC, so that a campaign of every week is not late by the seconds that a mail waited for its turn.
 */
export function askedUntil(
  { messageId, purpose, reminds }: Pick<WantedContact, 'messageId' | 'purpose' | 'reminds'>,
  sent: readonly SentContact[],
  { askAgainAfterDays }: Pick<ContactRules, 'askAgainAfterDays'>,
): Instant {
  const last = lastAsked(sent.filter((each) => each.messageId !== messageId && each.messageId !== reminds));
  if (last === undefined || !asking.has(purpose) || askAgainAfterDays === 0) return '';
  return `${dayAfter(last.slice(0, 10), askAgainAfterDays)}T00:00:00.000Z`;
}

/**
 * From when on a message may go as things are now, and what keeps it at present. What goes before it and waits takes
 * its place first.
 */
export function whenAllowed(
  wanted: WantedContact,
  { sent, held }: Pick<Contacts, 'sent' | 'held'>,
  policy: ContactPolicy,
  { now, timeZone }: Moment,
): { readonly at: Instant; readonly because: HeldBecause | null } {
  const own = held.find(({ messageId }) => messageId === wanted.messageId);
  const place = own ?? { ...wanted, since: now };
  const before = inOrder([...held.filter((each) => each !== own), place], policy);
  const first = before.slice(0, before.indexOf(place)).filter(({ expiresAt }) => expiresAt > now);
  const counted = [
    ...sent.filter(({ messageId }) => messageId !== wanted.messageId),
    ...first.map(({ since, expiresAt, ...contact }) => ({ ...contact, at: now })),
  ];
  let at = now;
  let because: HeldBecause | null = null;
  for (;;) {
    const later = nextObstacle(wanted, counted, policy, { now: at, timeZone });
    if (later === undefined) return { at, because };
    because ??= later.because;
    at = later.at;
  }
}

/**
 * When what is held goes, and what keeps it. A policy that allows more, or a customer who has moved, is noticed only
 * when it is looked at again: until then it waits for what it was held for.
 */
export function whenHeldGoes(
  own: HeldContact,
  contacts: Pick<Contacts, 'sent' | 'held'>,
  policy: ContactPolicy,
  moment: Moment,
): ReturnType<typeof whenAllowed> {
  const allowed = whenAllowed(own, contacts, policy, moment);
  const { until = allowed.at, because = allowed.because } = own;
  return until > allowed.at ? { at: until, because } : allowed;
}

/** What waits, as it goes when there is room: by priority, then whoever has waited longest. */
export function inOrder(held: readonly HeldContact[], { priorities }: ContactPolicy): HeldContact[] {
  const rank = ({ purpose }: HeldContact) =>
    priorities.includes(purpose) ? priorities.indexOf(purpose) : priorities.length;
  const key = ({ since, messageId }: HeldContact) => `${since} ${messageId}`;
  return held.toSorted(
    (left, right) =>
      rank(left) - rank(right) || (key(left) < key(right) ? -1 : Number(key(left) !== key(right))),
  );
}

/** A reminder asks for what was asked before. */
function isAsking({ purpose, reminds }: SentContact): boolean {
  return asking.has(purpose) && reminds === undefined;
}

/** When a customer was last asked for an opinion; undefined when they never were, as far as it is known. */
export function lastAsked(sent: readonly SentContact[]): Instant | undefined {
  return sent
    .filter(isAsking)
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
}

/** What was sent and what waits once this message goes now. */
export function afterSending(
  { expiresAt: _, ...wanted }: WantedContact,
  contacts: Contacts,
  rules: ContactRules,
  now: Instant,
): Contacts {
  const { messageId } = wanted;
  const others = contacts.sent.filter((each) => each.messageId !== messageId);
  const sent = kept([...others, { ...wanted, at: now }], rules, now);
  return { ...withoutHeld(contacts, messageId, now), sent };
}

/** What was sent and what waits while this message is held, and until when. */
export function afterHolding(
  wanted: WantedContact,
  contacts: Contacts,
  { until, because }: Pick<Extract<Decision, { kind: 'hold' }>, 'until' | 'because'>,
  { policy }: Pick<ContactRules, 'policy'>,
  now: Instant,
): Contacts {
  const present = contacts.held.find(({ messageId }) => messageId === wanted.messageId);
  if (present?.until === until && present.because === because) return contacts;
  const waiting = contacts.held.filter((each) => each !== present && each.expiresAt > now);
  const own = { ...wanted, since: present?.since ?? now, until, because };
  const held = inOrder([...waiting, own], policy).slice(0, mostHeld);
  return held.includes(own) ? { ...contacts, held } : contacts;
}

/** The same when a message waits no more, whatever came of it. */
export function withoutHeld(contacts: Contacts, messageId: string, now: Instant): Contacts {
  const isWaiting = (each: HeldContact) => each.messageId !== messageId && each.expiresAt > now;
  return { ...contacts, held: contacts.held.filter(isWaiting) };
}

/** What may still count under these rules: the newest of each purpose and channel. */
function kept(sent: readonly SentContact[], rules: ContactRules, now: Instant): SentContact[] {
  // A day of the calendar begins up to a day earlier or later than in UTC.
  const since = instantAfter(now, { days: -longestPeriod(rules) - 1 });
  const inOrder = sent.toSorted((left, right) => (left.at < right.at ? 1 : -1));
  // Campaigns may leave out who was asked longer ago than any rule counts.
  const asked = inOrder.find(isAsking);
  const newest = inOrder.filter((each) => each.at > since || each === asked);
  const groups = Map.groupBy(newest, ({ purpose, channel }) => `${purpose} ${channel}`);
  const most = new Set([...groups.values()].flatMap((group) => group.slice(0, mostContacts)));
  return newest.filter((each) => most.has(each));
}

/** Days within which what was sent counts. */
export function longestPeriod({ policy, askAgainAfterDays }: ContactRules): number {
  return Math.max(1, askAgainAfterDays, ...policy.limits.map(({ days }) => days));
}

function nextObstacle(
  wanted: Pick<WantedContact, 'purpose' | 'channel'>,
  sent: readonly SentContact[],
  policy: ContactPolicy,
  moment: Moment,
): { readonly at: Instant; readonly because: HeldBecause } | undefined {
  const { now, timeZone } = moment;
  const limits = policy.limits.filter((limit) => matches(limit, wanted));
  for (const limit of limits) {
    const at = afterLimit(limit, sent, moment);
    if (at > now) return { at, because: 'budget' };
  }
  const day = localDay(now, timeZone);
  if (policy.quietDays.includes(weekdayOf(day)))
    return { at: beginOf(dayAfter(day), timeZone), because: 'quiet-day' };
  const at = policy.quietHours === null ? now : afterQuietHours(policy.quietHours, timeZone, now);
  return at > now ? { at, because: 'quiet-hours' } : undefined;
}

/** When the oldest of the contacts that fill the limit counts no more. */
function afterLimit(limit: ContactLimit, sent: readonly SentContact[], { now, timeZone }: Moment): Instant {
  const days = sent
    .filter((each) => matches(limit, each))
    .map(({ at }) => localDay(at, timeZone))
    .toSorted()
    .toReversed();
  const last = days[limit.atMost - 1];
  if (last === undefined) return now;
  const free = dayAfter(last, limit.days);
  return free > localDay(now, timeZone) ? beginOf(free, timeZone) : now;
}

function matches(
  { purpose, channel }: ContactLimit,
  contact: Pick<WantedContact, 'purpose' | 'channel'>,
): boolean {
  return (
    (purpose === undefined || purpose === contact.purpose) &&
    (channel === undefined || channel === contact.channel)
  );
}

function localDay(instant: Instant, timeZone: string): string {
  return wallTimeAt(instant, timeZone).slice(0, 10);
}

function beginOf(day: string, timeZone: string): Instant {
  return resolveWallTime(`${day}T00:00`, timeZone).instant;
}

/** Seconds since the epoch from which on none of it counts any more, under any policy. */
export function forgottenAt({ sent, held }: Contacts): number | undefined {
  const last = [...sent.map(({ at }) => at), ...held.map(({ expiresAt }) => expiresAt)].toSorted().at(-1);
  return last === undefined ? undefined : epochSeconds(last) + longestMemorySeconds;
}

/** Longer than anybody may set that nobody is asked again. */
const longestMemorySeconds = 400 * 24 * 60 * 60;
