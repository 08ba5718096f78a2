import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { callbackClaimed } from '../callbacks.events.ts';
import { claim, start } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, assertMayWorkOn } from './callback-access.ts';
import { takeCustomer } from './one-caller.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change' | 'findCall' | 'takeCall' | 'endCall'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Takes a callback on for a while; the caller's own claim is prolonged. */
export function claimCallback(callbackId: string, context: Context): Promise<Change<Callback>> {
  return takeOn(callbackId, claim, context);
}

/** Takes a callback on and begins the call; begun again, the same call goes on. */
export function startCallback(callbackId: string, context: Context): Promise<Change<Callback>> {
  return takeOn(callbackId, start, context);
}

async function takeOn(callbackId: string, taken: typeof claim, context: Context): Promise<Change<Callback>> {
  const { callbacks, principal, origin } = context;
  await assertWorksHere(context);
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  await assertMayWorkOn(before, { ...context, at: origin.at });
  const after = taken(before, principal.id, origin.at);
  const event = { declaration: callbackClaimed, details: { by: principal.id } };
  const writes = callbacks.change(before, after, origin, event);
  if (writes.length === 0) return { result: before, writes };
  return { result: after, writes: [...writes, ...(await takeCustomer(after, origin.at, context))] };
}

/** A token may outlast the work of whom it was given to. */
async function assertWorksHere({ principal, staff }: Pick<Context, 'principal' | 'staff'>): Promise<void> {
  if (principal.kind !== 'person' || (await staff.find(principal.id))?.active !== false) return;
  throw new AppError('forbidden', 'Who does not work here any more takes nothing on.');
}
