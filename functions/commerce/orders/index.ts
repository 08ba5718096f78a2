/** What other domains may ask the orders domain. */
import { anyOf } from '../../../shared/table/pattern.ts';
import type { Table } from '../../../shared/table/table.ts';
import { orderDelivered, orderPlaced } from './orders.events.ts';
import { purchasesOfCustomer } from './orders.items.ts';
import { standsAs } from './orders.rules.ts';
import type { Purchase, Step } from './orders.schema.ts';
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

export type PurchaseReader = ReturnType<typeof createPurchaseReader>;

export function createPurchaseReader(table: Table) {
  return {
    /** Every order of the customer who has these ids, read consistently: a read unit for each 4 KB. */
    async allOf(customerIds: readonly string[]): Promise<readonly Purchase[]> {
      const found: Purchase[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await table.listItems(
          purchasesOfCustomer,
          { customerId: anyOf(customerIds) },
          { limit: 500, consistent: true, cursor },
        );
        found.push(...page.items);
        cursor = page.cursor;
      }
      return found;
    },
  };
}
