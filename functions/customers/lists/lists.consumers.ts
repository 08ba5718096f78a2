/** What the lists domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { listsLeaving } from './lists.domain.ts';
import { createListsStore } from './lists.store.ts';
import { leaveNext } from './operations/change-members.ts';

export const listsConsumers = consumers(({ table }) => {
  const lists = createListsStore(table);
  return [
    on(listsLeaving, async ({ data }) => {
      let left: boolean;
      do {
        const { result } = await commitWithRetry(table, () => leaveNext(data.customerId, { lists }));
        left = result;
      } while (left);
    }),
  ];
});
