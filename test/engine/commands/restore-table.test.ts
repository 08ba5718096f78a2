import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restoreTable } from '../../../infra/commands/restore/restore-table.ts';
import { createDynamoDb, type DynamoDb } from '../../../infra/local/services/dynamodb/dynamodb.ts';
import { type Engine, startEngine } from '../../../infra/local/services/dynamodb/engine.ts';
import type { StreamCursor } from '../../../infra/local/services/dynamodb/table-stream.ts';
import { aTable, type Rig, startRig } from '../../local-cloud/rig.ts';

const from = 'recovered';
const to = 'living';

let engine: Engine;
let rig: Rig;
let dynamodb: DynamoDb;
let client: DynamoDBDocumentClient;
let stream: StreamCursor;

beforeAll(async () => {
  engine = await startEngine({ directory: undefined, log: () => {} });
  rig = await startRig({ resources: [aTable(from), aTable(to)] });
  dynamodb = createDynamoDb(rig.cloud, engine);
  await dynamodb.createTables();
  rig.join(dynamodb);
  client = DynamoDBDocumentClient.from(new DynamoDBClient(rig.client));
  stream = dynamodb.streams.open(to, undefined);
});
afterAll(async () => {
  dynamodb.close();
  await rig.close();
  await engine.close();
});

const write = (TableName: string, Item: { pk: string }) =>
  client.send(new PutCommand({ TableName, Item: { sk: '-', type: 'thing', ...Item } }));

async function inserted(): Promise<unknown[]> {
  const records = [];
  for (let page = await stream.next(100); page.length > 0; page = await stream.next(100))
    records.push(...page);
  return records
    .filter(({ eventName }) => eventName === 'INSERT')
    .map(({ change }) => (change.NewImage as { pk: { S: string } }).pk.S);
}

async function everything(TableName: string) {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.toSorted((one, other) => (String(one.pk) < String(other.pk) ? -1 : 1));
}

const event = (pk: string, at: string) => ({ pk, event: 'thing.happened', envelope: { at } });

it('publishes the latest events once more, also where the table still holds them, and counts what came later', async () => {
  const content = [
    { pk: 'plain', n: 1 },
    event('early', '2026-11-20T00:00:00Z'),
    event('late-1', '2026-11-25T01:00:00Z'),
    event('late-2', '2026-11-25T02:00:00Z'),
  ];
  for (const item of content) {
    await write(from, item);
    await write(to, { ...item, ...(item.pk === 'plain' ? { n: 2 } : {}) });
  }
  await write(to, event('later', '2026-11-25T09:00:00Z'));
  await inserted();
  const lines: string[] = [];
  const restoring = { client, from, to, items: [], report: (line: string) => lines.push(line) };
  const restored = await restoreTable({
    ...restoring,
    ...{ republishSince: '2026-11-24T08:00:00Z', now: '2026-11-25T10:00:00Z' },
  });
  // Only what is inserted is published (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
  expect((await inserted()).toSorted()).toEqual(['late-1', 'late-2']);
  expect(restored).toEqual({ copied: 4, removed: 1, republished: 2, changed: 0, erased: 0 });
  expect(lines).toEqual(['2 items copied', '1 items removed that were not there']);
  expect(await everything(to)).toEqual(await everything(from));
});
