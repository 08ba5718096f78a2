import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customersThatChange } from './customers.events.ts';
import {
  creationItem,
  customerItem,
  customersList,
  directoryEntryItem,
  interactionItem,
  profileAndTimeline,
  timelineOfCustomer,
  uniqueItem,
  withdrawnItem,
} from './customers.items.ts';
import { customerId, interactionId } from './customers.schema.ts';

/** Keeps the list of all customers, and tells in the timeline of each that it was created. */
export const customersDirectory = subscription('customers-directory', customersThatChange);

export const customersDomain = domain('customers', {
  area: 'customers',
  ids: [customerId, interactionId],
  items: [customerItem, uniqueItem, interactionItem, creationItem, withdrawnItem, directoryEntryItem],
  patterns: [profileAndTimeline, timelineOfCustomer],
  lists: [customersList],
  subscriptions: [customersDirectory],
});
