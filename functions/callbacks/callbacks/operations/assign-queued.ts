import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign } from '../../../people/assignments/index.ts';
import { givenTo, isOpen } from '../callbacks.rules.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly assign: Assign;
  readonly origin: EventContext;
}

/** Gives out what waits in the queue of a team, now that somebody is available; what somebody works on stays. */
export async function assignQueued(
  callbackId: string,
  { callbacks, customers, assign, origin }: Context,
): Promise<Change<'given-out' | 'unchanged'>> {
  const unchanged = { result: 'unchanged', writes: [] } as const;
  const before = await callbacks.find(callbackId);
  if (before?.team === undefined || !isOpen(before) || before.claim !== null) return unchanged;
  const customer = await customers.findContact(before.customerId);
  if (customer === undefined) return unchanged;
  const only = before.teamNamed && before.team;
  const found = await assign('callbacks', { reason: before.reason.kind, customer, only }, origin.at);
  if (found.owner === null) return unchanged;
  const after = givenTo(before, { owner: found.owner, assigned: found.assigned });
  return { result: 'given-out', writes: callbacks.change(before, after, origin) };
}
