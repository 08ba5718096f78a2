import { notFound } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess, type Principal, seesContactDetails } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { withoutContactDetails } from '../customers.rules.ts';
import type { Profile, TimelineEntry } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer } from './customer-access.ts';

/** Entries on the first page of a profile. */
const entriesOfProfile = 20;

/** The customer and the newest entries of the timeline. */
export async function getProfile(
  customerId: string,
  { customers, principal }: { customers: Pick<CustomersStore, 'getProfile'>; principal: Principal },
): Promise<Profile> {
  const profile = await customers.getProfile(customerId, entriesOfProfile);
  if (!hasRowAccess(principal, 'customers.read', profile.customer.owner)) throw notFound('customer');
  if (seesContactDetails(principal)) return profile;
  return {
    ...profile,
    customer: withoutContactDetails(profile.customer),
    timeline: profile.timeline.map(withoutChanges),
  };
}

/** One page of what happened to a customer, or of one type of it. */
export async function listTimeline(
  { customerId, type, ...page }: PageRequest & { customerId: string; type?: string | undefined },
  context: { customers: Pick<CustomersStore, 'get' | 'listTimeline'>; principal: Principal },
): Promise<{ items: TimelineEntry[]; cursor: string | null }> {
  await accessibleCustomer(customerId, 'customers.read', context);
  const found = await context.customers.listTimeline(customerId, { ...page, eventType: type });
  return seesContactDetails(context.principal) ? found : { ...found, items: found.items.map(withoutChanges) };
}

/** The values before and after a change may be contact details. */
function withoutChanges({ changes, ...entry }: TimelineEntry): TimelineEntry {
  return entry;
}
