/** What the orders domain tells the others. Each event stands in the timeline of the customer, once that is known. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { trigger } from '../../../shared/events/trigger.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { orderId, orderStatus } from './orders.schema.ts';

const subject = {
  orderId: orderId.schema,
  customerId: customerIdSchema.optional(),
  version: z.int(),
  status: orderStatus,
};
/** `formerCustomerId` is there where the order was that of another customer before. */
const change = {
  ...subject,
  changed: z.array(z.string()).optional(),
  formerCustomerId: customerIdSchema.optional(),
};

/** Something was told of an order for the first time; none of its steps has just happened. */
export const orderRecorded = event('order.recorded', z.object(change));
/** Something else was told of it than before. */
export const orderChanged = event('order.changed', z.object(change));
/** These tell of a step that has just happened, also where the order was not known before. */
export const orderPlaced = event('order.placed', z.object(change));
export const orderPaid = event('order.paid', z.object(change));
export const orderShipped = event('order.shipped', z.object(change));
export const orderDelivered = event('order.delivered', z.object(change));
export const orderCancelled = event('order.cancelled', z.object(change));
export const orderRefunded = event('order.refunded', z.object(change));
/** It was told by mistake, and is no more. */
export const orderDeleted = event('order.deleted', z.object(change));

/** Whatever makes another order of one: for what is reckoned from orders elsewhere. */
export const ordersThatChange = [
  orderRecorded,
  orderChanged,
  orderPlaced,
  orderPaid,
  orderShipped,
  orderDelivered,
  orderCancelled,
  orderRefunded,
  orderDeleted,
] as const;

export const orderDeliveredTrigger = trigger(orderDelivered, {}, { about: 'orderId' });
export const orderPlacedTrigger = trigger(orderPlaced, {}, { about: 'orderId' });
