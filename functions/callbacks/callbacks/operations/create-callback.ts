import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { Contact, CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { newCallback } from '../callbacks.rules.ts';
import { type Callback, callbackId, type NewCallback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { requestedDue } from './call-times.ts';
import { assertMayOwn } from './callback-access.ts';
import { chooseOwner } from './choose-owner.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'open'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly staff: StaffReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Promises a customer a call, by the customer's owner unless somebody else is named. */
export async function createCallback(input: NewCallback, context: Context): Promise<Change<Callback>> {
  const { callbacks, customers, principal, origin } = context;
  const contact = await customers.getReachable(input.customerId, 'callbacks.write', principal);
  const due = requestedDue(input.due, { timeZone: contact.timeZone, at: origin.at });
  const callback = newCallback({
    id: newId(callbackId),
    contact,
    reason: { kind: 'manual', why: input.why },
    note: input.note,
    owner: await ownerOf(input, contact, context),
    priority: input.priority,
    due,
    at: origin.at,
  });
  return { result: callback, writes: callbacks.open(callback, origin) };
}

async function ownerOf({ owner }: NewCallback, contact: Contact, context: Context): Promise<string | null> {
  if (owner === undefined) return (await chooseOwner(contact.owner, context.staff)).owner;
  await assertMayOwn(owner, context);
  return owner;
}
