/** What the search domain does when something has happened, beside keeping its index. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { createReindexingStarter } from '../reindexing/index.ts';
import { searchFollowingFields } from './search.domain.ts';

/** Fields of a definition that decide whether customers are found by it. */
const deciding = new Set(['searchable', 'visibleTo']);

export const searchConsumers = consumers(({ table }) => {
  const startReindexing = createReindexingStarter(table);
  return [
    on(searchFollowingFields, async ({ data }, origin) => {
      if (data.changed.some((name) => deciding.has(name))) await startReindexing(origin);
    }),
  ];
});
