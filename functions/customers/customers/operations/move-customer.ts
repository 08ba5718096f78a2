import type { EventContext } from '../../../../shared/events/event.ts';
import type { MovedRow, Moves, Moving } from '../../../../shared/table/moves.ts';
import type { Customer } from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'findMany' | 'list' | 'handOver'>;
}

const pageSize = 100;

/** The customers that somebody looks after; without a receiver they become nobody’s. */
export function movesOfCustomers({ customers }: Context): Moves<'changed-since'> {
  const asRead = async (ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> =>
    new Map((await customers.findMany(ids)).map((customer) => [customer.id, customer]));
  const give = (
    before: Customer | undefined,
    { from, to }: { readonly from: string | null; readonly to: string | null },
    origin: EventContext,
  ) => {
    if (before?.owner !== from) return undefined;
    const after = { ...before, owner: to, version: before.version + 1, updatedAt: origin.at };
    return { version: after.version, writes: customers.handOver(before, after, origin) };
  };
  return {
    together: true,

    async page(from, cursor) {
      const page = await customers.list({ owner: from }, { limit: pageSize, cursor });
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor };
    },

    async move(ids, { from, to }, origin) {
      const found = await asRead(ids);
      return ids.map((id): Moving<never> => {
        const given = give(found.get(id), { from, to }, origin);
        if (given === undefined) return { result: 'gone' };
        return { result: 'moved', row: { id, from, to, version: given.version }, writes: given.writes };
      });
    },

    async back(rows, origin) {
      const found = await asRead(rows.map(({ id }) => id));
      return rows.map((row: MovedRow): Moving<'changed-since'> => {
        const given = give(found.get(row.id), { from: row.to, to: row.from }, origin);
        if (given === undefined) return { result: 'left', because: 'changed-since' };
        return { result: 'moved', row, writes: given.writes };
      });
    },
  };
}
