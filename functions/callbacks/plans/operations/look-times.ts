/** At which moment a customer of a plan is looked at: another one for each, so that no minute has all of them. */
import { shardCount, shardOf } from '../../../../shared/table/pattern.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { dayOf, lookDay } from '../plans.rules.ts';

/** Of whole numbers below this one always the same for a customer, and spread evenly. */
export function lotOf(customerId: string, below: number): number {
  return shardOf(`lot ${customerId}`, below);
}

const secondsOfDay = 24 * 60 * 60;

/** A moment of that day, another one for each customer, so that no minute has all of them. */
export function momentOf(day: string, customerId: string): Instant {
  return instantAfter(`${day}T00:00:00.000Z`, { seconds: lotOf(customerId, secondsOfDay) });
}

/** The same so many days from now. */
export function momentIn(days: number, at: Instant, customerId: string): Instant {
  return momentOf(dayAfter(dayOf(at), days), customerId);
}

/** The look after a callback: not before it was made, nor before the next one can be promised. */
export function lookAfterCallback(due: Instant, everyDays: number, customerId: string): Instant {
  const [made, next] = [dayAfter(dayOf(due)), lookDay(instantAfter(due, { days: everyDays }))];
  return momentOf(next > made ? next : made, customerId);
}

/** So many seconds those are spread over who can be looked at now. */
const nowSeconds = 600;

/** Of seven days five are worked on. */
const daysPerWorkingDay = 7 / 5;

/**
 * When somebody is looked at who should have been called by now: those before them in their shard have the days to come,
 * as far as the plan has room on each. A callback finds its own day then; this keeps most from being looked at in vain.
 */
export function momentOfBacklog(
  place: number,
  { perDay, at, customerId }: { readonly perDay: number; readonly at: Instant; readonly customerId: string },
): Instant {
  const days = Math.floor(((place * shardCount) / perDay) * daysPerWorkingDay);
  return instantAfter(at, { days, seconds: lotOf(customerId, nowSeconds) });
}
