import { domain } from '../../shared/contract/domain.ts';
import { changeItem } from '../../shared/events/change-event.ts';
import { eventId } from '../../shared/events/event.ts';
import { idempotencyItem } from '../../shared/runtime/idempotency.ts';
import { dueList } from './platform.items.ts';

/** What belongs to no domain, and what the runtime writes for every one. */
export const platformDomain = domain('platform', {
  area: 'platform',
  ids: [eventId],
  items: [changeItem, idempotencyItem],
  patterns: [dueList],
});
