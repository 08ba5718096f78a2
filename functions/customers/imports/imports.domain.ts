/** What the imports domain is: what it keeps, and what it does when it is asked. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { importCreated, importStarted } from './imports.events.ts';
import {
  chunksOf,
  importChunkItem,
  importedChangeItem,
  importItem,
  importsList,
  mappingItem,
  mappingNameItem,
  mappingsByName,
} from './imports.items.ts';
import { importId, mappingId } from './imports.schema.ts';

/** Reads files, checks, runs and reverts. */
export const importsWork = subscription('imports-work', [importCreated, importStarted], {
  queue: 'imports-work',
});

export const importsDomain = domain('imports', {
  area: 'customers',
  ids: [importId, mappingId],
  items: [importItem, importChunkItem, importedChangeItem, mappingItem, mappingNameItem],
  patterns: [chunksOf, mappingsByName],
  lists: [importsList],
  subscriptions: [importsWork],
});
