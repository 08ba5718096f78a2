import type { Change } from '../../../../shared/table/write.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import type { PurchaseReader } from '../../orders/index.ts';
import { foldPurchases, isSameValue } from '../insights.rules.ts';
import type { InsightsStore } from '../insights.store.ts';

interface Context {
  readonly insights: Pick<InsightsStore, 'find' | 'change' | 'remove'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly purchases: PurchaseReader;
}

/**
 * The writes by which what is kept of a customer's purchases is what their orders come to now, however often and in
 * whatever order events arrive; none when it is. What was kept before is read first: whoever writes in between has read
 * orders no older than those read here, and this one starts again. Costs a read unit for each 4 KB of orders.
 *
 * @returns the customer with whom it is counted: another one where the record was merged; undefined where there is none
 */
export async function reckonValue(customerId: string, context: Context): Promise<Change<string | undefined>> {
  const { insights, customers, purchases } = context;
  const before = await insights.find(customerId);
  const customer = await customers.findContact(customerId);
  // What stands with a record that was merged into another one is counted there.
  const isThere = customer?.id === customerId;
  const folded = isThere ? foldPurchases(await purchases.allOf(idsOf(customer))) : undefined;
  if (customer === undefined || folded === undefined)
    return { result: customer?.id, writes: before === undefined ? [] : insights.remove(before) };
  const after = { id: customerId, customer: { owner: customer.owner }, ...folded };
  const isSame = before !== undefined && isSameValue(before, after);
  return { result: customerId, writes: isSame ? [] : insights.change(before, after) };
}
