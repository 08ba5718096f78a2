/** What becomes of events that cannot be published, on a cloud and a clock of their own. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Api, ownCloud } from '../../support/cloud.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  manager = await cloud.as('li.na');
});
afterAll(() => cloud?.close());
beforeEach(() => cloud.resetMeter());

const createCustomer = async (name: string) =>
  (await manager.customers.createCustomer({ body: { name } })).body.id;

/** Ids in the list of all customers, which is kept by events. */
async function listed(): Promise<string[]> {
  await cloud.idle();
  return (await manager.customers.listCustomers({ query: { limit: 100 } })).body.items.map(({ id }) => id);
}

/** Writes an item that is an event into the table, past all our code. */
async function insertEvent(id: string, envelope: Readonly<Record<string, unknown>>): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) =>
    type.startsWith('AWS::DynamoDB::'),
  );
  const Item = {
    pk: `ODD#${id}`,
    sk: '-',
    type: 'odd',
    v: 1,
    event: 'customer.created',
    envelope: { id, ...envelope },
  };
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: table?.ref, Item }));
  await cloud.idle();
}

const parkedMessages = async () => {
  const queue = (await cloud.queues()).find(({ name }) => name.endsWith('platform-parked-dead'));
  if (queue === undefined) throw new Error('There is no queue of parked events');
  return { name: queue.name, bodies: queue.messages.map(({ body }): unknown => JSON.parse(body)) };
};

/** As a person does it on the page of the local cloud; answers how many messages went. */
async function sendOn(): Promise<number> {
  const { name } = await parkedMessages();
  const reply = await fetch(`${cloud.url}/_local/queues/${name}/redrive`, { method: 'POST' });
  const { moved } = z.object({ moved: z.number() }).parse(await reply.json());
  await cloud.advance({ duration: 'PT3H' });
  return moved;
}

const callsOf = async (name: string) => (await cloud.meter()).functions[name]?.calls ?? {};

describe('an event that can never be published', () => {
  it('is put aside whole, does not hold up those behind it, and waits there for a person', async () => {
    await insertEvent('unreadable', { hops: 'many' });
    const behind = await createCustomer('后面的人');
    expect(await listed()).toContain(behind);
    expect((await parkedMessages()).bodies).toMatchObject([
      { reason: 'unreadable', envelope: { id: 'unreadable', hops: 'many' } },
    ]);
    await cloud.advance({ duration: 'PT3H' });
    expect((await parkedMessages()).bodies).toHaveLength(1);
    expect(await callsOf('PlatformParked')).toEqual({});
  });

  it('comes back to the same place when a person sends it on and the cause is not corrected', async () => {
    expect(await sendOn()).toBe(1);
    expect((await parkedMessages()).bodies).toHaveLength(1);
  });

  it('is published when a person sends it on and it can be read', async () => {
    await insertEvent('looping', {
      type: 'customer.created',
      at: '2026-11-23T01:00:00.000Z',
      data: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1 },
      actor: { kind: 'system', id: 'test' },
      correlationId: 'test',
      hops: 11,
    });
    const { bodies } = await parkedMessages();
    expect(bodies).toContainEqual(expect.objectContaining({ reason: 'too-many-hops' }));
    await sendOn();
    expect(await callsOf('PlatformParked')).toMatchObject({ PutEvents: 1 });
    expect((await parkedMessages()).bodies).not.toContainEqual(
      expect.objectContaining({ reason: 'too-many-hops' }),
    );
  });
});

describe('while the bus is down', () => {
  it('nothing is lost: what Lambda gives up is kept and published when the bus is back', async () => {
    await cloud.faults([{ service: 'events', operation: 'PutEvents', rate: 1, kind: 'error', seed: 1 }]);
    const ids = [await createCustomer('王芳'), await createCustomer('李伟')];
    await cloud.advance({ duration: 'PT10M' });
    expect(await listed()).not.toContain(ids[0]);
    await cloud.faults([]);
    await cloud.advance({ duration: 'PT2H' });
    expect(await listed()).toEqual(expect.arrayContaining(ids));
    expect(await callsOf('PlatformParked')).toMatchObject({ GetObject: expect.any(Number) });
  });
});
