/** Reindexings in the one table. */
import { entity } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import type { Table } from '../../../shared/table/table.ts';
import { replace, type Write } from '../../../shared/table/write.ts';
import { reindexingDone, reindexingStarted } from './reindexing.events.ts';
import { reindexingItem } from './reindexing.items.ts';
import type { StoredReindexing } from './reindexing.schema.ts';

const reindexingEntity = entity({
  item: reindexingItem,
  noun: 'reindexing',
  subject: ({ id, version }) => ({ reindexingId: id, version }),
  created: reindexingStarted,
  changed: reindexingDone,
});

export type ReindexingStore = ReturnType<typeof createReindexingStore>;

export function createReindexingStore(table: Table) {
  const { find, get, create, change } = reindexingEntity(table);
  return {
    find,
    get,
    start: (reindexing: StoredReindexing, origin: EventContext): readonly Write[] =>
      create(reindexing, origin),

    /** How far it has come, which is told to nobody but at the end. */
    advance: (before: StoredReindexing, after: StoredReindexing, origin: EventContext): readonly Write[] =>
      after.status === 'done'
        ? change(before, after, origin)
        : [replace(reindexingItem, after, { ifVersion: before.version, onConflict: 'retry' })],
  };
}
