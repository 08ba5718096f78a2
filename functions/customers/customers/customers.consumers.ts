/** What the customers domain does when something has happened. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { customersDirectory } from './customers.domain.ts';
import { updateDirectory } from './operations/update-directory.ts';

export const customersConsumers = consumers(({ table }) => [
  on(customersDirectory, ({ data }) => updateDirectory(data.customerId, { table })),
]);
