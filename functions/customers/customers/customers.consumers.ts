/** What the customers domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { customersDirectory } from './customers.domain.ts';
import { customerCreated } from './customers.events.ts';
import { createCustomersStore } from './customers.store.ts';

export const customersConsumers = consumers(({ table }) => {
  const customers = createCustomersStore(table);
  return [
    on(customersDirectory, async (event) => {
      if (event.type === customerCreated.type) await customers.tellCreation(event);
      await customers.refreshDirectory(event.data.customerId);
    }),
  ];
});
