import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { callbackCancelled } from '../callbacks.events.ts';
import { applyPatch, cancel, isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { chooseOwner } from './choose-owner.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly staff: StaffReader;
  readonly origin: EventContext;
}

/**
 * What a change of the customer means for one of their callbacks. Nobody calls a customer who was deleted. When the
 * customer has got another owner, the callbacks that were the previous owner's go along, and whoever is working on one
 * may finish; what was given to others, or left to the team while the customer had an owner, stays as it was decided.
 *
 * @param previousOwner undefined when the owner has not changed
 */
export async function followCustomer(
  { callbackId, previousOwner }: { callbackId: string; previousOwner: string | null | undefined },
  { callbacks, customers, staff, origin }: Context,
): Promise<Change<'cancelled' | 'handed-over' | 'unchanged'>> {
  const before = await callbacks.find(callbackId);
  if (before === undefined || !isOpen(before)) return { result: 'unchanged', writes: [] };
  const contact = await customers.findContact(before.customerId);
  if (contact === undefined) {
    return { result: 'cancelled', writes: withdraw(before, { callbacks, origin }) };
  }
  if (before.owner !== previousOwner) return { result: 'unchanged', writes: [] };
  const { owner } = await chooseOwner(contact.owner, staff);
  const after = applyPatch(before, { owner }, undefined);
  return { result: 'handed-over', writes: callbacks.change(before, after, origin) };
}

/** Withdraws a callback to a customer who wants no calls any more. */
export async function withdrawRefused(
  callbackId: string,
  { callbacks, origin }: Pick<Context, 'callbacks' | 'origin'>,
): Promise<Change<'cancelled' | 'unchanged'>> {
  const before = await callbacks.find(callbackId);
  if (before === undefined || !isOpen(before)) return { result: 'unchanged', writes: [] };
  return { result: 'cancelled', writes: withdraw(before, { callbacks, origin }, 'do-not-call') };
}

/** Withdraws a callback whose customer is gone, or wants no calls. */
export function withdraw(
  before: Callback,
  { callbacks, origin }: Pick<Context, 'origin'> & { callbacks: Pick<CallbacksStore, 'change'> },
  cancelCode: 'customer-deleted' | 'do-not-call' = 'customer-deleted',
): readonly Write[] {
  const gone = cancel(before, { cancelCode }, origin);
  return callbacks.change(before, gone, origin, { declaration: callbackCancelled });
}
