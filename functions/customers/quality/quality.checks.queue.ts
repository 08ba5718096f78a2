/** Looks at customers who are new or have changed: a function of its own, for it knows every number plan and every district of China. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../customers/index.ts';
import { checkCustomer } from './operations/check-customer.ts';
import { qualityChecks } from './quality.domain.ts';
import { createQualityStore } from './quality.store.ts';

const checking = consumers(({ table }) => {
  const quality = createQualityStore(table);
  const customers = createCustomerReader(table);
  return [
    on(qualityChecks, async ({ data: { customerId } }) => {
      await commitWithRetry(table, async () => ({
        result: undefined,
        writes: await checkCustomer(customerId, { quality, customers }),
      }));
    }),
  ];
});

export const handler = eventsFunction({ checking });
