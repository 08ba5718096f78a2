/** How the search index lies in the one table. */
import * as z from 'zod';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { newestFirst, startOf } from './search.rules.ts';
import { IndexRecord } from './search.schema.ts';

/**
 * One thing that a customer is found by. Whole words (rank 0) stand before what begins within one (rank 1), an exact
 * match before longer ones, and among the same the newest customer first.
 */
export const searchEntryItem = defineItem({
  name: 'search-entry',
  v: 1,
  retention: 'record',
  // All entries of a customer repeat what is shown of them, so that no hit costs a read.
  schema: IndexRecord.omit({ version: true }).extend({
    kind: z.enum(['text', 'phone', 'tail', 'email']),
    rank: z.enum(['0', '1']),
    term: z.string(),
  }),
  key: ['S#{kind}#{start}', '{rank}#{term}#{recency}'],
  parts: ({ kind, term, customerId }) => ({
    start: startOf(kind, term),
    recency: newestFirst(customerId),
  }),
});

/** What the index holds of a customer: what to take out of it when that changes. Below the timeline, which is read from above. */
export const searchRecordItem = defineItem({
  name: 'search-record',
  v: 1,
  retention: 'record',
  schema: IndexRecord,
  key: ['C#{customerId}', 'SEARCH'],
});

export const entriesBeginning = definePattern({
  question: 'Which customers have a name, a number or an address that begins so?',
  item: searchEntryItem,
  partition: 'S#{kind}#{start}',
  prefix: '{rank}#{term}',
});

export const entriesOfTerm = definePattern({
  question: 'Which customers have exactly this in a name, a number or an address?',
  item: searchEntryItem,
  partition: 'S#{kind}#{start}',
  prefix: '{rank}#{term}#',
});
