import { AppError, notYours } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { anyOf } from '../../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import { type Identity, idsOf } from '../customers.rules.ts';
import {
  customerIdSchema,
  type NamedCustomer,
  type Profile,
  type TimelineEntry,
  type TimelinePage,
} from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { accessibleCustomer, reaches } from './customer-access.ts';
import { findRelated } from './find-related.ts';

/** Entries on the first page of a profile. */
const entriesOfProfile = 20;

/**
 * Facts, relations, open work and the newest entries of the timeline: two queries at once, whatever has happened, and a
 * read unit for each of the others to whom the customer is related or whom an entry names. A record that was merged into
 * theirs costs a query more, and one for its open work.
 */
export async function getProfile(customerId: string, context: ProfileContext): Promise<Profile> {
  const { customers, principal } = context;
  const [{ relations, ...head }, work] = await Promise.all([
    customers.getHead(customerId, entriesOfProfile),
    customers.readOpenWork(customerId),
  ]);
  const merged = idsOf(head.customer).filter((id) => id !== customerId);
  const theirs = merged.length === 0 ? undefined : await customers.readOpenWork(anyOf(merged));
  const hasOpenWork = async (_: unknown, staffId: string) =>
    work.isWorkOf(staffId) || theirs?.isWorkOf(staffId) === true;
  if (!(await reaches(head.customer, 'customers.read', { principal, customers: { hasOpenWork } })))
    throw notYours('customer');
  const [related, others] = await Promise.all([
    findRelated(
      relations.map(({ otherId }) => otherId),
      context,
    ),
    namedIn(head.timeline, head.customer, context),
  ]);
  return {
    ...{ ...head, others },
    relations: relations.flatMap(({ relation: kind, ...rest }) => {
      const other = related.get(rest.otherId);
      return other === undefined ? [] : [{ kind, ...rest, other }];
    }),
    openWork: [...work.rows, ...(theirs?.rows ?? [])],
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
  context: {
    customers: Pick<CustomersStore, 'get' | 'hasOpenWork' | 'listTimeline' | 'findMany' | 'find'>;
    principal: Principal;
  },
): Promise<TimelinePage> {
  if (from !== undefined && to !== undefined && from > to)
    throw new AppError('invalid-request', 'Nothing lies between these instants.', {
      violations: [{ pointer: '/query/from', reason: 'Must not lie after `to`.' }],
    });
  const customer = await accessibleCustomer(customerId, 'customers.read', context);
  const events = channel === undefined && author === undefined ? undefined : { channel, actor: author };
  const between = { from, to };
  const found = await context.customers.listTimeline(anyOf(idsOf(customer)), {
    ...{ ...page, eventType, events, between },
  });
  return { ...found, others: await namedIn(found.items, customer, context) };
}

/** The others whom entries name, by the ids that stand there; those who are the customer by now have no other name. */
async function namedIn(
  entries: readonly TimelineEntry[],
  customer: Identity,
  context: Parameters<typeof findRelated>[1],
): Promise<NamedCustomer[]> {
  const own = new Set(idsOf(customer));
  const ids = entries.flatMap(othersIn).filter((id) => !own.has(id));
  const found = await findRelated(ids, context);
  return [...found].map(([id, { name, masked }]) => ({ id, name, ...(masked && { masked }) }));
}

/** Ids of customers in an entry: with whom they are related or compared, and with whom they were merged. */
function othersIn({ data, changes }: TimelineEntry): readonly string[] {
  const merged = [changes?.before.mergedFrom, changes?.after.mergedFrom];
  return [data.otherId, data.into, data.from, ...merged].flat().filter(isCustomerId);
}

const isCustomerId = (value: unknown): value is string => customerIdSchema.safeParse(value).success;
