/** What the insights domain does when something has happened. */
import type { EventOf } from '../../../shared/events/event.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import {
  customerChanged,
  customerDeleted,
  customerMerged,
  customerRestored,
  customerUnmerged,
} from '../../customers/customers/customers.events.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { customerReindexing } from '../../customers/reindexing/reindexing.events.ts';
import { createPurchaseReader } from '../orders/index.ts';
import { insightsReckoning } from './insights.domain.ts';
import { createInsightsStore } from './insights.store.ts';
import { reckonValue } from './operations/reckon-value.ts';

/** The customers whose orders count otherwise after an event. */
function concernedBy(event: EventOf<(typeof insightsReckoning)['events'][number]>): readonly string[] {
  const { data, type } = event;
  if (type === customerChanged.type) return event.data.changed.includes('owner') ? [data.customerId] : [];
  if (type === customerMerged.type) return [event.data.customerId, event.data.into];
  if (type === customerUnmerged.type) return [event.data.customerId, event.data.from];
  if (type === customerDeleted.type || type === customerRestored.type) return [event.data.customerId];
  if (type === customerReindexing.type) return [event.data.customerId];
  const both = [event.data.customerId, event.data.formerCustomerId];
  return both.filter((customerId) => customerId !== undefined);
}

export const insightsConsumers = consumers(({ table }) => {
  const services = {
    insights: createInsightsStore(table),
    customers: createCustomerReader(table),
    purchases: createPurchaseReader(table),
  };
  return [
    on(insightsReckoning, async (event) => {
      const reckon = (customerId: string) => commitWithRetry(table, () => reckonValue(customerId, services));
      for (const customerId of concernedBy(event)) {
        const { result: standing } = await reckon(customerId);
        // An order stays with the record it was told of, also when that was merged since.
        if (standing !== undefined && standing !== customerId) await reckon(standing);
      }
    }),
  ];
});
