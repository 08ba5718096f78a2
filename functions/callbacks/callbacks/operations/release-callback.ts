import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { callbackReleased } from '../callbacks.events.ts';
import { claimAt, endClaim } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, mayRelease } from './callback-access.ts';
import { freeCustomer } from './one-caller.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change' | 'findCall' | 'takeCall' | 'endCall'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Ends a claim that goes on: one's own, or that of somebody whose rows the caller may change. `why` is kept with it. */
export async function releaseCallback(
  { callbackId, why }: { callbackId: string; why: string },
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, principal, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  const { by: holder } = claimAt(before, origin.at);
  if (!mayRelease(holder, principal))
    throw new AppError(
      'forbidden',
      'Claims of others are ended by managers, by who leads their team and by who stands in for them.',
    );
  const after = endClaim(before, why, origin.at);
  const event = { declaration: callbackReleased, details: { holder } };
  const freed = await freeCustomer(before, context);
  return { result: after, writes: [...callbacks.change(before, after, origin, event), ...freed] };
}
