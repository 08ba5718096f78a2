/** The routes of orders. */
import * as z from 'zod';
import { batchOf } from '../../../shared/contract/batch.ts';
import { contract, empty } from '../../../shared/contract/route.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import {
  Order,
  OrderPage,
  OrderToTell,
  OrderToTellRow,
  orderId,
  orderNumber,
  orderStatus,
} from './orders.schema.ts';

const params = z.strictObject({ orderId: orderId.schema });
const byNumber = z.strictObject(orderNumber);

const line = { sku: 'TEA-250', name: 'Green tea, 250 g', category: 'Tea', quantity: 2, unitPrice: 4900 };

export const ordersContract = contract(
  'orders',
  'What customers have ordered, as shops and ERP systems tell it.',
  {
    tellOrder: {
      method: 'PUT',
      path: '/orders/by-external-id',
      permission: 'commerce.write',
      summary: 'Tell what is known of the order with this number in another system',
      description:
        'All of it or a part, in any order: a refund may come before its order, and an old state after a newer one. Customer, contents, each step, each refund and the channel go by the latest that was told of them (`toldAt`), so that sending the same again changes nothing. The order counts once customer, contents and the time it was placed are known. Refunds of more than the order are refused, and so are times to come.',
      query: byNumber,
      body: OrderToTell,
      replies: { 200: Order, 201: Order },
      errors: [],
      example: {
        query: { source: 'shop', externalId: '2026-0815' },
        body: {
          customer: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq' },
          contents: { currency: 'CNY', lines: [line], shipping: 1000 },
          placedAt: '2026-11-21T09:00:00.000Z',
        },
      },
    },
    batchOrders: {
      method: 'POST',
      path: '/orders/batch',
      permission: 'commerce.write',
      summary: 'Tell of up to a hundred orders at once',
      description:
        'Each row is carried out and answered by itself, those about the same order one after another; a row that is refused stops no other. Correct the refused ones and send the batch again under the same Idempotency-Key: what was done is not done twice, for each row is known by its `key`.',
      ...batchOf(OrderToTellRow, ({ source, externalId }) => JSON.stringify([source, externalId])),
      errors: [],
      example: {
        body: {
          rows: [
            {
              ...{ key: 'row-1', source: 'shop', externalId: '2026-0816' },
              customer: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq' },
              contents: { currency: 'CNY', lines: [line] },
              placedAt: '2026-11-21T09:00:00.000Z',
            },
            {
              key: 'row-2',
              source: 'shop',
              externalId: '2026-0815',
              deliveredAt: '2026-11-21T17:00:00.000Z',
            },
          ],
        },
      },
    },
    listOrders: {
      method: 'GET',
      path: '/orders',
      permission: 'commerce.read',
      summary: 'List orders by when they were placed, the newest first',
      description:
        'One that waits for its time stands where it was first told. Without `from` those of the last two years. A page may be short although the list goes on. The list follows what is told within a second or so; the orders of one customer (`GET /customers/{customerId}/orders`) are read consistently.',
      query: pageQuery.extend({
        from: instantSchema.optional().describe('Only from then on.'),
        to: instantSchema.optional().describe('Only until then.'),
        status: orderStatus.optional(),
        source: orderNumber.source.optional(),
        externalId: orderNumber.externalId
          .optional()
          .describe('The order with this number in `source`: a list of one or none, read consistently.'),
      }),
      replies: { 200: OrderPage },
      errors: [],
    },
    getOrder: {
      method: 'GET',
      path: '/orders/{orderId}',
      permission: 'commerce.read',
      summary: 'Read an order',
      params,
      opens: 'customerId',
      replies: { 200: Order },
      errors: ['not-found'],
    },
    deleteOrder: {
      method: 'DELETE',
      path: '/orders/{orderId}',
      permission: 'commerce.write',
      summary: 'Delete an order that was told by mistake',
      description: 'One that was not meant any more is cancelled instead. Told again, it is there again.',
      params,
      ifMatch: true,
      replies: { 204: empty },
      errors: ['not-found'],
    },
    listCustomerOrders: {
      method: 'GET',
      path: '/customers/{customerId}/orders',
      permission: 'commerce.read',
      summary: 'List what a customer has ordered, the newest first',
      params: z.strictObject({ customerId: customerIdSchema }),
      opens: 'customerId',
      query: pageQuery,
      replies: { 200: OrderPage },
      errors: ['not-found'],
    },
  },
);
