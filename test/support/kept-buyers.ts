/** Simulated customers as the product keeps what they have bought, without their orders. */

import type { Buyer } from '../../functions/commerce/forecasts/forecasts.rules.ts';
import { createInsightsStore } from '../../functions/commerce/insights/insights.store.ts';
import { customerId } from '../../functions/customers/customers/customers.schema.ts';
import type { Table } from '../../shared/table/table.ts';
import { newId } from '../../shared/values/ids.ts';

const at = (day: number) => new Date(day * 86_400_000).toISOString();

export async function keepBuyers(table: Table, buyers: readonly Buyer[], currency = 'USD'): Promise<void> {
  const insights = createInsightsStore(table);
  for (const { firstDay, history } of buyers) {
    const { length: purchaseDays } = history.days;
    const net = history.repeats.reduce((sum, repeat) => sum + repeat.net, 1000);
    const writes = insights.change(undefined, {
      ...{ id: newId(customerId), customer: { owner: null }, orders: purchaseDays, purchaseDays },
      ...{ firstOrderAt: at(firstDay), lastOrderAt: at(firstDay + (history.days.at(-1) ?? 0)) },
      spending: [{ currency, orders: purchaseDays, net, average: Math.round(net / purchaseDays) }],
      history: { repeats: [...history.repeats], days: [...history.days] },
    });
    await table.commit(writes);
  }
}
