/** Reads of the due list. */
import { dueBound } from '../../shared/scheduling/due-list.ts';
import type { Table } from '../../shared/table/table.ts';
import { dayAfter } from '../../shared/time/days.ts';
import type { Instant } from '../../shared/values/instant.ts';
import { dueList } from './platform.items.ts';

/** How far back the sweep looks: it may have stood still over a weekend's outage, never longer. */
const lookBackDays = 2;

const pageSize = 100;

export interface DueEntry {
  readonly id: string;
  readonly dueAt: Instant;
}

export interface DueListReader {
  /** Entries of a kind that are due at `now`, the oldest first, and no more than `maximum`. */
  listDue(kind: string, now: Instant, maximum: number): Promise<readonly DueEntry[]>;
}

export function createDueListReader(table: Pick<Table, 'listRecords'>): DueListReader {
  return {
    async listDue(kind, now, maximum) {
      const due: DueEntry[] = [];
      for (let daysBack = lookBackDays; daysBack >= 0 && due.length < maximum; daysBack -= 1) {
        const day = dayAfter(now.slice(0, 10), -daysBack);
        due.push(...(await dueOfDay(table, { kind, day }, dueBound(now), maximum - due.length)));
      }
      return due;
    },
  };
}

async function dueOfDay(
  table: Pick<Table, 'listRecords'>,
  parts: { kind: string; day: string },
  bound: string,
  maximum: number,
): Promise<readonly DueEntry[]> {
  const due: DueEntry[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(pageSize, maximum - due.length);
    const page = await table.listRecords(dueList, parts, { limit, cursor });
    const sortKeys = page.rows.map((row) => String(row.gsi3sk));
    const ready = sortKeys.filter((sortKey) => sortKey < bound);
    due.push(...ready.map(entryOf));
    // Rows are in the order of time: the first that is not ready ends the day.
    cursor = ready.length === sortKeys.length ? (page.cursor ?? undefined) : undefined;
  } while (cursor !== undefined && due.length < maximum);
  return due;
}

function entryOf(sortKey: string): DueEntry {
  const end = sortKey.indexOf('#');
  return { dueAt: sortKey.slice(0, end), id: sortKey.slice(end + 1) };
}
