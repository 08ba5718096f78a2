import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDueList } from '../../../functions/platform/operations/sweep-due-list.ts';
import { createDueListReader } from '../../../functions/platform/platform.store.ts';
import type { OutgoingEvent } from '../../../shared/events/bus.ts';
import type { Lane } from '../../../shared/events/overdue.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

describe('what the sweep finds in the due list', () => {
  let database: TestTable;
  beforeAll(async () => {
    database = await startTable();
  });
  afterAll(() => database.close());

  /** Lies in the list as any domain would put it there. */
  const wait = async (lane: Lane, kind: string, id: string, until: string) => {
    const gsi3 = { gsi3pk: `DUE#${lane}#${until.slice(0, 10)}#2`, gsi3sk: `${until}#${kind}#${id}` };
    const Item = { pk: `${kind} ${id}`, sk: '-', type: kind, v: 1, ...gsi3 };
    await database.client.send(new PutCommand({ TableName: database.name, Item }));
  };
  const now = '2026-11-21T09:00:00.000Z';
  const listed = async (lane: Lane, maximum: number, instant = now) =>
    (await createDueListReader(database.table).listDue(lane, instant, maximum)).map(
      ({ kind, id }) => `${kind} ${id}`,
    );

  it('is every entry of the lane whose time has come: since yesterday, at the full hour within a week, the oldest first', async () => {
    await wait('work', 'callback', 'now', now);
    await wait('work', 'reminder', 'yesterday', '2026-11-20T23:59:59.000Z');
    await wait('work', 'callback', 'with#sign', '2026-11-21T08:59:00.000Z');
    await wait('work', 'callback', 'a-week-ago', '2026-11-14T00:00:00.000Z');
    await wait('work', 'callback', 'in-a-moment', '2026-11-21T09:00:00.001Z');
    await wait('work', 'callback', 'too-old', '2026-11-13T23:59:59.000Z');
    await wait('messages', 'message', 'other-lane', '2026-11-21T08:00:00.000Z');
    expect(await listed('work', 100)).toEqual([
      'callback a-week-ago',
      'reminder yesterday',
      'callback with#sign',
      'callback now',
    ]);
    expect(await listed('work', 100, '2026-11-21T09:01:00.000Z')).toEqual([
      'reminder yesterday',
      'callback with#sign',
      'callback now',
      'callback in-a-moment',
    ]);
  });

  it('comes whole over several pages, and never more than asked for', async () => {
    const time = (number: number) =>
      new Date(Date.parse('2026-11-21T00:00:00.000Z') + number * 60_000).toISOString();
    await Promise.all(
      Array.from({ length: 230 }, (_, number) => wait('messages', 'message', `${number}`, time(number))),
    );
    const expected = Array.from({ length: 230 }, (_, number) => `message ${number}`);
    expect((await listed('messages', 1000)).filter((each) => each !== 'message other-lane')).toEqual(
      expected,
    );
    expect(await listed('messages', 130)).toHaveLength(130);
  });
});

describe('what the sweep publishes', () => {
  const since = '2026-11-21T09:00:00.000Z';
  const entries = {
    messages: [{ kind: 'message', id: 'message_1', since }],
    work: [{ kind: 'callback', id: 'callback_1', since }],
  };

  /** A bus that can refuse to take anything more after so many events of a call. */
  function aBus(limit = Number.POSITIVE_INFINITY) {
    const events: OutgoingEvent[] = [];
    const publish = async (given: readonly OutgoingEvent[]) => {
      const taken = given.slice(0, limit);
      events.push(...taken);
      if (taken.length === given.length) return { published: taken.length };
      return { published: taken.length, failure: 'ThrottlingException' };
    };
    return { events, bus: { publish } };
  }
  const dueList = { listDue: async (lane: Lane) => entries[lane] };

  it('is the event of each kind, with the id of what waits', async () => {
    const { events, bus } = aBus();
    expect(await sweepDueList('2026-11-21T09:00:30.000Z', { dueList, bus })).toEqual({
      messages: 1,
      work: 1,
    });
    expect(events.map(({ envelope: { type, data, hops } }) => ({ type, data, hops }))).toEqual([
      { type: 'message.overdue', data: { id: 'message_1', since }, hops: 0 },
      { type: 'callback.overdue', data: { id: 'callback_1', since }, hops: 0 },
    ]);
  });

  it('is published by every sweep until it is dealt with, as the same event', async () => {
    const { events, bus } = aBus();
    for (const minute of ['00', '01', '07', '44']) {
      await sweepDueList(`2026-11-21T09:${minute}:30.000Z`, { dueList, bus });
    }
    expect(events).toHaveLength(8);
    expect(new Set(events.map(({ envelope }) => envelope.id)).size).toBe(2);
  });

  it('fails when the bus does not take all of it, and lets no lane wait for another', async () => {
    const { events, bus } = aBus(1);
    const many = [1, 2, 3].map((number) => ({ kind: 'message', id: `message_${number}`, since }));
    const full = { listDue: async (lane: Lane) => (lane === 'messages' ? many : entries.work) };
    await expect(sweepDueList('2026-11-21T09:00:30.000Z', { dueList: full, bus })).rejects.toThrow(
      'ThrottlingException',
    );
    expect(events.map(({ envelope }) => envelope.type)).toEqual(['message.overdue', 'callback.overdue']);
  });
});
