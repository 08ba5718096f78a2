/** What each route costs in read and write units, as the engine bills it: the budget of the design. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, greet, ownCloud, type Units } from '../support/cloud.ts';
import { gatewayKeyOf } from '../support/gateway-keys.ts';
import { keepMeasuredUnits, type Measurement } from '../support/measured-units.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let warmed: string;
const measured: Measurement[] = [];

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na');
  warmed = (await manager.customers.createCustomer({ body: { name: '王芳' } })).body.id;
});
afterAll(async () => {
  keepMeasuredUnits(measured);
  await cloud?.close();
});

/** Measures one request; `what` says what is special about it. */
async function unitsOf(route: string, what: string, act: () => Promise<unknown>): Promise<Units> {
  await greet(manager);
  await cloud.idle();
  // What is read once in some seconds, such as which fields are defined, is read before.
  await manager.customers.getCustomer({ params: { customerId: warmed } });
  await cloud.resetMeter();
  await act();
  const { routes } = await cloud.meter();
  const units = routes[gatewayKeyOf(route).key];
  if (units === undefined) throw new Error(`The meter knows ${Object.keys(routes).join(', ')}`);
  expect(units.invocations).toBe(1);
  measured.push({ route, case: what, readUnits: units.readUnits, writeUnits: units.writeUnits });
  return units;
}

