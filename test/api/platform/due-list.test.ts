/** What waits and cannot be handled, on a cloud and a clock of their own. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
});
afterAll(() => cloud?.close());

it('is told some six times in two hours, not once a sweep, however long the sweep has stood still before', async () => {
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) =>
    type.startsWith('AWS::DynamoDB::'),
  );
  // A message that nobody can read: its handler fails each time. It has waited for two months.
  const Item = {
    ...{ pk: 'MSG#message_broken', sk: '-', type: 'message', v: 1 },
    ...{ gsi3pk: 'DUE#messages#1', gsi3sk: '2026-09-20T01:00:00.000Z#message#message_broken' },
  };
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: table?.ref, Item }));
  // Each step has a sweep. Five tries of a message take half an hour, so what was told last is still being tried.
  for (let step = 0; step < 33; step += 1) await cloud.advance({ duration: 'PT5M' });
  const dead = (await cloud.queues()).find(({ name }) => name.endsWith('messaging-sending-dead'));
  const told = dead?.messages.map(({ body }): unknown => JSON.parse(body).detail.data) ?? [];
  expect(told.length).toBeGreaterThanOrEqual(4);
  expect(told.length).toBeLessThanOrEqual(7);
  for (const data of told) expect(data).toEqual({ id: 'message_broken', since: '2026-09-20T01:00:00.000Z' });
});
