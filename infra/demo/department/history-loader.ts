/** Records what the histories tell of a customer, unless it has been recorded before. */

import { instantAfter } from '../../../shared/time/clock.ts';
import type { ClientOf } from '../demo-client.ts';
import { workdayAfter } from '../workdays.ts';
import type { PastContact, PromisedCall } from './histories.ts';

interface Customer {
  readonly id: string;
  readonly owner: string | null;
  readonly timeZone: string;
}

/** Who looks after customers that nobody owns yet. */
const standIn = 'wang.fang';

export async function recordContacts(
  clientOf: ClientOf,
  customer: Customer | undefined,
  contacts: readonly PastContact[],
  now: string,
): Promise<void> {
  if (customer === undefined) return;
  const params = { customerId: customer.id };
  const { customers } = clientOf(customer.owner ?? standIn);
  const { body: timeline } = await customers.listTimeline({ params, query: { limit: 100 } });
  const known = new Set(timeline.items.map(({ data }) => data.subject));
  for (const { channel, direction, subject, text, daysAgo } of contacts) {
    if (known.has(subject)) continue;
    const at = instantAfter(now, { days: -daysAgo });
    const body = { channel, direction, subject, at, ...(text === undefined ? {} : { text }) };
    await customers.recordInteraction({ params, body });
  }
}

export async function promiseCall(
  clientOf: ClientOf,
  customer: Customer | undefined,
  call: PromisedCall,
  now: string,
): Promise<void> {
  if (customer === undefined) return;
  const { id: customerId, owner, timeZone } = customer;
  const { callbacks } = clientOf(owner ?? standIn);
  const { body: open } = await callbacks.listCustomerCallbacks({ params: { customerId }, query: {} });
  if (open.items.length > 0) return;
  const wallTime = `${workdayAfter(now, call.inDays, timeZone)}T${call.at}`;
  const { why, priority } = call;
  await callbacks.createCallback({ body: { customerId, why, priority, due: { wallTime, timeZone } } });
}
