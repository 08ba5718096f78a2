/** The document client behind the table, with the house settings. */
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient } from '../runtime/clients/dynamo.ts';
import { createTable, type Table } from './table.ts';

/** Opens the table by its name. */
export function openTable(name: string): Table {
  const client = DynamoDBDocumentClient.from(createDynamoClient(), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return createTable(client, name);
}
