import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { callbackClaimed } from '../callbacks.events.ts';
import { claim } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Takes a callback on for a while; the caller's own claim is prolonged. */
export async function claimCallback(callbackId: string, context: Context): Promise<Change<Callback>> {
  const { callbacks, principal, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  const after = claim(before, principal.id, origin.at);
  const event = { declaration: callbackClaimed, details: { by: principal.id } };
  const writes = callbacks.change(before, after, origin, event);
  return { result: writes.length === 0 ? before : after, writes };
}
