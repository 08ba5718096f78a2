import type { Instant } from '../../../../shared/values/instant.ts';
import type { Customer } from '../../../customers/customers/customers.schema.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterTest } from '../../../customers/filters/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { PlanRecord } from '../plans.items.ts';
import { isRunning } from '../plans.rules.ts';

/** The first of the plans, which come in their order, that means a customer; one that is paused or held means nobody new. */
export async function planFor(
  customer: Customer,
  plans: readonly PlanRecord[],
  { lists, at }: { readonly lists: Pick<ListReader, 'membersAmong'>; readonly at: Instant },
): Promise<PlanRecord | undefined> {
  for (const plan of plans.filter(isRunning)) {
    const { audience } = plan;
    if (audience.kind === 'all') return plan;
    if (audience.kind === 'filter' && filterTest(asFilter(audience.filter), at)(customer)) return plan;
    if (audience.kind === 'list') {
      const members = await lists.membersAmong(audience.listId, [customer.id]);
      if (members.has(customer.id)) return plan;
    }
  }
  return undefined;
}
