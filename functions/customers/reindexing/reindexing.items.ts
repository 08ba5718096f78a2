/** How reindexings lie in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { StoredReindexing } from './reindexing.schema.ts';

export const reindexingItem = defineItem({
  name: 'reindexing',
  v: 1,
  retention: 'record',
  schema: StoredReindexing,
  key: ['REINDEXING#{id}', '-'],
});

export const reindexingTrail = ownTrail(reindexingItem);
