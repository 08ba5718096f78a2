/** A real DynamoDB engine with the one table, for tests of the table layer itself. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { attributes, indexNames } from '../../shared/table/item.ts';
import { createTable, type Table } from '../../shared/table/table.ts';

export interface TestTable {
  readonly table: Table;
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly endpoint: string;
  close(): Promise<void>;
}

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

function documentClient(endpoint: string) {
  const plain = new DynamoDBClient({ endpoint, ...settings });
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return { plain, client };
}

/** A way to the engine on which the first request is carried out and its reply lost. */
export async function losingFirstReply(endpoint: string) {
  let lost = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host, connection, 'content-length': length, ...headers } = request.headers;
    const reply = await fetch(endpoint, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks),
    });
    const body = Buffer.from(await reply.arrayBuffer());
    if (lost === 0) {
      lost += 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { plain, client } = documentClient(`http://127.0.0.1:${port}`);
  return {
    open: (name: string) => ({ table: createTable(client, name) }),
    lost: () => lost,
    close: async () => {
      plain.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function startTable(): Promise<TestTable> {
  const engine = await startEngine({ directory: undefined, log: () => undefined });
  const { plain, client } = documentClient(engine.endpoint);
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
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [attributes.summary, 'type', 'v'] },
      })),
    }),
  );
  const table = createTable(client, name);
  return { table, client, name, endpoint: engine.endpoint, close: () => engine.close() };
}
