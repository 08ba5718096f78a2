/** What other domains may ask the quality domain. */
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { QualityRecord } from './quality.schema.ts';
import { createQualityStore, type WorklistOwner } from './quality.store.ts';

export type QualityReader = ReturnType<typeof createQualityReader>;

export function createQualityReader(table: Table) {
  const quality = createQualityStore(table);
  return {
    /** What was found of those of these customers who were looked at, in no order. */
    findMany: (customerIds: readonly string[]): Promise<readonly QualityRecord[]> =>
      quality.findMany(customerIds),

    /** A page of the worklist. */
    list: (owner: WorklistOwner, page: PageRequest) => quality.list(owner, page),
  };
}
