import { notYours } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Profile, TimelineEntry } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer, reaches } from './customer-access.ts';

/** Entries on the first page of a profile. */
const entriesOfProfile = 20;

/** The customer and the newest entries of the timeline. */
export async function getProfile(
  customerId: string,
  context: { customers: Pick<CustomersStore, 'getProfile' | 'hasOpenWork'>; principal: Principal },
): Promise<Profile> {
  const profile = await context.customers.getProfile(customerId, entriesOfProfile);
  if (!(await reaches(profile.customer, 'customers.read', context))) throw notYours('customer');
  return profile;
}

/** One page of what happened to a customer, or of one type of it. */
export async function listTimeline(
  { customerId, type, ...page }: PageRequest & { customerId: string; type?: string | undefined },
  context: { customers: Pick<CustomersStore, 'get' | 'hasOpenWork' | 'listTimeline'>; principal: Principal },
): Promise<{ items: TimelineEntry[]; cursor: string | null }> {
  await accessibleCustomer(customerId, 'customers.read', context);
  return context.customers.listTimeline(customerId, { ...page, eventType: type });
}
