/** Keeps the search index in step with the customers. The only function that knows how Chinese is read. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../customers/index.ts';
import { createFieldReader } from '../fields/index.ts';
import { indexCustomer } from './operations/index-customer.ts';
import { spell } from './operations/spell-names.ts';
import { searchIndexing } from './search.domain.ts';
import { createSearchStore } from './search.store.ts';

const indexing = consumers(({ table }) => {
  const search = createSearchStore(table);
  const customers = createCustomerReader(table);
  const fields = createFieldReader(table);
  let lastWalk: string | undefined;
  return [
    on(searchIndexing, async ({ data }) => {
      const { customerId } = data;
      const walk = 'reindexingId' in data ? data.reindexingId : undefined;
      // A walk that a change of fields has begun must not go by what they were some seconds ago.
      if (walk !== undefined && walk !== lastWalk) {
        await fields.listNow();
        lastWalk = walk;
      }
      await commitWithRetry(table, () => indexCustomer(customerId, { search, customers, fields, spell }));
    }),
  ];
});

export const handler = eventsFunction({ indexing });
