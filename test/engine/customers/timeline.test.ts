import { BatchWriteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import {
  customerId,
  type Interaction,
  interactionId,
  NewCustomer,
} from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomersStore } from '../../../functions/customers/customers/customers.store.ts';
import { getProfile } from '../../../functions/customers/customers/operations/read-timeline.ts';
import { systemContext } from '../../../shared/events/event.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rig.close());

const at = '2026-11-21T09:00:00.000Z';
const origin = systemContext('test', 'test', at);

describe('a timeline', () => {
  it('and the profile are shown without an entry that cannot be read', async () => {
    const customers = createCustomersStore(rig.table);
    const customer = newCustomer(newId(customerId), NewCustomer.parse({ name: '王芳' }), at);
    await rig.table.commit(
      customers.create(customer, origin, {
        whenTaken: async () => new Error('Taken'),
        uniqueFields: new Set(),
      }),
    );
    const record = (subject: string): Interaction => ({
      id: newId(interactionId),
      version: 1,
      customerId: customer.id,
      at,
      by: 'wang.fang',
      channel: 'call',
      direction: 'inbound',
      subject,
    });
    const [good, bad] = [record('Good'), record('Bad')];
    for (const each of [good, bad]) await rig.table.commit(customers.record(each, origin));
    await rig.client.send(
      new UpdateCommand({
        TableName: rig.name,
        Key: { pk: `C#${customer.id}`, sk: `T#${at}#${bad.id}` },
        UpdateExpression: 'SET #at = :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': '+010000-01-01T13:59:59.000Z' },
      }),
    );
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(logger, 'error').mockReturnValue(undefined);
    const page = await customers.listTimeline(customer.id, { limit: 10 });
    expect(page.items.map(({ data }) => data.subject)).toEqual(['Good']);
    const profile = await customers.getHead(customer.id, 10);
    expect(profile.timeline.map(({ data }) => data.subject)).toEqual(['Good']);
  });

  it('shows a contact that was recorded before contacts had versions', async () => {
    const customers = createCustomersStore(rig.table);
    const id = newId(interactionId);
    const key = { pk: `C#${newId(customerId)}`, sk: `T#${at}#${id}` };
    const fields = { id, customerId: key.pk.slice(2), at, by: 'wang.fang', channel: 'call' };
    const envelope = {
      ...{ id: 'event_01jd3x5y9hf1bvt6w0k2m4n8pq', type: 'interaction.recorded', at, data: {} },
      ...{ actor: { kind: 'person', id: 'wang.fang' }, correlationId: 'test', hops: 0 },
    };
    const Item = {
      ...key,
      type: 'interaction',
      v: 1,
      ...fields,
      direction: 'inbound',
      subject: 'Old',
      envelope,
    };
    await rig.client.send(new PutCommand({ TableName: rig.name, Item }));
    const { items } = await customers.listTimeline(fields.customerId, { limit: 10 });
    expect(items.map(({ data }) => [data.subject, data.version])).toEqual([['Old', 1]]);
  });
});

describe('a corrected contact', () => {
  it('keeps the event as which it was recorded, and its place', async () => {
    const customers = createCustomersStore(rig.table);
    const customer = newId(customerId);
    const recorded: Interaction = {
      id: derivedId(interactionId, at, 'one'),
      ...{ version: 1, customerId: customer, at, by: 'wang.fang' },
      ...{ channel: 'call', direction: 'inbound', subject: 'Wrong' },
    };
    await rig.table.commit(customers.record(recorded, origin));
    const key = { pk: `C#${customer}`, sk: `T#${at}#${recorded.id}` };
    const stored = () => rig.client.send(new GetCommand({ TableName: rig.name, Key: key }));
    const { Item: before } = await stored();
    expect(before).toMatchObject({ event: 'interaction.recorded', subject: 'Wrong' });
    const found = await customers.findInteraction({ id: customer }, recorded.id);
    const right = { ...recorded, version: 2, subject: 'Right' };
    await rig.table.commit(customers.correct(found!, right, origin));
    expect((await stored()).Item).toEqual({ ...before, version: 2, subject: 'Right' });
  });
});

