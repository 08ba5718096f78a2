/** What other domains may ask the sources domain. */
import type { Table } from '../../../shared/table/table.ts';
import { closedTo } from './sources.rules.ts';
import type { SourceRules } from './sources.schema.ts';
import { createSourcesStore } from './sources.store.ts';

export type SourceReader = ReturnType<typeof createSourceReader>;

/** A function reads the rules once in so many milliseconds: a change of them holds within that time. */
const freshMilliseconds = 5000;

export function createSourceReader(table: Pick<Table, 'find'>) {
  const sources = createSourcesStore(table);
  let read: { readonly at: number; readonly rules: SourceRules } | undefined;
  return {
    /** Names of the fields that this source may not write over, as the rules were at most 5 seconds ago. */
    async closedTo(source: string): Promise<ReadonlySet<string>> {
      const age = read === undefined ? undefined : Date.now() - read.at;
      if (read === undefined || age === undefined || age < 0 || age >= freshMilliseconds)
        read = { at: Date.now(), rules: await sources.get() };
      return closedTo(source, read.rules.rules);
    },
  };
}
