/** Keeps the search index in step with the customers. The only function that knows how Chinese is read. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../customers/index.ts';
import { indexCustomer } from './operations/index-customer.ts';
import { spell } from './operations/spell-names.ts';
import { searchIndexing } from './search.domain.ts';
import { createSearchStore } from './search.store.ts';

const indexing = consumers(({ table }) => {
  const search = createSearchStore(table);
  const customers = createCustomerReader(table);
  return [
    on(searchIndexing, async ({ data: { customerId } }) => {
      await commitWithRetry(table, () => indexCustomer(customerId, { search, customers, spell }));
    }),
  ];
});

export const handler = eventsFunction({ indexing });
