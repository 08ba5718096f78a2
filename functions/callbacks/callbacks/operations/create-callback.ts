import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { newCallback } from '../callbacks.rules.ts';
import { type Callback, callbackId, type NewCallback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { requestedDue } from './call-times.ts';
import { accessibleContact, assertMayOwn } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'open'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Promises a customer a call, by the customer's owner unless somebody else is named. */
export async function createCallback(input: NewCallback, context: Context): Promise<Change<Callback>> {
  const { callbacks, origin } = context;
  const contact = await accessibleContact(input.customerId, 'callbacks.write', context);
  const due = requestedDue(input.due, { timeZone: contact.timeZone, at: origin.at });
  if (input.owner !== undefined) await assertMayOwn(input.owner, context);
  const callback = newCallback({
    id: newId(callbackId),
    contact,
    reason: { kind: 'manual', why: input.why },
    note: input.note,
    owner: input.owner === undefined ? contact.owner : input.owner,
    priority: input.priority,
    due,
    at: origin.at,
  });
  return { result: callback, writes: callbacks.open(callback, origin) };
}
