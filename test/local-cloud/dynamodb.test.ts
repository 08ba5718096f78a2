import { DynamoDBClient, ListTablesCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDb, type DynamoDb } from '../../infra/local/services/dynamodb/dynamodb.ts';
import type { Engine } from '../../infra/local/services/dynamodb/engine.ts';
import { startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { changesNothing, type StreamCursor } from '../../infra/local/services/dynamodb/table-stream.ts';
import { aTable, inTemporaryFolder, type Rig, startRig } from './rig.ts';

const TableName = 'contract';
const HOUR = 3_600_000;

function documents(rig: Rig): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ ...rig.client, maxAttempts: 1 }));
}

describe('the DynamoDB engine behind the endpoint', () => {
  let rig: Rig;
  let engine: Engine;
  let dynamodb: DynamoDb;
  let table: DynamoDBDocumentClient;
  let stream: StreamCursor;

  beforeAll(async () => {
    engine = await startEngine({ directory: undefined, log: () => {} });
    rig = await startRig({ resources: [aTable(TableName)] });
    dynamodb = createDynamoDb(rig.cloud, engine);
    await dynamodb.createTables();
    rig.join(dynamodb);
    table = documents(rig);
    stream = dynamodb.streams.open(TableName, undefined);
  });

  afterAll(async () => {
    dynamodb.close();
    await rig.close();
    await engine.close();
  });

  const key = (pk: string) => ({ TableName, Key: { pk, sk: 'a' } });
  const put = (item: object) => table.send(new PutCommand({ TableName, Item: { sk: 'a', ...item } }));
  const get = async (pk: string) =>
    (await table.send(new GetCommand({ ...key(pk), ConsistentRead: true }))).Item;
  async function drain() {
    const records = [];
    for (let page = await stream.next(100); page.length > 0; page = await stream.next(100))
      records.push(...page);
    return records;
  }

  it('writes all of a transaction or nothing, and says which condition failed with the item in the way', async () => {
    await put({ pk: 'taken', by: 'first' });
    const ConditionExpression = 'attribute_not_exists(pk)';
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    const failure = await table
      .send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: { pk: 'never', sk: 'a' } } },
            {
              Put: {
                TableName,
                Item: { pk: 'taken', sk: 'a', by: 'second' },
                ConditionExpression,
                ReturnValuesOnConditionCheckFailure,
              },
            },
          ],
        }),
      )
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransactionCanceledException);
    const reasons = (failure as TransactionCanceledException).CancellationReasons;
    expect(reasons?.map((reason) => reason.Code)).toEqual(['None', 'ConditionalCheckFailed']);
    expect(reasons?.[1]?.Item).toMatchObject({ by: { S: 'first' } });
    expect(await get('never')).toBeUndefined();
  });

  it('answers a failed condition with the item when asked to', async () => {
    await put({ pk: 'guarded', version: 2 });
    const update = new UpdateCommand({
      ...key('guarded'),
      UpdateExpression: 'SET version = :new',
      ConditionExpression: 'version = :old',
      ExpressionAttributeValues: { ':new': 2, ':old': 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(table.send(update)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { version: { N: '2' } },
    });
  });

  it('takes 100 actions in a transaction and refuses 101', async () => {
    const actions = (count: number) =>
      new TransactWriteCommand({
        TransactItems: Array.from({ length: count }, (_, n) => ({
          Put: { TableName, Item: { pk: `bulk-${count}`, sk: String(n) } },
        })),
      });
    await table.send(actions(100));
    await expect(table.send(actions(101))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('takes an item of 409,600 bytes and refuses one byte more', async () => {
    // Names count as well: pk, sk, text and the values big and a.
    const item = (bytes: number) => ({ pk: 'big', text: 'x'.repeat(bytes - 'pkbigskatext'.length) });
    await put(item(409_600));
    await expect(put(item(409_601))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('replays a transaction with the same token without writing again', async () => {
    const add = (amount: number) =>
      new TransactWriteCommand({
        ClientRequestToken: 'once-only',
        TransactItems: [
          {
            Update: {
              ...key('counter'),
              UpdateExpression: 'ADD #n :amount',
              ExpressionAttributeNames: { '#n': 'n' },
              ExpressionAttributeValues: { ':amount': amount },
            },
          },
        ],
      });
    await table.send(add(1));
    await table.send(add(1));
    expect(await get('counter')).toMatchObject({ n: 1 });
    await expect(table.send(add(2))).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });

  it('projects keys and the card into the index, nothing else', async () => {
    await put({ pk: 'person', gsi1pk: 'owner', gsi1sk: '1', card: { name: '王芳' }, secret: 'no' });
    const query = new QueryCommand({
      TableName,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :owner',
      ExpressionAttributeValues: { ':owner': 'owner' },
    });
    expect((await table.send(query)).Items).toEqual([
      { pk: 'person', sk: 'a', gsi1pk: 'owner', gsi1sk: '1', card: { name: '王芳' } },
    ]);
  });

  it('streams each write once, in order, with both images', async () => {
    await drain();
    await put({ pk: 'seen', n: 1 });
    await put({ pk: 'seen', n: 2 });
    await put({ pk: 'seen', n: 2 });
    await table.send(new DeleteCommand(key('seen')));
    await table.send(new DeleteCommand(key('seen')));
    const records = (await drain()).filter((record) => !changesNothing(record));
    expect(
      records.map((record) => [record.eventName, record.change.OldImage, record.change.NewImage]),
    ).toEqual([
      ['INSERT', undefined, expect.objectContaining({ n: { N: '1' } })],
      ['MODIFY', expect.objectContaining({ n: { N: '1' } }), expect.objectContaining({ n: { N: '2' } })],
      ['REMOVE', expect.objectContaining({ n: { N: '2' } }), undefined],
    ]);
    expect(records.some((record) => record.expired)).toBe(false);
  });

  it('deletes an item once its time to live has passed in virtual time, and says so in the stream', async () => {
    const seconds = (fromNow: number) => Math.floor((rig.cloud.clock.now() + fromNow) / 1000);
    await put({ pk: 'short', expiresAt: seconds(30 * 60_000) });
    await put({ pk: 'longer', expiresAt: seconds(5 * HOUR) });
    await put({ pk: 'updated' });
    await table.send(
      new UpdateCommand({
        ...key('updated'),
        UpdateExpression: 'SET expiresAt = :at',
        ExpressionAttributeValues: { ':at': seconds(60_000) },
      }),
    );
    await drain();
    await rig.advance(2 * HOUR);
    expect(await get('short')).toBeUndefined();
    expect(await get('updated')).toBeUndefined();
    expect(await get('longer')).toBeDefined();
    const records = await drain();
    expect(records.map(({ eventName, expired }) => ({ eventName, expired }))).toEqual([
      { eventName: 'REMOVE', expired: true },
      { eventName: 'REMOVE', expired: true },
    ]);
    await rig.advance(4 * HOUR);
    expect(await get('longer')).toBeUndefined();
    expect(rig.cloud.clock.agenda()).toEqual([]);
  });

  it('spares an item that was given a longer life, in whichever way it was written', async () => {
    const inHours = (hours: number) => Math.floor((rig.cloud.clock.now() + hours * HOUR) / 1000);
    const Item = { pk: 'renewed', sk: 'a', expires: inHours(1), expiresAt: inHours(1) };
    await table.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }));
    await table.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              ...key('renewed'),
              UpdateExpression: 'SET #life = :at',
              ExpressionAttributeNames: { '#life': 'expiresAt' },
              ExpressionAttributeValues: { ':at': inHours(10) },
            },
          },
        ],
      }),
    );
    await rig.advance(9 * HOUR);
    expect(await get('renewed')).toBeDefined();
    await rig.advance(2 * HOUR);
    expect(await get('renewed')).toBeUndefined();
    expect(rig.cloud.clock.agenda()).toEqual([]);
  });

  it('reads the stream on from a kept position', async () => {
    await put({ pk: 'before' });
    const position = (await drain()).at(-1)?.position;
    await put({ pk: 'after' });
    const [next, ...rest] = await dynamodb.streams.open(TableName, position).next(10);
    expect(next?.change.Keys).toEqual({ pk: { S: 'after' }, sk: { S: 'a' } });
    expect(rest).toEqual([]);
  });

  it('keeps one set of data for every access key', async () => {
    await put({ pk: 'shared' });
    const other = { accessKeyId: 'Some-Other_Function', secretAccessKey: 'x' };
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...rig.client, credentials: other }));
    expect((await client.send(new GetCommand(key('shared')))).Item).toBeDefined();
  });

  it('names the way out when a template asks for a property it does not know', async () => {
    const odd = await startRig({ resources: [aTable('odd', { KinesisStreamSpecification: {} })] });
    expect(() => createDynamoDb(odd.cloud, engine)).toThrow(/odd.*KinesisStreamSpecification/s);
    await odd.close();
  });
});

