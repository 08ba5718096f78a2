/** What the orders domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import { orderItem, ordersOfMonth, purchaseItem, purchasesOfCustomer } from './orders.items.ts';
import { orderId } from './orders.schema.ts';

export const ordersDomain = domain('orders', {
  area: 'commerce',
  ids: [orderId],
  items: [orderItem, purchaseItem],
  patterns: [ordersOfMonth, purchasesOfCustomer],
});
