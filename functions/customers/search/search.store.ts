/** The search index in the one table. */
import { isDeepStrictEqual } from 'node:util';
import { fromRecord } from '../../../shared/table/item.ts';
import { readable } from '../../../shared/table/readable.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import { customerStays } from '../customers/index.ts';
import { entriesBeginning, entriesOfTerm, searchEntryItem, searchRecordItem } from './search.items.ts';
import { entriesOf, type Place, startOf } from './search.rules.ts';
import type { FoundCustomer, IndexRecord, Terms } from './search.schema.ts';

/** One entry as it is read, with its place in the order. */
export interface FoundEntry {
  readonly customerId: string;
  readonly terms: Terms;
  readonly customer: FoundCustomer;
  readonly term: string;
  /** Its sort key: the list goes on behind it. */
  readonly position: string;
}

export type SearchStore = ReturnType<typeof createSearchStore>;

export function createSearchStore(table: Table) {
  return {
    /** What the index holds of this customer: one strongly consistent read. */
    findRecord: (customerId: string): Promise<IndexRecord | undefined> =>
      table.find(searchRecordItem, { customerId }),

    /**
     * The writes by which the index holds `after` of a customer in place of `before`, nothing where that is the same. They
     * stand in one transaction on the version of the record, so whoever has read older things of the customer loses and
     * reads again: two write units for each entry that changes.
     */
    change(
      customerId: string,
      before: IndexRecord | undefined,
      after: Pick<IndexRecord, 'terms' | 'customer'> | undefined,
    ): readonly Write[] {
      if (isDeepStrictEqual(contentOf(before), contentOf(after))) return [];
      const kept = new Set(entriesIn(after).map(keyText));
      const gone = entriesIn(before).filter((entry) => !kept.has(keyText(entry)));
      return [
        ...recordWrites(customerId, before, after),
        ...gone.map((entry) => remove(searchEntryItem, { ...entry, customerId })),
        ...(after === undefined
          ? []
          : entriesIn(after).map((entry) => put(searchEntryItem, { ...entry, ...after, customerId }))),
      ];
    },

    /**
     * Entries at one place of the index behind a position, in the order of the index: one query.
     * @returns `after` where the place goes on, null when nothing is left there
     */
    async read(
      place: Place,
      { limit, after }: { readonly limit: number; readonly after?: string | undefined },
    ): Promise<{ readonly entries: readonly FoundEntry[]; readonly after: string | null }> {
      const pattern = place.whole ? entriesOfTerm : entriesBeginning;
      const page = await table.listRange(
        pattern,
        { ...place, start: startOf(place.kind, place.term) },
        { limit, after },
      );
      const entries = readable(page.rows, (row) => ({
        ...fromRecord(searchEntryItem, row),
        position: String(row.sk),
      }));
      return { entries, after: page.after };
    },
  };
}

function contentOf(record: Pick<IndexRecord, 'terms' | 'customer'> | undefined) {
  // What is stored has no fields without a value.
  return record && JSON.parse(JSON.stringify({ terms: record.terms, customer: record.customer }));
}

function entriesIn(record: Pick<IndexRecord, 'terms'> | undefined) {
  return record === undefined ? [] : entriesOf(record.terms);
}

const keyText = ({ kind, rank, term }: Pick<Place, 'kind' | 'rank' | 'term'>) => `${kind} ${rank} ${term}`;

function recordWrites(
  customerId: string,
  before: IndexRecord | undefined,
  after: Pick<IndexRecord, 'terms' | 'customer'> | undefined,
): readonly Write[] {
  if (after === undefined)
    return before === undefined
      ? []
      : [remove(searchRecordItem, before, { ifVersion: before.version, onConflict: 'retry' })];
  const { terms, customer } = after;
  if (before === undefined) {
    const record = { customerId, terms, customer, version: 1 };
    // Somebody may be erased between the reading and the writing, and must not come back.
    return [insert(searchRecordItem, record, { onConflict: 'retry' }), customerStays(customerId)];
  }
  const record = { customerId, terms, customer, version: before.version + 1 };
  return [replace(searchRecordItem, record, { ifVersion: before.version, onConflict: 'retry' })];
}
