/**
 * The rehearsal of docs/operations.md, "Restoring the table": a department lives, its table is backed up in the midst of
 * a campaign, lives on, loses everything and gets the backup back. Nobody may be asked or told twice, and every count must
 * be that of the backup. Every event is published once more, which is the worst case.
 */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SentMail } from '../../infra/local/cloud.ts';
import { linkIn, openForm, sendForm } from '../support/answer-page.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { runCommand } from '../support/command.ts';
import { everyMonday, newSurvey } from '../support/samples.ts';

const people = 12;
const backup = 'restored-by-point-in-time-recovery';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let documents: DynamoDBDocumentClient;
let table: string;
let surveyId: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z') });
  manager = await cloud.as('li.na', 3);
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  documents = DynamoDBDocumentClient.from(client);
  table = cloud.local.cloud.template.resources.find(({ type }) => /^AWS::DynamoDB::/.test(type))?.ref ?? '';
});
afterAll(() => cloud?.close());

async function everything(name: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const page of paginateScan({ client: documents }, { TableName: name }))
    found.push(...(page.Items ?? []));
  return found;
}

type Requests = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];

async function write(name: string, requests: Requests): Promise<void> {
  for (let from = 0; from < requests.length; from += 25) {
    const part = requests.slice(from, from + 25);
    await documents.send(new BatchWriteCommand({ RequestItems: { [name]: part } }));
  }
}

