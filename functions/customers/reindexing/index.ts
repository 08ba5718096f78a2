/** What other domains may ask the reindexing domain. */
import type { EventContext } from '../../../shared/events/event.ts';
import type { Table } from '../../../shared/table/table.ts';
import { reindexBecauseOf } from './operations/start-reindexing.ts';
import { createReindexingStore } from './reindexing.store.ts';

/** Begins to walk through all customers because of an event, once however often it comes. */
export function createReindexingStarter(table: Table) {
  const reindexings = createReindexingStore(table);
  return async (origin: EventContext): Promise<void> => {
    await table.commit(await reindexBecauseOf(origin, { reindexings }));
  };
}
