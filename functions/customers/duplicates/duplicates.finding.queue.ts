/** Looks for duplicates of customers who are new or have changed. Knows, like the search index, how Chinese is read. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { retryOnConflict } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../customers/index.ts';
import { spell } from '../search/index.ts';
import { duplicatesFinding } from './duplicates.domain.ts';
import { createDuplicatesStore } from './duplicates.store.ts';
import { findDuplicates } from './operations/find-duplicates.ts';

const finding = consumers(({ table }) => {
  const duplicates = createDuplicatesStore(table);
  const customers = createCustomerReader(table);
  return [
    on(duplicatesFinding, ({ data: { customerId } }, { at }) =>
      retryOnConflict(() =>
        findDuplicates(customerId, { duplicates, customers, spell, at, commit: table.commit }),
      ),
    ),
  ];
});

export const handler = eventsFunction({ finding });
