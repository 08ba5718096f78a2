import type { Instant } from '../../../../shared/values/instant.ts';
import type { PlanRecord } from '../plans.items.ts';
import { dayOf, latestOf, lookDay, wantedAt } from '../plans.rules.ts';
import type { StoredEntry } from '../plans.schema.ts';
import { momentOf, momentOfBacklog } from './look-times.ts';

interface Placing {
  readonly customerId: string;
  readonly before: StoredEntry | undefined;
  /** As lists tell it, without answers and callbacks: when it falls due, all is looked at. */
  readonly lastContactAt: Instant | undefined;
  /** How many should have been called by now, of those who were placed before. */
  readonly backlog: number;
  readonly perDay: number;
  readonly at: Instant;
}

/** The entry of a customer whom a plan means, and whether they should have been called by now. */
export function placed(
  plan: Pick<PlanRecord, 'id' | 'everyDays'>,
  { customerId, before, lastContactAt, backlog, perDay, at }: Placing,
): { readonly entry: StoredEntry; readonly isLate: boolean } {
  const countedFrom = latestOf(customerId, { contact: lastContactAt, callback: before?.calledFor });
  const look = lookDay(wantedAt(countedFrom, plan.everyDays));
  const isLate = look <= dayOf(at);
  const dueAt = isLate ? momentOfBacklog(backlog, { perDay, at, customerId }) : momentOf(look, customerId);
  const { calledFor, callbackId } = before ?? {};
  const called = calledFor === undefined ? {} : { calledFor, callbackId };
  const version = (before?.version ?? 0) + 1;
  return { entry: { customerId, planId: plan.id, version, dueAt, countedFrom, ...called }, isLate };
}
