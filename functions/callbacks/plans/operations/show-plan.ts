import type { Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Page } from '../../../../shared/values/page.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { dayOf, wantedAt } from '../plans.rules.ts';
import {
  leadDays,
  type PlanDetails,
  type PlanEntryRow,
  type PlanOfCustomer,
  type StoredEntry,
} from '../plans.schema.ts';
import type { EntriesStore, PlansStore } from '../plans.store.ts';
import { shownPlan } from './change-plan.ts';

interface Context {
  readonly plans: Pick<PlansStore, 'get' | 'find' | 'countsOf' | 'findWalks' | 'findDays'>;
  readonly entries: Pick<EntriesStore, 'find' | 'listOfPlan'>;
  readonly customers: Pick<CustomerReader, 'getReachable' | 'findRelated'>;
  readonly principal: Principal;
  readonly at: Instant;
}

/** A plan, and how it goes: what is kept of it, and nothing that is counted for the asking. */
export async function showPlan(
  id: string,
  { plans, at }: Pick<Context, 'plans' | 'at'>,
): Promise<PlanDetails> {
  const plan = await plans.get(id);
  const days = Array.from({ length: leadDays + 1 }, (_, index) => dayAfter(dayOf(at), index));
  const [{ customers, ...skipped }, walks, filled] = await Promise.all([
    plans.countsOf(id),
    plans.findWalks(id),
    plans.findDays(days),
  ]);
  const known = new Map(filled.map((each) => [each.day, each]));
  return {
    ...shownPlan(plan),
    customers,
    planning: walks.length > 0 && walks.every(({ isDone }) => isDone) ? 'done' : 'running',
    nextDays: days.map((day) => ({ day, callbacks: known.get(day)?.byPlan[id] ?? 0 })),
    skipped,
  };
}

/** One page of the customers in a plan, by when they are looked at next. */
export async function listPlanEntries(
  { id, ...page }: { readonly id: string } & PageRequest,
  { plans, entries, customers, principal }: Pick<Context, 'plans' | 'entries' | 'customers' | 'principal'>,
): Promise<Page<PlanEntryRow>> {
  const plan = await plans.get(id);
  const { items, cursor } = await entries.listOfPlan(id, page);
  const there = await customers.findRelated(
    items.map(({ customerId }) => customerId),
    principal,
  );
  return {
    items: items.flatMap((entry) => {
      const customer = there.get(entry.customerId);
      return customer === undefined ? [] : [{ customer, ...shownEntry(entry, plan.everyDays) }];
    }),
    cursor,
  };
}

/** In which plan a customer stands. */
export async function showEntry(
  customerId: string,
  { plans, entries, customers, principal }: Pick<Context, 'plans' | 'entries' | 'customers' | 'principal'>,
): Promise<PlanOfCustomer> {
  const { id } = await customers.getReachable(customerId, 'callbacks.read', principal);
  const entry = await entries.find(id);
  const plan = entry && (await plans.find(entry.planId));
  const isIn = entry !== undefined && plan !== undefined;
  return {
    customerId: id,
    entry: isIn ? { planName: plan.name, ...shownEntry(entry, plan.everyDays) } : null,
  };
}

function shownEntry(
  { planId, countedFrom, dueAt, calledFor, callbackId, skipped }: Omit<StoredEntry, 'version' | 'postponed'>,
  everyDays: number,
) {
  return {
    ...{ planId, countedFrom, wantedAt: wantedAt(countedFrom, everyDays), lookedAt: dueAt },
    ...(callbackId === undefined || calledFor === undefined
      ? {}
      : { callback: { id: callbackId, dueAt: calledFor } }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}
