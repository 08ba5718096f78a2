import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import {
  customersThatChange,
  interactionChanged,
  interactionDeleted,
  interactionRecorded,
} from './customers.events.ts';
import {
  creationItem,
  customerItem,
  customersByContact,
  customersList,
  directoryEntryItem,
  interactionItem,
  kindMarkItem,
  profileAndTimeline,
  relationsBeside,
  sampledCustomers,
  timelineOfCustomer,
  uniqueItem,
  withdrawnItem,
} from './customers.items.ts';
import { attachmentId, customerId, interactionId } from './customers.schema.ts';

/** Keeps the lists of all customers and of when they were contacted, and tells in the timeline of each that it was created. */
export const customersDirectory = subscription('customers-directory', [
  ...customersThatChange,
  interactionRecorded,
  interactionChanged,
  interactionDeleted,
]);

/** Removes files that were attached to contacts. */
export const customersFiles = subscription('customers-files', [interactionChanged, interactionDeleted], {
  queue: 'customers-files',
});

export const customersDomain = domain('customers', {
  area: 'customers',
  ids: [customerId, interactionId, attachmentId],
  items: [
    customerItem,
    uniqueItem,
    interactionItem,
    creationItem,
    withdrawnItem,
    directoryEntryItem,
    kindMarkItem,
  ],
  patterns: [profileAndTimeline, timelineOfCustomer, sampledCustomers, relationsBeside],
  lists: [customersList, customersByContact],
  subscriptions: [customersDirectory, customersFiles],
});
