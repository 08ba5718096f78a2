/** What the privacy domain is: what it keeps, and what it does when it is asked. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { erasureOverdue, erasureRequested, exportRequested } from './privacy.events.ts';
import {
  accessesOfCustomer,
  collectionOfCustomer,
  erasureItem,
  erasuresList,
  exportItem,
  exportsList,
  rowsOfCustomer,
} from './privacy.items.ts';
import { erasureId, exportId } from './privacy.schema.ts';

/** Makes the file of an export, and erases. */
export const privacyWork = subscription('privacy-work', [exportRequested, erasureRequested, erasureOverdue], {
  queue: 'privacy-work',
});

export const privacyDomain = domain('privacy', {
  area: 'people',
  ids: [exportId, erasureId],
  items: [exportItem, erasureItem],
  lists: [exportsList, erasuresList],
  patterns: [collectionOfCustomer, rowsOfCustomer, accessesOfCustomer],
  subscriptions: [privacyWork],
  due: [erasureOverdue],
});
