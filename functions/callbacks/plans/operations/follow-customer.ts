import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import { planLimit } from '../plans.rules.ts';
import type { EntriesStore, PlansStore } from '../plans.store.ts';
import { planFor } from './find-plan.ts';
import { placed } from './place-customer.ts';

interface Context {
  readonly plans: Pick<PlansStore, 'listLately'>;
  readonly entries: Pick<EntriesStore, 'find' | 'settle'>;
  readonly customers: Pick<CustomerReader, 'find' | 'lastContacts'>;
  readonly lists: Pick<ListReader, 'membersAmong'>;
  readonly origin: EventContext;
}

/**
 * Has a customer who is new or has changed join the plan that means them, and takes out who is gone, also by being merged
 * into another record. Whom no plan means any more leaves when the entry falls due.
 */
export async function followCustomer(
  customerId: string,
  { plans, entries, customers, lists, origin }: Context,
): Promise<Change<'joined' | 'moved' | 'left' | 'unchanged'>> {
  const [customer, before] = await Promise.all([customers.find(customerId), entries.find(customerId)]);
  if (customer === undefined)
    return before === undefined
      ? { result: 'unchanged', writes: [] }
      : { result: 'left', writes: entries.settle([{ before, after: undefined }]) };
  const plan = await planFor(customer, await plans.listLately(), { lists, at: origin.at });
  if (plan === undefined || plan.id === before?.planId) return { result: 'unchanged', writes: [] };
  const { entry: after } = placed(plan, {
    customerId,
    before,
    lastContactAt: (await customers.lastContacts([customerId])).get(customerId),
    backlog: 0,
    perDay: planLimit(plan, undefined),
    at: origin.at,
  });
  const result = before === undefined ? 'joined' : 'moved';
  return { result, writes: entries.settle([{ before, after }]) };
}
