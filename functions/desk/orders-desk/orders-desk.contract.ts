/** Orders at the desk: what a customer has ordered, and one order. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { orderId } from '../../commerce/orders/orders.schema.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { pageReplies } from '../desk/desk.schema.ts';

const page = { method: 'GET', permission: 'session', replies: pageReplies, errors: [] } as const;

export const ordersDeskContract = contract('orders-desk', 'Orders, at the desk.', {
  showCustomerOrders: {
    ...page,
    path: '/desk/customers/{customerId}/orders',
    summary: 'See what a customer has ordered',
    params: z.strictObject({ customerId: customerIdSchema }),
    query: z.strictObject({ cursor: cursorSchema.optional() }),
  },
  showOrder: {
    ...page,
    path: '/desk/orders/{orderId}',
    summary: 'See an order, its lines, its steps and its refunds',
    params: z.strictObject({ orderId: orderId.schema }),
  },
});
