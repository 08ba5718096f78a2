import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customerDeleted, customerMerged, customerUnmerged } from '../customers/customers.events.ts';
import { extractRequested, listDeleted, listFilling } from './lists.events.ts';
import {
  extractItem,
  listCountItem,
  listItem,
  listsByName,
  listsOfCustomer,
  membershipItem,
  membersOfList,
} from './lists.items.ts';
import { extractId, listId } from './lists.schema.ts';

/** Takes customers who are gone out of the lists. */
export const listsLeaving = subscription('lists-leaving', [customerDeleted]);

/** Has whoever stands for merged records be in their lists, once, and gives them back to whom they come from. */
export const listsFollowing = subscription('lists-following', [customerMerged, customerUnmerged]);

/** Fills lists from filters, empties those that are no more, and makes the files of extracts. */
export const listsJobs = subscription('lists-jobs', [listFilling, listDeleted, extractRequested], {
  queue: 'lists-jobs',
});

export const listsDomain = domain('lists', {
  area: 'customers',
  ids: [listId, extractId],
  items: [listItem, listCountItem, membershipItem, extractItem],
  patterns: [listsByName, membersOfList, listsOfCustomer],
  subscriptions: [listsLeaving, listsFollowing, listsJobs],
});
