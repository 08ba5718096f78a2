import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Customer } from '../../../customers/customers/customers.schema.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { Assign, Assignment } from '../../../people/assignments/index.ts';
import { absenceAt, workingHoursOf } from '../../../people/staff/index.ts';
import { type Callback, callbackId } from '../../callbacks/callbacks.schema.ts';
import { type CallbackOpener, dueOnDay, hoursOfCustomer } from '../../callbacks/index.ts';
import type { PlanDay, PlanRecord } from '../plans.items.ts';
import { dayOf, isRunning, latestOf, lookDay, pauseDays, wantedAt } from '../plans.rules.ts';
import { leadDays, type SkipReason, type StoredEntry } from '../plans.schema.ts';
import type { EntriesStore, PlansStore } from '../plans.store.ts';
import { type DayLimit, hasRoom } from './day-room.ts';
import { planFor } from './find-plan.ts';
import { lookAfterCallback, lotOf, momentIn, momentOf } from './look-times.ts';
import { type SkipContext, whySkipped } from './why-skipped.ts';

export interface FallDueContext extends SkipContext {
  readonly plans: Pick<PlansStore, 'find' | 'listLately' | 'findDays' | 'fillDay'>;
  readonly entries: Pick<EntriesStore, 'find' | 'settle' | 'lastContact'>;
  readonly customers: Pick<CustomerReader, 'find'>;
  readonly lists: Pick<ListReader, 'membersAmong'>;
  readonly callbacks: Pick<CallbackOpener, 'isOpenFor' | 'open' | 'settings'>;
  readonly assign: Assign;
  readonly dayLimits: () => Promise<DayLimit>;
  readonly origin: EventContext;
}

export type Looked = 'promised' | 'moved' | 'skipped' | 'left' | 'paused' | 'stale';

/** So much of a day callbacks are spread over, in minutes. */
const spreadMinutes = 240;

/** Whoever has no number, or does not want to be called, is looked at again after so many days at most. */
const longestSkipDays = 30;

/** A customer stays in a plan that is paused or held, and is looked at again so many days later. */
const pausedDays = 30;

/** Somebody is to call them already: by then they may have. */
const openCallbackDays = 2;

/**
 * The entry of a customer has fallen due: who was really in touch is looked at, and it moves on to when a callback could be
 * promised; or that is now, and a callback is opened in the same transaction. Whoever is told of it twice finds the entry
 * moved on.
 */
export async function fallDue(customerId: string, context: FallDueContext): Promise<Change<Looked>> {
  const { entries, plans, customers, origin } = context;
  const before = await entries.find(customerId);
  if (before === undefined || before.dueAt > origin.at) return { result: 'stale', writes: [] };
  const to = (after: StoredEntry | undefined) => entries.settle([{ before, after }]);
  const [customer, own, goingOn] = await Promise.all([
    customers.find(customerId),
    plans.find(before.planId),
    plans.listLately(),
  ]);
  if (customer === undefined) return { result: 'left', writes: to(undefined) };
  const { dueAt, skipped: _, postponed, ...rest } = before;
  const version = before.version + 1;
  if (own !== undefined && own.status !== 'ended' && !isRunning(own)) {
    // When it goes on all are walked through, and those who are late come up sooner.
    const next = momentIn(pausedDays, origin.at, customerId);
    return { result: 'paused', writes: to({ ...rest, version, dueAt: next }) };
  }
  const plan = await planFor(customer, goingOn, { ...context, at: origin.at });
  if (plan === undefined) return { result: 'left', writes: to(undefined) };
  const countedFrom = await countFrom(customer, plan, before, context);
  const entry = { ...rest, version, planId: plan.id, countedFrom };
  const wanted = wantedAt(countedFrom, plan.everyDays);
  if (lookDay(wanted) > dayOf(origin.at))
    return { result: 'moved', writes: to({ ...entry, dueAt: momentOf(lookDay(wanted), customerId) }) };
  const skip = (because: SkipReason, days: number, more: Pick<StoredEntry, 'postponed'> = {}) => {
    const since = before.skipped?.because === because ? before.skipped.since : origin.at;
    const next = momentIn(days, origin.at, customerId);
    const after = { ...entry, ...more, dueAt: next, skipped: { because, since } };
    return { result: 'skipped' as const, writes: to(after) };
  };
  const because = await whySkipped(customer, context);
  if (because !== undefined)
    return skip(
      because,
      because === 'open-callback' ? openCallbackDays : Math.min(plan.everyDays, longestSkipDays),
    );
  const found = await findDay({ customer, plan, wanted }, context);
  if (found === undefined) {
    const times = (postponed ?? 0) + 1;
    return skip('no-room', pauseDays(times), { postponed: times });
  }
  // The same look gives the same id, so what opens it twice opens it once.
  const id = derivedId(callbackId, dueAt, `${customerId}\n${before.version}`);
  const { instant: calledFor } = found.due;
  const after = {
    ...entry,
    ...{ calledFor, callbackId: id, dueAt: lookAfterCallback(calledFor, plan.everyDays, customerId) },
  };
  const promised = await promise(id, { customer, plan, found }, context);
  if (promised === undefined) return skip('phone-consent', Math.min(plan.everyDays, longestSkipDays));
  return { result: 'promised', writes: [...to(after), ...promised] };
}

