import { AppError, notYours } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { idsOf } from '../customers.rules.ts';
import type { Profile, TimelineEntry } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer, reaches } from './customer-access.ts';
import { findRelated } from './find-related.ts';

/** Entries on the first page of a profile. */
const entriesOfProfile = 20;

/**
 * Facts, relations, open work and the newest entries of the timeline: two queries at once, whatever has happened, and a
 * read unit for each of the others to whom the customer is related. A record that was merged into theirs costs a query
 * more, and one for its open work.
 */
export async function getProfile(customerId: string, context: ProfileContext): Promise<Profile> {
  const { customers, principal } = context;
  const [{ relations, ...head }, work] = await Promise.all([
    customers.getHead(customerId, entriesOfProfile),
    customers.readOpenWork(customerId),
  ]);
  const merged = idsOf(head.customer).filter((id) => id !== customerId);
  const others = merged.length === 0 ? undefined : await customers.readOpenWork(anyOf(merged));
  const hasOpenWork = async (_: unknown, staffId: string) =>
    work.isWorkOf(staffId) || others?.isWorkOf(staffId) === true;
  if (!(await reaches(head.customer, 'customers.read', { principal, customers: { hasOpenWork } })))
    throw notYours('customer');
  const related = await findRelated(
    relations.map(({ otherId }) => otherId),
    context,
  );
  return {
    ...head,
    relations: relations.flatMap(({ relation: kind, ...rest }) => {
      const other = related.get(rest.otherId);
      return other === undefined ? [] : [{ kind, ...rest, other }];
    }),
    openWork: [...work.rows, ...(others?.rows ?? [])],
  };
}

interface ProfileContext {
  readonly customers: Pick<CustomersStore, 'getHead' | 'readOpenWork' | 'findMany' | 'find'>;
  readonly principal: Principal;
}

interface TimelineRequest extends PageRequest {
  readonly customerId: string;
  readonly type?: string | undefined;
  readonly channel?: string | undefined;
  readonly author?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One page of what happened to a customer, of one type of it, by one channel, by whom or when. */
export async function listTimeline(
  { customerId, type: eventType, channel, author, from, to, ...page }: TimelineRequest,
  context: { customers: Pick<CustomersStore, 'get' | 'hasOpenWork' | 'listTimeline'>; principal: Principal },
): Promise<{ items: TimelineEntry[]; cursor: string | null }> {
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('invalid-request', 'Nothing lies between these instants.', {
      violations: [{ pointer: '/query/from', reason: 'Must not lie after `to`.' }],
    });
  const customer = await accessibleCustomer(customerId, 'customers.read', context);
  const events = channel === undefined && author === undefined ? undefined : { channel, actor: author };
  const between = { from, to };
  return context.customers.listTimeline(anyOf(idsOf(customer)), { ...page, eventType, events, between });
}