const unique = () => crypto.randomUUID().slice(0, 13);
const phone = () => `+86138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
const contact = () => ({ name: '王芳', email: `${unique()}@example.test`, phone: phone() });

describe('units', () => {
  it('creates a customer with e-mail, phone and idempotency key for at most 11 write units', async () => {
    const units = await unitsOf('POST /customers', 'with e-mail, phone and Idempotency-Key', () =>
      manager.customers.createCustomer({ body: { ...contact(), createAnyway: true } }),
    );
    // Fields that are defined and settings are read once in some seconds.
    expect(units.readUnits).toBeLessThanOrEqual(2);
    expect(units).toMatchObject({ calls: { TransactWriteItems: 1 } });
    expect(units.writeUnits).toBeGreaterThan(0);
    expect(units.writeUnits).toBeLessThanOrEqual(11);
  });

  it('asks whether a customer is there already for two queries more', async () => {
    const units = await unitsOf('POST /customers', 'asked whether they are there already', () =>
      manager.customers.createCustomer({ body: { ...contact(), createAnyway: undefined } }),
    );
    // One more where the fields that are defined are read again, as every some seconds.
    expect(units.calls.Query).toBeLessThanOrEqual(2 + 1);
    expect(units.readUnits).toBeLessThanOrEqual(6);
    expect(units.writeUnits).toBeLessThanOrEqual(11);
  });

  it('upserts a new customer for at most 10 write units', async () => {
    const params = { source: 'erp', externalId: unique() };
    const upsert = () => manager.customers.upsertCustomer({ params, body: contact() });
    const units = await unitsOf(
      'PUT /customers/by-external-id/{source}/{externalId}',
      'new, with e-mail and phone',
      upsert,
    );
    expect(units.writeUnits).toBeLessThanOrEqual(10);
  });

  // On a busy machine the minute may be over for which a function knows who is calling.
  it('reads a customer with one read, and head and timeline with one query', { retry: 2 }, async () => {
    const { body } = await manager.customers.createCustomer({ body: contact() });
    const params = { customerId: body.id };
    for (let index = 0; index < 10; index += 1) {
      const interaction = { channel: 'note', direction: 'internal', subject: 'A note' } as const;
      await manager.customers.recordInteraction({ params, body: interaction });
    }
    const one = await unitsOf('GET /customers/{customerId}', 'one customer', () =>
      manager.customers.getCustomer({ params }),
    );
    // That somebody has opened the customer is kept once an hour: an item and its key by person.
    expect(one).toMatchObject({ readUnits: 1, writeUnits: 2, calls: { GetItem: 1, PutItem: 1 } });
    const again = await unitsOf('GET /customers/{customerId}', 'one customer, again within the hour', () =>
      manager.customers.getCustomer({ params }),
    );
    expect(again.readUnits).toBe(1);
    expect(again.writeUnits).toBeLessThanOrEqual(1);
    const profile = () => manager.customers.getProfile({ params });
    const head = await unitsOf(
      'GET /customers/{customerId}/profile',
      'with ten entries in the timeline',
      profile,
    );
    expect(head.calls).toMatchObject({ Query: 2 });
    expect(head.writeUnits).toBeLessThanOrEqual(1);
    // Among them what else stands at the head, such as what should be corrected.
    expect(head.readUnits).toBeLessThanOrEqual(4);
  });

  it('reads a contact for 2 read units, and corrects it for 2 and 6 write units', async () => {
    const { body } = await manager.customers.createCustomer({ body: contact() });
    const interaction = { channel: 'note', direction: 'internal', subject: 'A note' } as const;
    const recorded = await manager.customers.recordInteraction({
      params: { customerId: body.id },
      body: interaction,
    });
    const params = { customerId: body.id, interactionId: recorded.body.id };
    const route = '/customers/{customerId}/interactions/{interactionId}';
    const read = await unitsOf(`GET ${route}`, 'one contact', () =>
      manager.customers.getInteraction({ params }),
    );
    expect(read).toMatchObject({ readUnits: 2, writeUnits: 2 });
    const correct = () =>
      manager.customers.patchInteraction({ params, body: { subject: 'Corrected' } }, { ifMatch: 1 });
    // The contact 2 and the change 2 in a transaction, and the change in the two indexes of the trail.
    expect(await unitsOf(`PATCH ${route}`, 'one field', correct)).toMatchObject({
      readUnits: 2,
      writeUnits: 6,
    });
  });

  it('changes a field for at most 9 write units: profile, change, the rows of both lists and of the trail', async () => {
    const { body } = await manager.customers.createCustomer({ body: contact() });
    const patch = () =>
      manager.customers.patchCustomer(
        { params: { customerId: body.id }, body: { tags: ['vip'] } },
        { ifMatch: 1 },
      );
    const units = await unitsOf('PATCH /customers/{customerId}', 'one field', patch);
    expect(units.writeUnits).toBeLessThanOrEqual(7 + 2);
  });

  it('lists a page of 50 for at most 2 read units per shard', async () => {
    for (let index = 0; index < 60; index += 1) {
      await manager.customers.createCustomer({ body: { ...contact(), owner: 'wang.fang' } });
    }
    const all = await unitsOf('GET /customers', 'page of 50 of all', () =>
      manager.customers.listCustomers({ query: { limit: 50 } }),
    );
    expect(all.readUnits).toBeLessThanOrEqual(2 * 4);
    const own = () => manager.customers.listCustomers({ query: { limit: 50, owner: 'wang.fang' } });
    const ofOwner = await unitsOf('GET /customers', 'page of 50 of one owner', own);
    expect(ofOwner.calls).toEqual({ Query: 1 });
    expect(ofOwner.readUnits).toBeLessThanOrEqual(2);
  });

  it('tells 50 changes for one read each and at most 2 read units per shard', async () => {
    const updatedSince = (await cloud.now()).toISOString();
    for (let index = 0; index < 60; index += 1) await manager.customers.createCustomer({ body: contact() });
    const changes = () => manager.customers.listCustomers({ query: { limit: 50, updatedSince } });
    const units = await unitsOf('GET /customers', 'page of 50 that have changed', changes);
    // One query for each shard, and another where chance has put more than 21 of the 50 into one.
    expect(units.calls).toEqual({ Query: expect.toSatisfy((queries) => queries <= 5), BatchGetItem: 1 });
    expect(units.readUnits).toBeLessThanOrEqual(50 + 2 * 5);
  });

  it('takes an order in for at most 12 write units, and each step of it for as many', async () => {
    const query = { source: 'shop', externalId: unique() };
    const tell = (body: object) => manager.orders.tellOrder({ query, body });
    const line = { sku: 'TEA', quantity: 1, unitPrice: 100 };
    const created = await unitsOf('PUT /orders/by-external-id', 'a new order', () =>
      tell({
        customer: { customerId: warmed },
        contents: { currency: 'CNY', lines: [line] },
        placedAt: '2026-11-01T09:00:00Z',
      }),
    );
    expect(created.writeUnits).toBeLessThanOrEqual(12);
    expect(created.readUnits).toBeLessThanOrEqual(3);
    const paid = await unitsOf('PUT /orders/by-external-id', 'a step of it', () =>
      tell({ paidAt: '2026-11-01T10:00:00Z' }),
    );
    expect(paid.writeUnits).toBeLessThanOrEqual(12);
    expect(paid.readUnits).toBeLessThanOrEqual(2);
  });
});