describe('a kept database', () => {
  const TableName = 'kept';

  async function withTable<T>(
    directory: string,
    properties: object,
    use: (rig: Rig) => Promise<T>,
  ): Promise<T> {
    const engine = await startEngine({ directory, log: () => {} });
    const rig = await startRig({ resources: [aTable(TableName, properties)], directory });
    const dynamodb = createDynamoDb(rig.cloud, engine);
    rig.join(dynamodb);
    try {
      await dynamodb.createTables();
      return await use(rig);
    } finally {
      dynamodb.close();
      await rig.close();
      await engine.close();
    }
  }

  it('survives a restart, takes a new index, and refuses changed keys', async () => {
    await inTemporaryFolder(async (folder) => {
      const Item = { pk: 'kept', sk: 'a', team: 'x', expiresAt: 4_000_000_000 };
      await withTable(folder, {}, (rig) => documents(rig).send(new PutCommand({ TableName, Item })));
      const index = {
        AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'team'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          ...(aTable(TableName).properties.GlobalSecondaryIndexes as object[]),
          {
            IndexName: 'gsi2',
            KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      };
      const found = await withTable(folder, index, async (rig) => {
        expect((await new DynamoDBClient(rig.client).send(new ListTablesCommand())).TableNames).toContain(
          TableName,
        );
        const query = new QueryCommand({
          TableName,
          IndexName: 'gsi2',
          KeyConditionExpression: 'team = :x',
          ExpressionAttributeValues: { ':x': 'x' },
        });
        expect(rig.cloud.clock.agenda().map((entry) => entry.at)).toEqual([4_000_003_200_000]);
        return (await documents(rig).send(query)).Items;
      });
      expect(found).toEqual([Item]);
      const changed = { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] };
      await expect(withTable(folder, changed, async () => {})).rejects.toThrow(
        /its keys.*Delete the data folder/,
      );
    });
  });
});
