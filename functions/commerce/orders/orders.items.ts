/** How orders lie in the one table. */
import { trailElsewhere } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { periodOf } from '../../../shared/table/periods.ts';
import { rowOf } from './orders.rules.ts';
import { OrderRecord, OrderSummary, Purchase } from './orders.schema.ts';

/** Its id follows from its number in the system that it comes from, so that no second row has to keep it unique. */
export const orderItem = defineItem({
  name: 'order',
  v: 1,
  retention: 'record',
  schema: OrderRecord,
  key: ['ORDER#{id}', '-'],
  indexes: { gsi1: ['ORDERS#{month}#{shard}', '{sortedAt}#{id}'] },
  parts: ({ id, placedAt, createdAt }) => {
    // A key is also asked for by the id alone.
    const sortedAt = placedAt ?? createdAt;
    if (sortedAt === undefined) return {};
    return { sortedAt, month: periodOf('month', sortedAt), shard: String(shardOf(id)) };
  },
  summary: OrderSummary,
  toSummary: rowOf,
});

/**
 * The order as a fact beside its customer, written with each change of it: whoever counts what customers have bought reads
 * these, consistently, and no index.
 */
export const purchaseItem = defineItem({
  name: 'purchase',
  v: 1,
  retention: 'record',
  schema: Purchase.extend({ row: OrderSummary }),
  key: ['C#{customerId}', 'ORDER#{sortedAt}#{orderId}'],
  summary: OrderSummary,
  toSummary: ({ row }) => row,
});

/** Where what happens to an order is kept: with its customer, once it is known whose it is. */
export const collectionOf = ({ id, customerId }: Pick<OrderRecord, 'id' | 'customerId'>) =>
  customerId === undefined ? `ORDER#${id}` : `C#${customerId}`;

export const orderTrail = trailElsewhere(orderItem, collectionOf);

export const ordersOfMonth = definePattern({
  question: 'Which orders were placed, or first told, in these months? Newest first.',
  item: orderItem,
  index: 'gsi1',
  partition: 'ORDERS#{month}#{shard}',
  newestFirst: true,
});

export const purchasesOfCustomer = definePattern({
  question: 'What has this customer ordered? Newest first.',
  item: purchaseItem,
  partition: 'C#{customerId}',
  prefix: 'ORDER#',
  newestFirst: true,
});
