import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sweepDueList } from '../../../functions/platform/operations/sweep-due-list.ts';
import { createDueListStore, type DueListStore } from '../../../functions/platform/platform.store.ts';
import type { OutgoingEvent } from '../../../shared/events/bus.ts';
import { type Lane, overdueEvent } from '../../../shared/events/overdue.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { insert, replace } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';

let database: TestTable;
beforeAll(async () => {
  database = await startTable();
});
afterAll(() => database.close());

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

const ignoreAge = () => undefined;
const minutesAfter = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

describe('what the sweep finds in the due list', () => {
  /** Lies in the list as any domain would put it there. */
  const wait = async (lane: Lane, kind: string, id: string, until: string) => {
    const gsi3 = { gsi3pk: `DUE#${lane}#2`, gsi3sk: `${until}#${kind}#${id.replace('#', '%23')}` };
    const Item = { pk: `${kind} ${id}`, sk: '-', type: kind, v: 1, ...gsi3 };
    await database.client.send(new PutCommand({ TableName: database.name, Item }));
  };
  const now = '2026-11-21T09:00:00.000Z';
  const listed = async (lane: Lane, maximum: number, instant = now) =>
    (await createDueListStore(database.table).listDue(lane, instant, maximum)).map(
      ({ kind, id }) => `${kind} ${id}`,
    );

  it('is every entry of the lane whose time has come, however long ago, the oldest first', async () => {
    await wait('work', 'callback', 'now', now);
    await wait('work', 'reminder', 'yesterday', '2026-11-20T23:59:59.000Z');
    await wait('work', 'callback', 'with#sign', '2026-11-21T08:59:00.000Z');
    await wait('work', 'callback', 'in-a-moment', '2026-11-21T09:00:00.001Z');
    await wait('work', 'callback', 'years-ago', '2019-02-28T10:00:00.000Z');
    await wait('messages', 'message', 'other-lane', '2026-11-21T08:00:00.000Z');
    const due = ['callback years-ago', 'reminder yesterday', 'callback with#sign', 'callback now'];
    expect(await listed('work', 100)).toEqual(due);
    expect(await listed('work', 100, '2026-11-21T09:01:00.000Z')).toEqual([...due, 'callback in-a-moment']);
  });

  it('comes whole over several pages, and never more than asked for', async () => {
    const time = (number: number) => minutesAfter('2026-11-21T00:00:00.000Z', number);
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

describe('what waits and was told', () => {
  const reminding = overdueEvent('reminder', 'work');
  const reminderItem = defineItem({
    name: 'reminder',
    v: 1,
    schema: z.strictObject({ id: z.string(), version: z.int(), until: z.string().optional() }),
    key: ['REMINDER#{id}', '-'],
    indexes: { gsi3: dueKeys },
    parts: ({ until, id }) => dueParts(reminding, until, id),
  });
  const since = '2031-01-01T09:00:00.000Z';
  const begin = (id: string, until = since) =>
    database.table.commit([
      insert(reminderItem, { id, version: 1, until }, { onConflict: new Error('twice') }),
    ]);
  const sweep = async (now: string, table = database.table) => {
    const { events, bus } = aBus();
    await sweepDueList(now, { dueList: createDueListStore(table), bus, tellAge: ignoreAge });
    return events.map(({ envelope }) => envelope).filter(({ data }) => String(data.since) >= since);
  };

  it('is told again after growing pauses, as the same event, and can be read as before', async () => {
    await begin('forgotten');
    const told = new Map<number, string>();
    for (const minute of [0, 1, 2, 3, 5, 6, 7, 13, 14, 29, 30, 61, 62, 121, 122, 181, 182]) {
      const [event] = await sweep(minutesAfter(since, minute));
      if (event !== undefined) told.set(minute, event.id);
      if (event !== undefined) expect(event.data).toEqual({ id: 'forgotten', since });
    }
    expect([...told.keys()]).toEqual([0, 2, 6, 14, 30, 62, 122, 182]);
    expect(new Set(told.values()).size).toBe(1);
    const item = { id: 'forgotten', version: 1, until: since };
    expect(await database.table.find(reminderItem, { id: 'forgotten' })).toEqual(item);
    const settled = { id: 'forgotten', version: 2 };
    await database.table.commit([replace(reminderItem, settled, { ifVersion: 1, onConflict: 'retry' })]);
    expect(await sweep(minutesAfter(since, 10_000))).toEqual([]);
  });

  it('is not moved when its domain has settled it or given it another time meanwhile', async () => {
    await begin('settled');
    await begin('moved');
    const dueList = createDueListStore(database.table);
    const entries = await dueList.listDue('work', since, 100);
    const later = minutesAfter(since, 1);
    const change = (value: { id: string; version: number; until?: string }) =>
      database.table.commit([replace(reminderItem, value, { ifVersion: 1, onConflict: 'retry' })]);
    await change({ id: 'settled', version: 2 });
    await change({ id: 'moved', version: 2, until: later });
    for (const entry of entries) await dueList.putOff(entry, since);
    expect((await sweep(later)).map(({ data }) => data)).toEqual([{ id: 'moved', since: later }]);
    await change({ id: 'moved', version: 3 }).catch(() => undefined);
  });

  it('costs a unit of the item and two of its index', async () => {
    const start = '2032-01-01T09:00:00.000Z';
    await begin('costly', start);
    const { table, count } = observedTable(database.client, database.name);
    const dueList = createDueListStore(table);
    const entry = (await dueList.listDue('work', start, 100)).find(({ id }) => id === 'costly');
    const { writeUnits } = await count(async () => dueList.putOff(entry!, start));
    expect(writeUnits).toBe(3);
  });
});

describe('what the sweep publishes', () => {
  const since = '2026-11-21T09:00:00.000Z';
  const entry = (kind: string, id: string) => ({
    ...{ kind, id, since, told: 0 },
    ...{ key: { pk: id, sk: '-' }, sortKey: `${since}#${kind}#${id}` },
  });
  const entries = {
    messages: [entry('message', 'message_1')],
    work: [entry('callback', 'callback_1')],
  };

  function aList(due: Record<Lane, ReturnType<typeof entry>[]>, unmovable: readonly string[] = []) {
    const moved: string[] = [];
    const dueList: DueListStore = {
      listDue: async (lane) => due[lane],
      async putOff({ id }) {
        if (unmovable.includes(id)) throw new RangeError('immovable');
        moved.push(id);
      },
    };
    return { dueList, moved };
  }

  it('is the event of each kind, with the id of what waits, and how old the oldest is', async () => {
    const { events, bus } = aBus();
    const ages: [Lane, number][] = [];
    const tellAge = (...age: [Lane, number]) => void ages.push(age);
    const { dueList } = aList({ ...entries, messages: [] });
    const older = { ...entry('callback', 'callback_0'), since: '2026-11-21T08:00:00.000Z', told: 3 };
    const both = aList({ ...entries, work: [...entries.work, older] }).dueList;
    expect(await sweepDueList('2026-11-21T09:00:30.000Z', { dueList: both, bus, tellAge })).toEqual({
      messages: 1,
      work: 2,
    });
    expect(events.map(({ envelope: { type, data, hops } }) => ({ type, data, hops }))).toEqual([
      { type: 'message.overdue', data: { id: 'message_1', since }, hops: 0 },
      { type: 'callback.overdue', data: { id: 'callback_1', since }, hops: 0 },
      { type: 'callback.overdue', data: { id: 'callback_0', since: older.since }, hops: 0 },
    ]);
    expect(ages).toEqual([
      ['messages', 30],
      ['work', 3630],
    ]);
    ages.length = 0;
    await sweepDueList('2026-11-21T09:00:30.000Z', { dueList, bus, tellAge });
    expect(ages.map(([lane]) => lane)).toEqual(['work']);
  });

  it('fails when the bus does not take all of it, puts off only what was told, and lets no lane wait', async () => {
    const { events, bus } = aBus(1);
    const many = [1, 2, 3].map((number) => entry('message', `message_${number}`));
    const { dueList, moved } = aList({ ...entries, messages: many });
    await expect(
      sweepDueList('2026-11-21T09:00:30.000Z', { dueList, bus, tellAge: ignoreAge }),
    ).rejects.toThrow('ThrottlingException');
    expect(events.map(({ envelope }) => envelope.type)).toEqual(['message.overdue', 'callback.overdue']);
    expect(moved).toEqual(['message_1', 'callback_1']);
  });

  it('fails when something cannot be put off, after it has put off all else', async () => {
    const { events, bus } = aBus();
    const many = Array.from({ length: 20 }, (_, number) => entry('message', `message_${number}`));
    const { dueList, moved } = aList({ ...entries, messages: many }, ['message_3']);
    await expect(
      sweepDueList('2026-11-21T09:00:30.000Z', { dueList, bus, tellAge: ignoreAge }),
    ).rejects.toThrow('RangeError');
    expect([events.length, moved.length]).toEqual([21, 20]);
  });
});
