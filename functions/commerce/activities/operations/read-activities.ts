import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Page } from '../../../../shared/values/page.ts';
import { type CustomerReader, idsOf } from '../../../customers/customers/index.ts';
import { unitedSummary } from '../activities.rules.ts';
import type { Activity, ActivitySummary } from '../activities.schema.ts';
import type { ActivitiesStore } from '../activities.store.ts';

interface Context {
  readonly activities: Pick<ActivitiesStore, 'listOf' | 'summariesOf'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly principal: Principal;
}

interface Asked extends PageRequest {
  readonly customerId: string;
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A page of what a customer has done, with the records that are merged into theirs. */
export async function listActivities(
  { customerId, from, to, ...page }: Asked,
  { activities, customers, principal }: Context,
): Promise<Page<Activity>> {
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('invalid-request', 'Nothing lies between these instants.', {
      violations: [{ pointer: '/query/from', reason: 'Must not lie after `to`.' }],
    });
  const customer = await customers.getReachable(customerId, 'commerce.read', principal);
  return activities.listOf(anyOf(idsOf(customer)), { ...page, between: { from, to } });
}

/** What a customer does, and how often, likewise. */
export async function getSummary(
  customerId: string,
  { activities, customers, principal }: Context,
): Promise<ActivitySummary> {
  const customer = await customers.getReachable(customerId, 'commerce.read', principal);
  const summaries = await activities.summariesOf(anyOf(idsOf(customer)));
  return { customerId: customer.id, kinds: [...unitedSummary(summaries)] };
}