async function countFrom(
  customer: Customer,
  { everyDays }: PlanRecord,
  { calledFor }: StoredEntry,
  { entries, origin }: Pick<FallDueContext, 'entries' | 'origin'>,
): Promise<StoredEntry['countedFrom']> {
  // The callback of a plan is there for its last days, and may reach the customer before its time.
  const opened = calledFor && instantAfter(calledFor, { days: -leadDays });
  const { at: earliest } = latestOf(customer.id, { callback: opened });
  // Who was in touch longer ago makes no difference.
  const window = instantAfter(origin.at, { days: -everyDays });
  const since = earliest > window ? earliest : window;
  const contact = since > origin.at ? undefined : await entries.lastContact(idsOf(customer), since);
  return latestOf(customer.id, contact === undefined ? { callback: calledFor } : { contact });
}

interface Found {
  readonly day: string;
  readonly filled: PlanDay | undefined;
  readonly due: Callback['due'];
  readonly assignment: Assignment;
}

/** The first day within a week that has room and on which whoever calls works, from when the customer should be called. */
async function findDay(
  {
    customer,
    plan,
    wanted,
  }: { readonly customer: Customer; readonly plan: PlanRecord; readonly wanted: Instant },
  { plans, callbacks, assign, dayLimits, origin }: FallDueContext,
): Promise<Found | undefined> {
  const { at } = origin;
  // All of that day: the moment of the look is chance, and mostly earlier or later than a call can be.
  const last = dayAfter(dayOf(at), leadDays);
  const days: string[] = [];
  const tomorrow = dayAfter(dayOf(at));
  for (let day = dayOf(wanted) > tomorrow ? dayOf(wanted) : tomorrow; day <= last; day = dayAfter(day))
    days.push(day);
  const [filled, limit] = await Promise.all([plans.findDays(days), dayLimits()]);
  const known = new Map(filled.map((each) => [each.day, each]));
  const free = days.filter((day) => hasRoom(day, known.get(day), { plan, limit }));
  if (free.length === 0) return undefined;
  const assignment = await assign('callbacks', { reason: 'plan', customer }, at);
  const { member } = assignment;
  const calendar = member === undefined ? officeCalendar(customer.timeZone) : workingHoursOf(member);
  const who = { calendar, customer: hoursOfCustomer(customer.timeZone, await callbacks.settings()) };
  for (const day of free) {
    const due = dueOnDay(day, lotOf(customer.id, spreadMinutes), who);
    const isAway = due !== undefined && member !== undefined && absenceAt(member, due.instant) !== undefined;
    if (due !== undefined && !isAway && due.instant > at)
      return { day, filled: known.get(day), due, assignment };
  }
  return undefined;
}

/** The writes that promise the call; undefined when the customer wants none. */
async function promise(
  id: string,
  {
    customer,
    plan,
    found,
  }: { readonly customer: Customer; readonly plan: PlanRecord; readonly found: Found },
  { callbacks, plans, origin }: FallDueContext,
): Promise<readonly Write[] | undefined> {
  const { id: planId, why, note, surveyId, priority } = plan;
  const script = surveyId === undefined ? {} : { surveyId };
  const opened = await callbacks.open(
    {
      ...{ id, contact: customer, note, priority, due: found.due, found: found.assignment },
      reason: { kind: 'plan', planId, why, ...script },
    },
    origin,
  );
  return opened && [plans.fillDay(found.filled, found.day, planId), ...opened];
}
