/** Staff in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import * as holdings from '../../holdings.ts';
import { staffChanged, staffRegistered } from './staff.events.ts';
import { staffByName, staffItem } from './staff.items.ts';

const staffEntity = entity({
  item: staffItem,
  noun: 'member of staff',
  subject: ({ id, version }) => ({ staffId: id, version }),
  created: staffRegistered,
  changed: staffChanged,
});

export function createStaffStore(table: Table) {
  return {
    ...staffEntity(table),
    list: ({ active, ...page }: PageRequest & { readonly active?: boolean | undefined }) =>
      table.listSummaries(staffByName, {}, active === undefined ? page : { ...page, filter: { active } }),
  };
}

/** Counts what a person holds of each kind. The indexes lag by a second or so. */
export function createHoldingsReader(table: Pick<Table, 'count'>) {
  return async (owner: string): Promise<Readonly<Record<string, number>>> => {
    const counts = await Promise.all(
      Object.entries(holdings).map(async ([kind, pattern]) => [kind, await table.count(pattern, { owner })]),
    );
    return Object.fromEntries(counts);
  };
}
