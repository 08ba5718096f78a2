import { AppError } from '../../../../shared/errors/app-error.ts';
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
  /** Holds a write back unless the customer is there and not merged into another one. */
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
  const found = await customers.findRelated(customerIds, principal);
  // By the id of a record that was merged into another one it is that one who is added.
  const standing = customerIds.map((asked) => ({ asked, customer: found.get(asked) }));
  const open = standing.flatMap(({ asked, customer }) =>
    customer === undefined || customer.masked ? [] : [{ asked, customerId: customer.id }],
  );
  const there = await lists.membersAmong(id, [...new Set(open.map(({ customerId }) => customerId))]);
  const added = open.filter(
    ({ customerId }, index) =>
      !there.has(customerId) && open.findIndex((each) => each.customerId === customerId) === index,
  );
  const changed = added.map(({ asked }) => asked);
  const after = {
    ...before,
    members: before.members + added.length,
    version: before.version + 1,
    updatedAt: origin.at,
  };
  const writes = added.flatMap(({ customerId }) => [
    lists.add({ customerId, listId: id, addedAt: origin.at }),
    customerStays(customerId),
  ]);
  const reached = new Set(open.map(({ asked }) => asked));
  return {
    result: {
      list: shownList(added.length === 0 ? before : after),
      changed,
      unchanged: open.map(({ asked }) => asked).filter((asked) => !changed.includes(asked)),
      notFound: customerIds.filter((asked) => !reached.has(asked)),
    },
    writes: added.length === 0 ? [] : [...lists.change(before, after, origin, listExtended), ...writes],
  };
}

/** Beside the change of the list, a transaction takes so many records out. */
const maximumTakenOut = 95;

/** Takes customers out of a list, whoever sees them, with all records that were merged into theirs. */
export async function removeMembers(
  { id, customerIds }: { id: string; customerIds: readonly string[] },
  { lists, customers, principal, origin }: RemoveContext,
): Promise<Change<MembersChange>> {
  const before = await lists.get(id);
  assertMayChange(before, principal);
  const families = await Promise.all(customerIds.map((asked) => recordsOf(asked, customers)));
  const places = await lists.membershipsIn(id, [...new Set(families.flat())]);
  const changed = customerIds.filter((_, index) =>
    places.some(({ customerId, hidden }) => hidden === undefined && families[index]?.includes(customerId)),
  );
  if (changed.length > 0 && places.length > maximumTakenOut)
    throw new AppError('invalid-request', 'These are more records than can be taken out at once.', {
      violations: [
        { pointer: '/body/customerIds', reason: 'Many were merged. Take fewer of them out at once.' },
      ],
    });
  const seen = places.filter(({ hidden }) => hidden === undefined);
  const after = {
    ...before,
    members: before.members - seen.length,
    version: before.version + 1,
    updatedAt: origin.at,
  };
  const unchanged = customerIds.filter((asked) => !changed.includes(asked));
  const writes = places.map((place) =>
    place.hidden === undefined ? lists.takeOut(place) : lists.takeOutHidden(place),
  );
  return {
    result: { list: shownList(changed.length === 0 ? before : after), changed, unchanged, notFound: [] },
    writes: changed.length === 0 ? [] : [...lists.change(before, after, origin, listReduced), ...writes],
  };
}

interface RemoveContext extends Pick<Context, 'lists' | 'principal' | 'origin'> {
  readonly customers: Pick<CustomerReader, 'findFamily'>;
}

/** The ids of a customer: also of one who is gone, who may be leaving the list just now. */
async function recordsOf(
  customerId: string,
  customers: RemoveContext['customers'],
): Promise<readonly string[]> {
  const family = await customers.findFamily(customerId);
  return family === undefined ? [customerId] : [...family.path, ...family.others].map(({ id }) => id);
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
  // A merge may have made one of two a moment ago.
  const shown = new Map(
    items.flatMap(({ customerId }) => found.get(customerId) ?? []).map((each) => [each.id, each]),
  );
  return { items: [...shown.values()], cursor };
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
  const { id: ownId } = await customers.getReachable(customerId, 'customers.read', principal);
  const { items, cursor } = await lists.listsOf(ownId, page);
  const rows = items.map(({ id, version, name, members, createdBy, keptBy, updatedAt }) => ({
    ...{ id, version, name, members, createdBy, keptBy, updatedAt },
  }));
  return { items: rows, cursor };
}

/** A customer who is gone leaves the next of the lists that no rule keeps; answers whether there was one. */
export async function leaveNext(
  customerId: string,
  { lists }: { readonly lists: Pick<ListsStore, 'allMembershipsOf' | 'leave'> },
): Promise<Change<boolean>> {
  const membership = (await lists.allMembershipsOf(customerId)).find(({ kept }) => kept === undefined);
  return membership === undefined
    ? { result: false, writes: [] }
    : { result: true, writes: lists.leave(membership) };
}
