import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { callbackCancelled } from '../callbacks.events.ts';
import { cancel } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, assertMayWorkOn } from './callback-access.ts';
import { freeCustomer } from './one-caller.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change' | 'findCall' | 'takeCall' | 'endCall'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Withdraws a callback; `why` is kept with it. */
export async function cancelCallback(
  { callbackId, why }: { callbackId: string; why: string },
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  await assertMayWorkOn(before, { ...context, at: origin.at });
  const after = cancel(before, { cancelCode: 'by-hand', cancelledBecause: why }, origin);
  const freed = await freeCustomer(before, context);
  const changes = callbacks.change(before, after, origin, { declaration: callbackCancelled });
  return { result: after, writes: [...changes, ...freed] };
}
