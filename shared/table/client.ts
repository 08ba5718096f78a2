import { createDynamoClient } from '../runtime/clients/dynamo.ts';
import { createTable, type Table } from './table.ts';

/** Opens the one table by its name, through a client with the context settings. */
export function openTable(name: string): Table {
  return createTable(createDynamoClient(), name);
}
