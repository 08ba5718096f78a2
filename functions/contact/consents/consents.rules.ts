/** What follows from what customers have said. */
import type { Instant } from '../../../shared/values/instant.ts';
import { type Consent, type ConsentPurpose, ConsentRecord } from './consents.schema.ts';

/**
 * What holds while a customer has said nothing: who buys from us may be asked for an opinion until they refuse; nobody
 * gets offers or greetings that they have not agreed to.
 */
const untilTheySpeak: Readonly<Record<ConsentPurpose, Consent['status']>> = {
  surveys: 'granted',
  marketing: 'withdrawn',
  care: 'withdrawn',
};

/** Why a customer is not written to. */
type ConsentRefusal = 'consent-withdrawn' | 'consent-missing';

/** @returns undefined when they may be written to */
export function refusalOf(
  purpose: ConsentPurpose,
  consent: Pick<Consent, 'status'> | undefined,
): ConsentRefusal | undefined {
  if (consent === undefined) return untilTheySpeak[purpose] === 'granted' ? undefined : 'consent-missing';
  return consent.status === 'granted' ? undefined : 'consent-withdrawn';
}

/** What a customer says: how we have heard of it, and when they said it, if not now. */
export type Said = Pick<Consent, 'customerId' | 'purpose' | 'channel' | 'status' | 'source'> &
  Pick<ConsentRecord, 'note' | 'evidence' | 'legalBasis' | 'wording' | 'taken'> & {
    readonly since?: Instant | undefined;
  };

/** What STOP takes: what holds, and nothing of what was refused already or never agreed to. */
export function stopped(
  before: ConsentRecord | undefined,
  key: Pick<Consent, 'customerId' | 'purpose' | 'channel'>,
): Said | undefined {
  if (refusalOf(key.purpose, before) !== undefined) return undefined;
  const { note, evidence, legalBasis, wording } = before ?? {};
  const taken = before && { note, evidence, legalBasis, wording };
  return { ...key, status: 'withdrawn', source: 'opt-out', taken };
}

/** What START gives back: what STOP took, on the ground that it had. What needs no consent rests on none afterwards, either. */
export function restored(
  before: ConsentRecord | undefined,
  key: Pick<Consent, 'customerId' | 'purpose' | 'channel'>,
): Said | undefined {
  if (before?.status !== 'withdrawn' || before.source !== 'opt-out') return undefined;
  const said = { ...key, status: 'granted', source: 'opt-in' } as const;
  if (before.taken !== undefined) return { ...said, ...before.taken };
  const needsConsent = refusalOf(key.purpose, undefined) !== undefined;
  return needsConsent ? undefined : { ...said, legalBasis: 'legitimate-interest' };
}

/**
 * The consent after a customer has spoken; undefined when they have said just this already. A statement that adds to
 * it, a later time, another source or other evidence, takes its place; a link, which proves little, adds but a text.
 */
export function nextConsent(
  before: ConsentRecord | undefined,
  said: Said,
  { actor, at }: Pick<Consent, 'actor'> & { readonly at: Instant },
): ConsentRecord | undefined {
  if (before?.status === said.status && !addsTo(before, said)) return undefined;
  return ConsentRecord.parse({
    ...said,
    ...(said.status === 'granted' ? { legalBasis: said.legalBasis ?? 'consent' } : {}),
    version: (before?.version ?? 0) + 1,
    // The clock of whoever tells it may be ahead of ours: what is said next is not said before.
    since: said.since !== undefined && said.since < at ? said.since : at,
    actor,
    undone: undoneAfter(before, said, at),
  });
}

/**
 * What takes the place of a statement is not older than it, though its request may have begun before: the newest line of the
 * ledger is what holds.
 */
export function afterwards<Origin extends { readonly at: Instant }>(
  before: ConsentRecord | undefined,
  origin: Origin,
): Origin {
  if (before === undefined || origin.at > before.since) return origin;
  return { ...origin, at: new Date(Date.parse(before.since) + 1).toISOString() };
}

const spoken = ['source', 'note', 'evidence', 'legalBasis', 'wording'] as const;

function addsTo(before: ConsentRecord, said: Said): boolean {
  const isOther = (field: (typeof spoken)[number]) =>
    said[field] !== undefined && said[field] !== before[field];
  if (saidByLink(said)) return isOther('wording');
  return spoken.some(isOther) || (said.since !== undefined && said.since > before.since);
}

/** So often on one day the links of a customer can take back a withdrawal. Withdrawing is always possible. */
const undoingsPerDay = 3;

/** Why a link does not take back a withdrawal. */
export type LinkRefusal = 'for good' | 'for today';

/** Whether whoever said it had one of the customer's links. */
export function saidByLink({ source }: Pick<Consent, 'source'>): boolean {
  return ['unsubscribe', 'resubscribe', 'preferences'].includes(source);
}

/**
 * Whether a link may take back what a customer has withdrawn; undefined when it may. Links are kept and forwarded, so
 * they undo only what a link has done: what staff have noted, or a complaint, stands. And whoever plays with them, or a
 * program, would otherwise fill the customer's timeline.
 */
export function refusalByLink(consent: ConsentRecord | undefined, at: Instant): LinkRefusal | undefined {
  if (consent?.status !== 'withdrawn') return undefined;
  if (!saidByLink(consent)) return 'for good';
  return timesUndone(consent, at) >= undoingsPerDay ? 'for today' : undefined;
}

/** How often on the day of `at`, in UTC, a link has taken a withdrawal back. */
function timesUndone(consent: ConsentRecord | undefined, at: Instant): number {
  return consent?.undone?.day === dayOf(at) ? consent.undone.times : 0;
}

function undoneAfter(
  before: ConsentRecord | undefined,
  said: Pick<Consent, 'status' | 'source'>,
  at: Instant,
): ConsentRecord['undone'] {
  if (said.status !== 'granted' || !saidByLink(said)) return before?.undone;
  return { day: dayOf(at), times: timesUndone(before, at) + 1 };
}

function dayOf(at: Instant): string {
  return at.slice(0, '2026-11-23'.length);
}

/** The version of a text as it sorts. */
export function numberOf(version: number): string {
  return String(version).padStart(4, '0');
}
