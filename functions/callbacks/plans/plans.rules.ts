/** Decisions about plans that need nothing but plans, entries and what is known of a customer. */
import { instantAfter } from '../../../shared/time/clock.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { leadDays, type Plan, type StoredEntry, usualPerDay } from './plans.schema.ts';

type Kept = Omit<Plan, 'status'> & { readonly status: 'active' | 'paused' | 'ended' | 'deleted' };

/** What people are shown of the state that is kept. */
export function shownStatus({
  status,
  holdReason,
}: Pick<Kept, 'status' | 'holdReason'>): Plan['status'] | 'deleted' {
  return status === 'active' && holdReason !== undefined ? 'held' : status;
}

/** Whether callbacks are promised by it. */
export function isRunning(plan: Pick<Kept, 'status' | 'holdReason'>): boolean {
  return shownStatus(plan) === 'active';
}

/** The first plan that goes before another: by their order, then by age. */
export function byOrder(one: Pick<Plan, 'order' | 'id'>, other: Pick<Plan, 'order' | 'id'>): number {
  return one.order - other.order || (one.id < other.id ? -1 : 1);
}

type CountedFrom = StoredEntry['countedFrom'];

/** The last of what is known: from that the days are counted. */
export function latestOf(
  customerId: string,
  known: { readonly contact?: Instant | undefined; readonly callback?: Instant | undefined },
): CountedFrom {
  const { contact, callback } = known;
  return [
    { what: 'created' as const, at: instantOfId(customerId) },
    ...(callback === undefined ? [] : [{ what: 'callback' as const, at: callback }]),
    ...(contact === undefined ? [] : [{ what: 'contact' as const, at: contact }]),
  ].reduce((one, other) => (other.at >= one.at ? other : one));
}

/** When a customer should be called. */
export function wantedAt({ at }: CountedFrom, everyDays: number): Instant {
  return instantAfter(at, { days: everyDays });
}

/** From this day on a callback may be promised. */
export function lookDay(wanted: Instant): string {
  return dayOf(instantAfter(wanted, { days: -leadDays }));
}

export function dayOf(instant: Instant): string {
  return instant.slice(0, '2026-11-21'.length);
}

/** How many callbacks a plan may put on a day, of those that people can make at most; undefined: as many as come. */
export function planLimit({ perDay }: Pick<Plan, 'perDay'>, staffLimit: number | undefined): number {
  return perDay ?? (staffLimit === undefined ? usualPerDay : Number.POSITIVE_INFINITY);
}

/** How many days later somebody is looked at again for whom there was no room, again and again. */
export function pauseDays(postponed: number): number {
  return Math.min(2 ** (postponed - 1), leadDays);
}
