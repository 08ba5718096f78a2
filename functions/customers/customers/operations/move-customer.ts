import type { EventContext } from '../../../../shared/events/event.ts';
import type { Moves, Moving } from '../../../../shared/table/moves.ts';
import type { CustomersStore } from '../customers.store.ts';

interface Context {
  readonly customers: Pick<CustomersStore, 'find' | 'list' | 'handOver'>;
}

const pageSize = 100;

/** The customers that somebody looks after; without a receiver they become nobody’s. */
export function movesOfCustomers({ customers }: Context): Moves<'changed-since'> {
  const give = async (
    id: string,
    { from, to }: { readonly from: string | null; readonly to: string | null },
    origin: EventContext,
  ) => {
    const before = await customers.find(id);
    if (before?.owner !== from) return undefined;
    const after = { ...before, owner: to, version: before.version + 1, updatedAt: origin.at };
    return { version: after.version, writes: customers.handOver(before, after, origin) };
  };
  return {
    async page(from, cursor) {
      const page = await customers.list({ owner: from }, { limit: pageSize, cursor });
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor };
    },

    async move(id, { from, to }, origin): Promise<Moving<never>> {
      const given = await give(id, { from, to }, origin);
      if (given === undefined) return { result: 'gone' };
      return { result: 'moved', row: { id, from, to, version: given.version }, writes: given.writes };
    },

    async back(row, origin) {
      const given = await give(row.id, { from: row.to, to: row.from }, origin);
      if (given === undefined) return { result: 'left', because: 'changed-since' };
      return { result: 'moved', row, writes: given.writes };
    },
  };
}
