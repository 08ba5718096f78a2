/** Keeps the list of all customers. */
import { eventHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { subscriptions } from '../../subscriptions.ts';
import { customersDirectoryEnvironment } from './customers.environment.ts';
import { updateDirectory } from './operations/update-directory.ts';

const table = openTable(customersDirectoryEnvironment.read().TABLE_NAME);

export const handler = eventHandler(subscriptions.customersDirectory, (event) =>
  updateDirectory(event.data.customerId, { table }),
);
