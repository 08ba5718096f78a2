/** What the lists domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { customerUnmerged } from '../customers/customers.events.ts';
import { createCustomerReader, customerIsAt } from '../customers/index.ts';
import { listsFollowing, listsLeaving } from './lists.domain.ts';
import { createListsStore } from './lists.store.ts';
import { leaveNext } from './operations/change-members.ts';
import { settleLists } from './operations/follow-merges.ts';

export const listsConsumers = consumers(({ table }) => {
  const lists = createListsStore(table);
  const customers = createCustomerReader(table);
  const settle = (customerId: string) => settleLists(customerId, table, { lists, customers, customerIsAt });
  return [
    on(listsFollowing, async (event) => {
      await settle(event.data.customerId);
      // The other records of whom it stood with.
      if (event.type === customerUnmerged.type) await settle(event.data.from);
    }),

    on(listsLeaving, async ({ data }) => {
      // Brought back in the meantime: where they are now, they stay.
      if ((await customers.findContact(data.customerId)) !== undefined) return;
      let left: boolean;
      do {
        const { result } = await commitWithRetry(table, () => leaveNext(data.customerId, { lists }));
        left = result;
      } while (left);
    }),
  ];
});
