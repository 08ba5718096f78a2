/** What other domains may ask the orders domain. */
import type { Table } from '../../../shared/table/table.ts';
import { orderDelivered, orderPlaced } from './orders.events.ts';
import { standsAs } from './orders.rules.ts';
import type { Step } from './orders.schema.ts';
import { createOrdersStore } from './orders.store.ts';

const stepTold: Readonly<Record<string, Step>> = {
  [orderPlaced.type]: 'placedAt',
  [orderDelivered.type]: 'deliveredAt',
};

export type OrderReader = ReturnType<typeof createOrderReader>;

export function createOrderReader(table: Table) {
  const orders = createOrdersStore(table);
  return {
    /** Whether what an event of this type has told of an order is still so, of the customer who has one of these ids. */
    async stillStands(type: string, orderId: string, customerIds: readonly string[]): Promise<boolean> {
      const [order, step] = [await orders.find(orderId), stepTold[type]];
      if (order?.customerId === undefined || step === undefined) return false;
      return customerIds.includes(order.customerId) && standsAs(order, step);
    },
  };
}
