import { commitWithRetry } from '../../../../shared/table/retry.ts';
import type { Table } from '../../../../shared/table/table.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { CustomerReader, CustomerRecord } from '../../customers/index.ts';
import type { Membership } from '../lists.schema.ts';
import type { ListsStore } from '../lists.store.ts';

interface Context {
  readonly lists: Pick<ListsStore, 'allMembershipsOf' | 'find' | 'settle' | 'forget'>;
  readonly customers: Pick<CustomerReader, 'findFamily'>;
  /** Holds a write back unless the record is as it was read. */
  readonly customerIsAt: (record: CustomerRecord) => Write;
}

/**
 * Of merged records the one that stands for them is in a list, once, if any of them was added; the others are so again
 * when the merge is taken back. Settles the next list in which that is not so, and answers whether there was one. However
 * often and in whatever order.
 */
async function settleNext(
  customerId: string,
  { lists, customers, customerIsAt }: Context,
): Promise<Change<boolean>> {
  const family = await customers.findFamily(customerId);
  const root = family?.path.at(-1);
  if (family === undefined || root === undefined) return { result: false, writes: [] };
  const records = [...family.path, ...family.others];
  const found = await Promise.all(records.map(({ id }) => lists.allMembershipsOf(id)));
  // Who keeps a list by a rule looks at the customer as a whole.
  const added = found.flat().filter(({ kept }) => kept === undefined);
  for (const [listId, places] of Map.groupBy(added, (place) => place.listId)) {
    const wanted = wantedOf(root.id, places);
    const writes = lists.settle(listId, places, wanted);
    if (writes.length === 0) continue;
    if ((await lists.find(listId)) === undefined)
      return { result: true, writes: places.map((place) => lists.forget(place)) };
    return { result: true, writes: [...writes, ...records.map(customerIsAt)] };
  }
  return { result: false, writes: [] };
}

/** Settles all of them. */
export async function settleLists(customerId: string, table: Table, context: Context): Promise<void> {
  let settled: boolean;
  do {
    const { result } = await commitWithRetry(table, () => settleNext(customerId, context));
    settled = result;
  } while (settled);
}

/** What should stand of a list: whoever was added, hidden where it is merged, and the one that stands for all. */
function wantedOf(rootId: string, places: readonly Membership[]): readonly Membership[] {
  const added = places.filter(({ inherited }) => inherited === undefined);
  const [first] = added;
  if (first === undefined) return [];
  const wanted = added.map(({ hidden: _, ...place }) =>
    place.customerId === rootId ? place : { ...place, hidden: true as const },
  );
  const isRootIn = added.some(({ customerId }) => customerId === rootId);
  return isRootIn
    ? wanted
    : [...wanted, { ...first, hidden: undefined, customerId: rootId, inherited: true }];
}
