/** What the insights domain is: what it keeps and listens to. */
import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import {
  customerChanged,
  customerDeleted,
  customerMerged,
  customerRestored,
  customerUnmerged,
} from '../../customers/customers/customers.events.ts';
import { customerReindexing } from '../../customers/reindexing/reindexing.events.ts';
import { ordersThatChange } from '../orders/orders.events.ts';
import {
  customersByLastOrder,
  customersBySpending,
  nobodysCustomersBySpending,
  ownCustomersBySpending,
  valueItem,
} from './insights.items.ts';

/** Reckons again what a customer has bought when an order or whose customer it is has changed, or all are taken up again. */
export const insightsReckoning = subscription('insights-reckoning', [
  ...ordersThatChange,
  customerChanged,
  customerDeleted,
  customerRestored,
  customerMerged,
  customerUnmerged,
  customerReindexing,
]);

export const insightsDomain = domain('insights', {
  area: 'commerce',
  items: [valueItem],
  patterns: [customersBySpending, ownCustomersBySpending, nobodysCustomersBySpending],
  lists: [customersByLastOrder],
  subscriptions: [insightsReckoning],
});
