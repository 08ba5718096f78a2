/** The due list in the one table. */
import type { Lane } from '../../shared/events/overdue.ts';
import { type DueEntry, dueBound, readDueEntry, toldKey } from '../../shared/scheduling/due-list.ts';
import type { Key } from '../../shared/table/item.ts';
import type { Table } from '../../shared/table/table.ts';
import { moveInIndex } from '../../shared/table/write.ts';
import type { Instant } from '../../shared/values/instant.ts';
import { dueList, Waiting } from './platform.items.ts';

const pageSize = 100;

/** An entry with what it takes to move it. */
export interface ListedEntry extends DueEntry {
  readonly key: Key;
  readonly sortKey: string;
}

export interface DueListStore {
  /** Entries of a lane that are due at `now`, the first due first, and no more than `maximum`. */
  listDue(lane: Lane, now: Instant, maximum: number): Promise<readonly ListedEntry[]>;
  /** Lets an entry that was told at `now` wait again, unless its domain has dealt with it meanwhile. */
  putOff(entry: ListedEntry, now: Instant): Promise<void>;
}

export function createDueListStore(table: Pick<Table, 'listRecords' | 'commit'>): DueListStore {
  return {
    async listDue(lane, now, maximum) {
      const due: ListedEntry[] = [];
      let cursor: string | undefined;
      do {
        const limit = Math.min(pageSize, maximum - due.length);
        const page = await table.listRecords(
          dueList,
          { lane },
          { limit, cursor, between: { to: dueBound(now) } },
        );
        due.push(...page.rows.map((row) => listed(Waiting.parse(row))));
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined && due.length < maximum);
      return due;
    },
    async putOff(entry, now) {
      const { key, sortKey } = entry;
      await table.commit([moveInIndex(key, 'gsi3', { from: sortKey, to: toldKey(entry, now) })]);
    },
  };
}

function listed({ pk, sk, gsi3sk }: Waiting): ListedEntry {
  return { ...readDueEntry(gsi3sk), key: { pk, sk }, sortKey: gsi3sk };
}
