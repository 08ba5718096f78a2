/** What other domains may ask the collectors domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createCollectorsStore } from './collectors.store.ts';

export type { CollectorRecord } from './collectors.items.ts';
export { whyClosed } from './collectors.rules.ts';
export { collected, keepsSuspects, suspectCollected } from './collectors.store.ts';
export { newForm, openForm } from './operations/shown-form.ts';

export type CollectorReader = ReturnType<typeof createCollectorReader>;

export function createCollectorReader(table: Table) {
  const { find, findByCode, answeredBy, hourOf, namesOf } = createCollectorsStore(table);
  return {
    ...{ find, findByCode, answeredBy, hourOf, namesOf },

    /** What came by links, each with what its link is called. */
    async withNames<Row extends { readonly collectorId?: string | undefined }>(
      rows: readonly Row[],
    ): Promise<(Row & { readonly collectorName?: string | undefined })[]> {
      const names = await namesOf([...new Set(rows.flatMap(({ collectorId }) => collectorId ?? []))]);
      return rows.map((row) => ({ ...row, collectorName: names.get(row.collectorId ?? '') }));
    },
  };
}
