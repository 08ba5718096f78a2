import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { reindexingStarted } from './reindexing.events.ts';
import { reindexingItem } from './reindexing.items.ts';
import { reindexingId } from './reindexing.schema.ts';

/** Walks through all customers, in a function of its own because it puts events on the bus by itself. */
export const reindexingWalking = subscription('reindexing-walking', [reindexingStarted], {
  queue: 'reindexing-walking',
});

export const reindexingDomain = domain('reindexing', {
  area: 'customers',
  ids: [reindexingId],
  items: [reindexingItem],
  subscriptions: [reindexingWalking],
});
