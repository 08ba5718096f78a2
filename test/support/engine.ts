/** A real DynamoDB engine with the one table, for tests of the table layer itself. */
import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startEngine } from '../../infra/local/services/dynamodb-engine.ts';
import { attributes, indexNames } from '../../shared/table/item.ts';
import { createTable, type Table } from '../../shared/table/table.ts';

export interface TestTable {
  readonly table: Table;
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  close(): Promise<void>;
}

export async function startTable(): Promise<TestTable> {
  const engine = await startEngine({ directory: undefined, log: () => undefined });
  const plain = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const name = 'rapport';
  const keys = ['pk', 'sk', ...indexNames.flatMap((index) => [`${index}pk`, `${index}sk`])];
  const keySchema = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  await plain.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({
        AttributeName: key,
        AttributeType: 'S' as ScalarAttributeType,
      })),
      KeySchema: keySchema('pk', 'sk'),
      GlobalSecondaryIndexes: indexNames.map((index) => ({
        IndexName: index,
        KeySchema: keySchema(`${index}pk`, `${index}sk`),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [attributes.card, 'type', 'v'] },
      })),
    }),
  );
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return { table: createTable(client, name), client, name, close: () => engine.close() };
}
