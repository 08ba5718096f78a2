import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign, Assignment } from '../../../people/assignments/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { newCallback } from '../callbacks.rules.ts';
import { type Callback, callbackId, type NewCallback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { requestedDue } from './call-times.ts';
import { assertMayOwn, ownerAwayFor } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'open'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly staff: StaffReader;
  readonly assign: Assign;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Promises a customer a call, by whom the rules find unless somebody is named. */
export async function createCallback(input: NewCallback, context: Context): Promise<Change<Callback>> {
  const { callbacks, customers, principal, origin } = context;
  const contact = await customers.getReachable(input.customerId, 'callbacks.write', principal);
  const due = requestedDue(input.due, { timeZone: contact.timeZone, at: origin.at });
  const { member, ...given } = await ownerOf(input, contact, context);
  const callback = newCallback({
    id: newId(callbackId),
    contact,
    reason: { kind: 'manual', why: input.why },
    note: input.note,
    ...given,
    ownerAway: ownerAwayFor(member, due.instant, origin.at),
    priority: input.priority,
    due,
    at: origin.at,
  });
  return { result: callback, writes: callbacks.open(callback, origin) };
}

async function ownerOf(
  { owner }: NewCallback,
  contact: Contact,
  context: Context,
): Promise<Pick<Callback, 'owner' | 'team' | 'assigned'> & Pick<Assignment, 'member'>> {
  if (owner !== undefined) {
    return { owner, member: await assertMayOwn(owner, context) };
  }
  const { assign, origin } = context;
  return assign('callbacks', { reason: 'manual', customer: contact }, origin.at);
}
