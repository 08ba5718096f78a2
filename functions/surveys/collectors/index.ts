/** What other domains may ask the collectors domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createCollectorsStore } from './collectors.store.ts';

export type { CollectorRecord } from './collectors.items.ts';
export { whyClosed } from './collectors.rules.ts';
export { collected, keepsSuspects, suspectCollected } from './collectors.store.ts';
export { newForm, openForm } from './operations/shown-form.ts';

export type CollectorReader = ReturnType<typeof createCollectorReader>;

export function createCollectorReader(table: Table) {
  const { find, findByCode, answeredBy, hourOf } = createCollectorsStore(table);
  return { find, findByCode, answeredBy, hourOf };
}
