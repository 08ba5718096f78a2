/** What other domains may ask the lists domain. */
import type { EventContext } from '../../../shared/events/event.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import { createCustomerReader, customerIsAt, customerStays } from '../customers/index.ts';
import { type ListRecord, type Membership, maximumAtOnce } from './lists.schema.ts';
import { createListsStore } from './lists.store.ts';
import { assertMayChange } from './operations/change-list.ts';
import { settleLists } from './operations/follow-merges.ts';

export { estimated } from './lists.rules.ts';

export type ListReader = ReturnType<typeof createListReader>;

export function createListReader(table: Table) {
  const lists = createListsStore(table);
  return {
    /** How many are in a list, as it is kept; undefined when there is no such list (any more). */
    membersIn: async (listId: string): Promise<number | undefined> => (await lists.find(listId))?.members,

    /** A page of one shard of who is in a list; see `listMembers`. `after` is the cursor of the page before. */
    async listShard(
      listId: string,
      { shard, after, limit }: { shard: number; after?: string | undefined; limit: number },
    ) {
      const { items, cursor } = await lists.listMembers(listId, { limit, cursor: after }, shard);
      return { customerIds: items.map(({ customerId }) => customerId), after: cursor };
    },

    /** Whether a customer is in a list that is there. */
    hasMember: async (listId: string, customerId: string): Promise<boolean> =>
      (await lists.membershipsIn(listId, [customerId])).some(({ hidden }) => hidden === undefined),

    isThere: async (listId: string): Promise<boolean> => (await lists.find(listId)) !== undefined,

    /** A page of who is in a list, as the index has it; a second or so late. */
    listMembers: (listId: string, page: PageRequest) => lists.listMembers(listId, page),

    /** Which of these customers are in a list, and not hidden behind another record: one strongly consistent read each. */
    async membersAmong(listId: string, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
      const found = await lists.membershipsIn(listId, customerIds);
      return new Set(found.filter(({ hidden }) => hidden === undefined).map(({ customerId }) => customerId));
    },
  };
}

export type ListKeeper = ReturnType<typeof createListKeeper>;

/** Lists that a rule keeps: what keeps them is elsewhere, who is in them is read like of any other list. */
export function createListKeeper(table: Table) {
  const lists = createListsStore(table);
  return {
    /** A list without anybody in it; its id follows from whoever asks. */
    create: (
      list: Pick<ListRecord, 'id' | 'name' | 'description' | 'createdBy'> & { readonly keptBy: string },
      origin: EventContext,
    ): readonly Write[] =>
      lists.create({ ...list, version: 1, members: 0, createdAt: origin.at, updatedAt: origin.at }, origin),

    /** What it is called now. */
    async rename(
      listId: string,
      called: Pick<ListRecord, 'name' | 'description'>,
      origin: EventContext,
    ): Promise<readonly Write[]> {
      const before = await lists.get(listId);
      const { description: _, ...rest } = before;
      const after = { ...rest, ...called, version: before.version + 1, updatedAt: origin.at };
      return lists.change(before, after, origin);
    },

    delete: async (listId: string, origin: EventContext): Promise<readonly Write[]> =>
      lists.delete(await lists.get(listId), origin),

    /** Beside the reason for it: three write units for the membership, one for the count. */
    enter: lists.enter,
    leave: (place: Pick<Membership, 'listId' | 'customerId'>, { at }: EventContext): readonly Write[] =>
      lists.leave({ ...place, addedAt: at, kept: true }),
  };
}

export type ListFiller = ReturnType<typeof createListFiller>;

/** What puts many customers into a list, such as an import. */
export function createListFiller(table: Table) {
  const lists = createListsStore(table);
  const customers = createCustomerReader(table);
  return {
    /** Throws `not-found`, or `forbidden` where the list is not the caller's to change. */
    async assertMayFill(listId: string, principal: Principal): Promise<void> {
      assertMayChange(await lists.get(listId), principal);
    },

    /** Adds those of the customers who are there and not in the list yet; nobody to a list that is gone. */
    async addAll(
      customerIds: readonly string[],
      place: Pick<Membership, 'listId' | 'importId' | 'addedAt'>,
    ): Promise<void> {
      const { listId } = place;
      for (let start = 0; start < customerIds.length; start += maximumAtOnce) {
        const some = customerIds.slice(start, start + maximumAtOnce);
        await commitWithRetry(table, async () => {
          const [list, there, members] = await Promise.all([
            lists.find(listId),
            customers.findMany(some),
            lists.membersAmong(listId, some),
          ]);
          const added = there.map(({ id }) => id).filter((id) => !members.has(id));
          if (list === undefined || added.length === 0) return { result: undefined, writes: [] };
          const after = { ...list, version: list.version + 1, members: list.members + added.length };
          const writes = added.flatMap((customerId) => [
            lists.add({ customerId, ...place }),
            customerStays(customerId),
          ]);
          return { result: undefined, writes: [lists.advance(list, after), ...writes] };
        });
      }
    },

    /** Takes out those of the customers whom this import has put in, also where their record was merged since. */
    async takeBack(
      customerIds: readonly string[],
      { listId, importId }: { readonly listId: string; readonly importId: string },
    ): Promise<void> {
      for (let start = 0; start < customerIds.length; start += maximumAtOnce) {
        const some = customerIds.slice(start, start + maximumAtOnce);
        const { result: merged } = await commitWithRetry(table, async () => {
          const [list, places] = await Promise.all([lists.find(listId), lists.membershipsIn(listId, some)]);
          const own = places.filter((place) => place.importId === importId);
          const hidden = own.filter((place) => place.hidden !== undefined);
          if (list === undefined || own.length === 0) return { result: [], writes: [] };
          const seen = own.length - hidden.length;
          const after = { ...list, version: list.version + 1, members: list.members - seen };
          return { result: hidden, writes: [lists.advance(list, after), ...own.map(lists.takeOut)] };
        });
        for (const { customerId } of merged)
          await settleLists(customerId, table, { lists, customers, customerIsAt });
      }
    },
  };
}