describe('one type among many entries', () => {
  it('is looked for among a thousand of them, then the list goes on', async () => {
    const customers = createCustomersStore(rig.table);
    const customer = newId(customerId);
    const pk = `C#${customer}`;
    const entry = (index: number, type: string) => ({
      ...{
        pk,
        sk: `T#${new Date(Date.UTC(2026, 0, 1) + index).toISOString()}#${index}`,
        type: 'other',
        v: 1,
      },
      envelope: {
        ...{ id: `event_${index}`, type, at, data: {} },
        ...{ actor: { kind: 'system', id: 'test' }, correlationId: 'test', hops: 0 },
      },
    });
    const entries = [entry(0, 'callback.opened')];
    for (let index = 1; index <= 1100; index += 1) entries.push(entry(index, 'message.sent'));
    for (let start = 0; start < entries.length; start += 25) {
      const Put = entries.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
      await rig.client.send(new BatchWriteCommand({ RequestItems: { [rig.name]: Put } }));
    }
    const request = { limit: 10, eventType: 'callback' };
    const first = await customers.listTimeline(customer, request);
    expect([first.items, typeof first.cursor]).toEqual([[], 'string']);
    const second = await customers.listTimeline(customer, { ...request, cursor: first.cursor ?? '' });
    expect([second.items.map(({ id }) => id), second.cursor]).toEqual([['event_0'], null]);
  });
});

describe('the profile', () => {
  const manager = {
    ...{ kind: 'person' as const, id: 'li.na', roles: ['manager' as const], reach: new Set<string>() },
    rowAccess: { 'customers.read': 'all' as const },
  };

  it('costs the same two queries whatever has happened', async () => {
    const { table, count } = observedTable(rig.client, rig.name);
    const customers = createCustomersStore(table);
    const customer = newCustomer(newId(customerId), NewCustomer.parse({ name: '王芳' }), at);
    await table.commit(
      customers.create(customer, origin, {
        whenTaken: async () => new Error('Taken'),
        uniqueFields: new Set(),
      }),
    );
    await table.commit(customers.record({ ...noteOf(customer.id), id: newId(interactionId) }, origin));
    const read = () => getProfile(customer.id, { customers, principal: manager as never });
    await fill(customer.id, 200);
    const short = await count(read);
    expect(short).toMatchObject({ queries: 2, writeUnits: 0 });
    await fill(customer.id, 10_000);
    const long = await count(read);
    expect(long).toMatchObject({ queries: short.queries, rowsRead: short.rowsRead, writeUnits: 0 });
    // Later rows are some bytes longer.
    expect(long.readUnits - short.readUnits).toBeLessThanOrEqual(1);
    const profile = await read();
    expect([profile.customer.id, profile.timeline.length]).toEqual([customer.id, 20]);
  });
});

const noteOf = (id: string) => ({
  ...{ customerId: id, version: 1, at, by: 'wang.fang', channel: 'note' as const },
  ...{ direction: 'internal' as const, subject: 'A note' },
});

/** Puts entries into the timeline of a customer. */
async function fill(id: string, entries: number): Promise<void> {
  const Item = (index: number) => {
    const instant = new Date(Date.UTC(2026, 0, 1) + index).toISOString();
    const envelope = {
      ...{ id: `event_${index}`, type: 'message.sent', at: instant, data: {} },
      ...{ actor: { kind: 'system', id: 'test' }, correlationId: 'test', hops: 0 },
    };
    return { pk: `C#${id}`, sk: `T#${instant}#${index}`, type: 'other', v: 1, envelope };
  };
  const starts = Array.from({ length: Math.ceil(entries / 25) }, (_, index) => index * 25);
  for (const start of starts) {
    const put = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: Item(start + index) } }));
    await rig.client.send(new BatchWriteCommand({ RequestItems: { [rig.name]: put } }));
  }
}