/** As `RestoreTableToPointInTime` does: a new table of the same keys with the items of this moment. */
async function backUp(): Promise<void> {
  const { Table } = await documents.send(new DescribeTableCommand({ TableName: table }));
  const KeySchema = Table?.KeySchema as KeySchemaElement[];
  await documents.send(
    new CreateTableCommand({
      ...{ TableName: backup, KeySchema, BillingMode: 'PAY_PER_REQUEST' },
      AttributeDefinitions: KeySchema.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
  await write(
    backup,
    (await everything(table)).map((Item) => ({ PutRequest: { Item } })),
  );
}

const bucketOf = (logicalId: string) => cloud.local.cloud.template.byLogicalId(logicalId)?.ref ?? '';

const invitations = async () => (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));

/** Fails when one link was mailed twice, or one person was told twice of one thing. */
function expectNothingTwice(mails: readonly SentMail[]): void {
  const said = mails.map(
    ({ to, text }) => `${to.join()} ${/\/s\/[\w-]+|callback_\w+/.exec(text)?.[0] ?? text}`,
  );
  const twice = said.filter((each, at) => said.indexOf(each) !== at);
  expect(twice).toEqual([]);
}

async function answer(mails: readonly SentMail[], score: number): Promise<void> {
  for (const mail of mails) {
    const link = linkIn(mail);
    const form = await openForm(link);
    await cloud.advance({ duration: 'PT1M' });
    expect(
      (await sendForm(link, form, { 'q-recommend': String(score), 'q-why': 'Late again' })).status,
    ).toBeLessThan(400);
  }
}

async function counted() {
  const [results, callbacks, customers] = await Promise.all([
    manager.results.getSurveyResults({ params: { surveyId } }),
    manager.callbacks.listCallbacks({ query: { owner: 'none', limit: 100 } }),
    manager.customers.listCustomers({ query: { limit: 100 } }),
  ]);
  return {
    results: { ...results.body, updatedAt: undefined },
    callbacks: callbacks.body.items.map(({ id }) => id).toSorted(),
    customers: customers.body.items.map(({ id }) => id).toSorted(),
  };
}

async function createCustomers(kind: string): Promise<void> {
  for (let number = 0; number < people; number += 1) {
    await manager.customers.createCustomer({
      body: { name: `Customer ${kind} ${number}`, email: `${kind}${number}@restore.example` },
    });
  }
}

it('asks and tells nobody twice, counts nothing twice, and goes on afterwards', async () => {
  await createCustomers('early');
  surveyId = (await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body.id;
  const campaign = { body: { surveyId, name: 'Every Monday', schedule: everyMonday } };
  await manager.campaigns.createCampaign(campaign);
  await cloud.idle();
  await cloud.advance({ to: '2026-11-23T02:00:00Z' });
  const first = await invitations();
  expect(first).toHaveLength(people);
  await answer(first.slice(0, 3), 2);
  await answer(first.slice(3, 6), 10);
  await cloud.advance({ duration: 'PT1H' });

  // A second survey is on its way when the backup is made, at least to those whom the first did not ask.
  await createCustomers('late');
  await cloud.idle();
  await cloud.faults([{ service: 'ses', operation: 'SendEmail', rate: 1, kind: 'throttle', seed: 1 }]);
  const other = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const noon = { cron: '0 12 ? * 2 *', timeZone: 'Asia/Shanghai' };
  await manager.campaigns.createCampaign({
    body: { surveyId: other.body.id, name: 'Mondays at noon', schedule: noon },
  });
  await cloud.idle();
  await cloud.advance({ to: '2026-11-23T04:05:00Z' });
  const moment = (await cloud.now()).toISOString();
  await backUp();
  const before = await counted();
  expect(before.results.total).toBe(6);
  expect(before.callbacks).toHaveLength(3);

  // Life goes on: the mails go after all, more answers come, a callback more is opened.
  await cloud.faults([]);
  await cloud.advance({ duration: 'PT1H' });
  const mailed = (await invitations()).length;
  const unsent = mailed - people;
  expect(unsent).toBeGreaterThanOrEqual(people);
  await answer(first.slice(6, 8), 1);
  await cloud.idle();
  const told = (await cloud.inbox()).length;
  // One of those who have not answered demands to be erased.
  const { items: everybody } = (await manager.customers.listCustomers({ query: { limit: 100 } })).body;
  const address = first.at(-1)!.to[0]!.replace(/^.*<|>$/g, '');
  const customerId = everybody.find(({ email }) => email === address)!.id;
  const { body: erasure } = await manager.privacy.createErasure({
    body: { customerId, reason: 'By letter' },
  });
  await cloud.idle();

  const lost = await everything(table);
  await write(
    table,
    lost.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  );
  await cloud.idle();
  const environment = {
    AWS_ENDPOINT_URL: cloud.endpointUrl,
    AWS_REGION: cloud.local.cloud.region,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
  };
  const tombstones = bucketOf('PersonalFiles');
  const restore = [
    ...['--from', backup, '--to', table, '--tombstones', tombstones],
    ...['--moment', moment, '--republish', '1000', '--yes'],
  ];
  const restored = await runCommand('infra/commands/restore.ts', restore, environment);
  expect(restored.output).toContain(`${unsent + 1} items were changed`);
  expect(restored.output).toContain('1 customers are erased again');
  expect(restored.code).toBe(0);
  await cloud.idle();

  const withoutErased = { ...before, customers: before.customers.filter((id) => id !== customerId) };
  expect(await counted()).toEqual(withoutErased);
  await cloud.advance({ duration: 'P2D' });
  const after = await cloud.inbox();
  expect((await invitations()).length).toBe(mailed);
  expectNothingTwice(after);
  expect(after.length).toBeGreaterThanOrEqual(told);
  expect(await counted()).toEqual(withoutErased);
  expect((await manager.privacy.getErasure({ params: { erasureId: erasure.id } })).body).toMatchObject({
    ...{ state: 'done', requestedAt: erasure.requestedAt, requestedBy: { id: 'li.na' } },
    stores: expect.arrayContaining([{ store: 'table', kind: 'customer', removed: 1, cleaned: 0, kept: 0 }]),
  });
  const ofErased = (await everything(table)).filter((item) => JSON.stringify(item).includes(address));
  expect(ofErased.filter(({ type }) => type !== 'idempotency')).toEqual([]);

  // Next Monday customers are asked again, by the schedule that was there before.
  await cloud.advance({ to: '2026-11-30T02:00:00Z' });
  expect((await invitations()).length).toBeGreaterThan(mailed);
});

it('removes what came later, and publishes nothing that was published long before', async () => {
  await cloud.resetMeter();
  const restore = [
    '--from',
    backup,
    '--to',
    table,
    // A bucket in which nobody is told to have been erased.
    '--tombstones',
    bucketOf('ParkedRecords'),
    '--moment',
    '2026-11-23T04:05:00Z',
    '--republish',
    '0',
    '--yes',
  ];
  const environment = {
    AWS_ENDPOINT_URL: cloud.endpointUrl,
    AWS_REGION: cloud.local.cloud.region,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
  };
  const refused = await runCommand('infra/commands/restore.ts', restore, environment);
  expect(refused.output).toContain('tells of nobody who was erased');
  expect(refused.code).not.toBe(0);
  const certain = [...restore, '--nobody-erased'];
  const { output, code } = await runCommand('infra/commands/restore.ts', certain, environment);
  expect(output).toMatch(/[1-9]\d* items removed that were not there/);
  expect(output).toContain(' 0 events are published once more');
  expect(code).toBe(0);
  await cloud.idle();
  const { functions } = await cloud.meter();
  expect(functions.PlatformRelay?.calls.PutEvents ?? 0).toBe(0);
  const bare = ({ expires: _, ...item }: Record<string, unknown>) =>
    JSON.stringify([item.pk, item.sk, item.event]);
  expect((await everything(table)).map(bare).toSorted()).toEqual(
    (await everything(backup)).map(bare).toSorted(),
  );
});
