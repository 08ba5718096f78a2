/** What other domains may ask the duplicates domain. */
import type { Table } from '../../../shared/table/table.ts';
import type { Customer } from '../customers/customers.schema.ts';
import { createDuplicatesStore } from './duplicates.store.ts';
import { type Alike, alikeAtOnce } from './operations/alike-at-once.ts';

/** Settings are read once in so many milliseconds, so that creating a customer costs no read while nothing is asked. */
const freshMilliseconds = 60_000;

/** Who may be the customer that is about to be created, at once: nobody while the setting `checkOnCreate` is off. */
export function createAlikeReader(table: Table) {
  const duplicates = createDuplicatesStore(table);
  let read: { readonly at: number; readonly settings: ReturnType<typeof duplicates.getSettings> } | undefined;
  const getSettings = () => {
    const isFresh = read !== undefined && Math.abs(Date.now() - read.at) < freshMilliseconds;
    if (read === undefined || !isFresh) read = { at: Date.now(), settings: duplicates.getSettings() };
    return read.settings;
  };
  return (customer: Customer): Promise<readonly Alike[]> =>
    alikeAtOnce(customer, { duplicates: { getSettings, candidates: duplicates.candidates } });
}
