import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { customerDeleted } from '../customers/customers.events.ts';
import { listDeleted, listFilling } from './lists.events.ts';
import { listItem, listsByName, listsOfCustomer, membershipItem, membersOfList } from './lists.items.ts';
import { listId } from './lists.schema.ts';

/** Takes customers who are gone out of the lists. */
export const listsLeaving = subscription('lists-leaving', [customerDeleted]);

/** Fills lists from filters, and empties those that are no more. */
export const listsJobs = subscription('lists-jobs', [listFilling, listDeleted], { queue: 'lists-jobs' });

export const listsDomain = domain('lists', {
  area: 'customers',
  ids: [listId],
  items: [listItem, membershipItem],
  patterns: [listsByName, membersOfList, listsOfCustomer],
  subscriptions: [listsLeaving, listsJobs],
});
