/** Reads of the due list. */
import type { Lane } from '../../shared/events/overdue.ts';
import { type DueEntry, dueBound, readDueEntry } from '../../shared/scheduling/due-list.ts';
import type { Table } from '../../shared/table/table.ts';
import { dayAfter } from '../../shared/time/days.ts';
import type { Instant } from '../../shared/values/instant.ts';
import { dueList } from './platform.items.ts';

/**
 * How far back a sweep looks: to yesterday, and every full hour to whatever a standstill of the sweep has left behind.
 * Looking at a week every minute would be half a million reads a day for nothing.
 */
function lookBackDays(now: Instant): number {
  return now.slice(14, 16) === '00' ? 7 : 1;
}

const pageSize = 100;

export interface DueListReader {
  /** Entries of a lane that are due at `now`, the oldest first, and no more than `maximum`. */
  listDue(lane: Lane, now: Instant, maximum: number): Promise<readonly DueEntry[]>;
}

export function createDueListReader(table: Pick<Table, 'listRecords'>): DueListReader {
  return {
    async listDue(lane, now, maximum) {
      const due: DueEntry[] = [];
      for (let daysBack = lookBackDays(now); daysBack >= 0 && due.length < maximum; daysBack -= 1) {
        const day = dayAfter(now.slice(0, 10), -daysBack);
        due.push(...(await dueOfDay(table, { lane, day }, dueBound(now), maximum - due.length)));
      }
      return due;
    },
  };
}

async function dueOfDay(
  table: Pick<Table, 'listRecords'>,
  parts: { lane: Lane; day: string },
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
    due.push(...ready.map(readDueEntry));
    // Rows are in the order of time: the first that is not ready ends the day.
    cursor = ready.length === sortKeys.length ? (page.cursor ?? undefined) : undefined;
  } while (cursor !== undefined && due.length < maximum);
  return due;
}
