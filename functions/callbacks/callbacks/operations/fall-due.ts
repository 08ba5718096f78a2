import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import { callbackDue, callbackReleased } from '../callbacks.events.ts';
import { markDue, release } from '../callbacks.rules.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withdraw } from './follow-customer.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly origin: EventContext;
}

export type DueResult = 'due' | 'released' | 'cancelled' | 'stale';

const nothing: Change<DueResult> = { result: 'stale', writes: [] };

/**
 * The time of a promise has come. A firing that something has overtaken (another time, a call, a cancellation) is
 * stale and changes nothing. Nobody is asked to call a customer who was deleted in the meantime.
 */
export async function fallDue(
  { callbackId, scheduleVersion }: { callbackId: string; scheduleVersion: number },
  { callbacks, customers, origin }: Context,
): Promise<Change<DueResult>> {
  const before = await callbacks.find(callbackId);
  const after = before && markDue(before, scheduleVersion);
  if (before === undefined || after === undefined) return nothing;
  const contact = await customers.findContact(before.customerId);
  if (contact === undefined) {
    return { result: 'cancelled', writes: withdraw(before, { callbacks, origin }) };
  }
  return {
    result: 'due',
    writes: callbacks.change(before, after, origin, { declaration: callbackDue }),
  };
}

/** What the due list brings up: a promise whose schedule did not fire, or a claim that ran out. */
export async function catchUp(callbackId: string, context: Context): Promise<Change<DueResult>> {
  const { callbacks, origin } = context;
  const before = await callbacks.find(callbackId);
  if (before?.status === 'scheduled' && before.due.instant <= origin.at) {
    return fallDue({ callbackId, scheduleVersion: before.scheduleVersion }, context);
  }
  const after = before && release(before, origin.at);
  if (before === undefined || after === undefined) return nothing;
  return {
    result: 'released',
    writes: callbacks.change(before, after, origin, { declaration: callbackReleased }),
  };
}
