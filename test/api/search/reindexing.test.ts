/** Taking all customers up again, on a cloud of its own: others would be told of all of theirs. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

/** Takes the index away, as if the customers were older than the search. */
async function forgetIndex(): Promise<number> {
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const table = cloud.local.cloud.template.resources.find(({ type }) => type.startsWith('AWS::DynamoDB::'));
  const TableName = String(table?.ref);
  const documents = DynamoDBDocumentClient.from(client);
  const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
  const keys = Items.filter(({ type }) => String(type).startsWith('search-')).map(({ pk, sk }) => ({
    pk,
    sk,
  }));
  for (let start = 0; start < keys.length; start += 25) {
    const requests = keys.slice(start, start + 25).map((Key) => ({ DeleteRequest: { Key } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  }
  return keys.length;
}

it('brings every customer into the index, whatever was missing, and tells how far it has come', {
  timeout: 180_000,
}, async () => {
  const names = Array.from({ length: 24 }, (_, index) => `Reindexed Number${index}`);
  for (let start = 0; start < names.length; start += 12) {
    const rows = names.slice(start, start + 12).map((name) => ({ key: name, name }));
    const { body } = await manager.customers.batchCustomers({ body: { rows } });
    expect(body.rows.filter(({ status }) => status !== 201)).toEqual([]);
  }
  await cloud.idle();
  expect(await forgetIndex()).toBeGreaterThan(24 * 4);
  const find = async () =>
    (await manager.search.searchCustomers({ query: { q: 'reindexed' } })).body.items.length;
  expect(await find()).toBe(0);
  const { body } = await manager.reindexing.startReindexing({});
  expect(body).toMatchObject({ status: 'running', customers: 0 });
  await cloud.idle();
  const { body: after } = await manager.reindexing.getReindexing({ params: { reindexingId: body.id } });
  expect(after).toMatchObject({ status: 'done', customers: 24 });
  expect(await find()).toBe(24);
  const one = await manager.search.searchCustomers({ query: { q: 'number23 reindexed' } });
  expect(one.body.items).toMatchObject([{ name: 'Reindexed Number23' }]);
});

it('begins by itself when other fields of customers become searchable, once', async () => {
  const admin = await cloud.as('chen.jing', 3);
  const name = 'badge_colour';
  const { body: field } = await admin.fields.createField({
    body: { name, label: { en: 'Badge' }, type: 'text' },
  });
  await manager.customers.createCustomer({ body: { name: 'Badge Holder', custom: { [name]: 'vermilion' } } });
  await cloud.idle();
  const find = async () => (await manager.search.searchCustomers({ query: { q: 'vermil' } })).body.items;
  expect(await find()).toEqual([]);
  await admin.fields.patchField({ params: { name }, body: { searchable: true } }, { ifMatch: field.version });
  await cloud.idle();
  expect(await find()).toMatchObject([{ name: 'Badge Holder', matched: 'field' }]);
});

it('is begun by managers', async () => {
  for (const id of ['wang.fang', 'zhao.wei']) {
    const other = await cloud.as(id);
    expect((await refusal(other.reindexing.startReindexing({}))).status).toBe(403);
  }
});
