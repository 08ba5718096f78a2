import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { type StaffReader, workingHoursOf } from '../../../people/staff/index.ts';
import { callbackCompleted, callbackRescheduled } from '../callbacks.events.ts';
import { isToBeTriedAgain, recordAttempt } from '../callbacks.rules.ts';
import type { Callback, Completion, DueTime } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { nextAttemptDue, requestedDue } from './call-times.ts';
import { accessibleCallback, assertMayWorkOn, ownerAwayFor, zoneOfCustomer } from './callback-access.ts';
import { chooseOwner } from './choose-owner.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/**
 * Records what came of a call. The callback is promised again if the completion says when, or if nobody was reached;
 * otherwise, or when the last call that it is worth was in vain, it is closed.
 */
export async function completeCallback(
  { callbackId, completion }: { callbackId: string; completion: Completion },
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, staff, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  await assertMayWorkOn(before, { ...context, at: origin.at });
  const { due: wanted, close, ...result } = completion;
  const due =
    wanted === undefined
      ? await nextAttempt(before, completion, context)
      : requestedDue(wanted, { timeZone: await zoneOfCustomer(before, context), at: origin.at });
  const owner = due === undefined ? undefined : (await chooseOwner(before.owner, staff)).member;
  const ownerAway = due && ownerAwayFor(owner, due.instant, origin.at);
  const after = recordAttempt(before, result, due, origin, ownerAway);
  const event =
    due === undefined
      ? {
          declaration: callbackCompleted,
          details: { outcome: result.outcome, attempts: after.attempts.length },
        }
      : { declaration: callbackRescheduled };
  return { result: after, writes: callbacks.change(before, after, origin, event) };
}

/** A time promised for later than the next try stands: the customer waits for it. */
async function nextAttempt(
  before: Callback,
  completion: Completion,
  context: Context,
): Promise<DueTime | undefined> {
  const { staff, origin } = context;
  if (!isToBeTriedAgain(before, completion)) return undefined;
  const { member } = await chooseOwner(before.owner, staff);
  const calendar = member === undefined ? officeCalendar(before.due.timeZone) : workingHoursOf(member);
  const customerZone = await zoneOfCustomer(before, context);
  const next = nextAttemptDue(origin.at, { calendar, customerZone });
  return before.due.instant > next.instant ? before.due : next;
}
