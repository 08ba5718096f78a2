import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../../shared/table/query.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { Page } from '../../../../shared/values/page.ts';
import type { RelatedCustomer } from '../../customers/customers.schema.ts';
import type { CustomerReader } from '../../customers/index.ts';
import { listExtended, listReduced } from '../lists.events.ts';
import type { CustomerListSummary, MembersChange } from '../lists.schema.ts';
import type { ListsStore } from '../lists.store.ts';
import { assertMayChange, shownList } from './change-list.ts';

interface Context {
  readonly lists: ListsStore;
  readonly customers: Pick<CustomerReader, 'findRelated'>;
  /** Holds a write back unless the customer is there. */
  readonly customerStays: (customerId: string) => Write;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Adds customers whom the caller sees; of the others it is told that they are not there. */
export async function addMembers(
  { id, customerIds }: { id: string; customerIds: readonly string[] },
  { lists, customers, customerStays, principal, origin }: Context,
): Promise<Change<MembersChange>> {
  const before = await lists.get(id);
  assertMayChange(before, principal);
  const [found, there] = await Promise.all([
    customers.findRelated(customerIds, principal),
    lists.membersAmong(id, customerIds),
  ]);
  const isOpen = (customerId: string) => {
    const customer = found.get(customerId);
    return customer !== undefined && customer.masked === undefined;
  };
  const open = customerIds.filter(isOpen);
  const added = open.filter((customerId) => !there.has(customerId));
  const after = {
    ...before,
    members: before.members + added.length,
    version: before.version + 1,
    updatedAt: origin.at,
  };
  const writes = added.flatMap((customerId) => [
    lists.add({ customerId, listId: id, addedAt: origin.at }),
    customerStays(customerId),
  ]);
  return {
    result: {
      list: shownList(added.length === 0 ? before : after),
      changed: added,
      unchanged: open.filter((customerId) => there.has(customerId)),
      notFound: customerIds.filter((customerId) => !isOpen(customerId)),
    },
    writes: added.length === 0 ? [] : [...lists.change(before, after, origin, listExtended), ...writes],
  };
}

/** Takes customers out of a list, whoever sees them. */
export async function removeMembers(
  { id, customerIds }: { id: string; customerIds: readonly string[] },
  { lists, principal, origin }: Pick<Context, 'lists' | 'principal' | 'origin'>,
): Promise<Change<MembersChange>> {
  const before = await lists.get(id);
  assertMayChange(before, principal);
  const there = await lists.membersAmong(id, customerIds);
  const out = customerIds.filter((customerId) => there.has(customerId));
  const unchanged = customerIds.filter((customerId) => !there.has(customerId));
  const after = {
    ...before,
    members: before.members - out.length,
    version: before.version + 1,
    updatedAt: origin.at,
  };
  const writes = out.map((customerId) => lists.takeOut({ customerId, listId: id }));
  return {
    result: { list: shownList(out.length === 0 ? before : after), changed: out, unchanged, notFound: [] },
    writes: out.length === 0 ? [] : [...lists.change(before, after, origin, listReduced), ...writes],
  };
}

/** One page of who is in a list: in summaries, masked where they are not the caller's to see. */
export async function listMembers(
  { id, ...page }: PageRequest & { id: string },
  { lists, customers, principal }: Pick<Context, 'lists' | 'customers' | 'principal'>,
): Promise<Page<RelatedCustomer>> {
  await lists.get(id);
  const { items, cursor } = await lists.listMembers(id, page);
  const found = await customers.findRelated(
    items.map(({ customerId }) => customerId),
    principal,
  );
  return { items: items.flatMap(({ customerId }) => found.get(customerId) ?? []), cursor };
}

/** The lists that a customer is in, who is the caller's to see. */
export async function listsOfCustomer(
  { customerId, ...page }: PageRequest & { customerId: string },
  {
    lists,
    customers,
    principal,
  }: Pick<Context, 'lists' | 'principal'> & { customers: Pick<CustomerReader, 'getReachable'> },
): Promise<Page<CustomerListSummary>> {
  await customers.getReachable(customerId, 'customers.read', principal);
  const { items, cursor } = await lists.listsOf(customerId, page);
  const rows = items.map(({ id, version, name, members, createdBy, updatedAt }) => ({
    ...{ id, version, name, members, createdBy, updatedAt },
  }));
  return { items: rows, cursor };
}

/** A customer who is gone leaves the next of the lists; answers whether there was one. */
export async function leaveNext(
  customerId: string,
  { lists }: { readonly lists: Pick<ListsStore, 'membershipsOf' | 'leave'> },
): Promise<Change<boolean>> {
  const [membership] = await lists.membershipsOf(customerId);
  return membership === undefined
    ? { result: false, writes: [] }
    : { result: true, writes: lists.leave(membership) };
}
