/** What the customers domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { customersDirectory } from './customers.domain.ts';
import { createCustomersStore } from './customers.store.ts';

export const customersConsumers = consumers(({ table }) => {
  const customers = createCustomersStore(table);
  return [on(customersDirectory, ({ data }) => customers.refreshDirectory(data.customerId))];
});
