import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { callbackCompleted, callbackRescheduled } from '../callbacks.events.ts';
import { assertFree, recordAttempt } from '../callbacks.rules.ts';
import type { Callback, Completion } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { requestedDue } from './call-times.ts';
import { accessibleCallback } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Records what came of a call: the callback is closed, or promised again if the completion says when. */
export async function completeCallback(
  { callbackId, completion }: { callbackId: string; completion: Completion },
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, principal, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  assertFree(before, principal.id, origin.at);
  const { due: wanted, ...result } = completion;
  const due = wanted && requestedDue(wanted, { timeZone: before.due.timeZone, at: origin.at });
  const after = recordAttempt(before, result, due, { by: principal.id, at: origin.at });
  if (due !== undefined) {
    return {
      result: after,
      writes: callbacks.change(before, after, origin, { declaration: callbackRescheduled }),
    };
  }
  const details = { outcome: result.outcome, attempts: after.attempts.length };
  const event = { declaration: callbackCompleted, details };
  return { result: after, writes: callbacks.change(before, after, origin, event) };
}
