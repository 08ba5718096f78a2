import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ConcurrentModification, commit } from '../../../shared/table/commit.ts';
import { defineItem, fromRecord, keyOf, toRecord } from '../../../shared/table/item.ts';
import { definePattern, shardCount, shardOf } from '../../../shared/table/pattern.ts';
import { check, increment, insert, markOnce, project, remove, replace } from '../../../shared/table/write.ts';
import { losingFirstReply, startTable, type TestTable } from '../../support/engine.ts';

/** DynamoDB cancels a transaction while another one holds one of its items; the engine has them wait instead. */
class ConflictingClient {
  readonly send: (command: never) => Promise<unknown>;
  constructor(client: TestTable['client'], isBusy: () => boolean) {
    this.send = (command) =>
      isBusy()
        ? Promise.reject(
            new TransactionCanceledException({
              message: 'Transaction cancelled',
              $metadata: {},
              CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
            }),
          )
        : client.send(command);
  }
}

const noteItem = defineItem({
  name: 'note',
  v: 2,
  schema: z.strictObject({
    id: z.string(),
    version: z.int(),
    title: z.string(),
    board: z.string().optional(),
    until: z.int().optional(),
    countedAt: z.string().optional(),
  }),
  key: ['NOTE#{id}', '-'],
  indexes: { gsi1: ['BOARD#{board}', '{id}'], gsi2: ['ALL#{shard}', '{id}'] },
  parts: (note) => ({ shard: String(shardOf(note.id)) }),
  summary: z.strictObject({ id: z.string(), title: z.string() }),
  toSummary: ({ id, title }) => ({ id, title }),
  expires: (note) => note.until,
  upgrade: (record, from) => (from < 2 ? { ...record, title: record.headline } : record),
});

const tallyItem = defineItem({
  name: 'tally',
  v: 1,
  schema: z.strictObject({ id: z.string(), count: z.number() }),
  key: ['TALLY#{id}', '-'],
});

const hourItem = defineItem({
  name: 'hour',
  v: 1,
  schema: z.strictObject({ id: z.string(), hour: z.string(), count: z.number() }),
  key: ['TALLY#{id}', 'HOUR#{hour}'],
  expires: ({ hour }) => Date.parse(`${hour}:00:00Z`) / 1000 + 3600,
});

const notesOfBoard = definePattern({
  question: 'notes of a board',
  item: noteItem,
  index: 'gsi1',
  partition: 'BOARD#{board}',
  newestFirst: true,
});
const allNotes = definePattern({
  question: 'all notes',
  item: noteItem,
  index: 'gsi2',
  partition: 'ALL#{shard}',
  newestFirst: true,
});
const noteCollection = definePattern({
  question: 'a note and what belongs to it',
  item: noteItem,
  partition: 'NOTE#{id}',
});

let rig: TestTable;
beforeAll(async () => {
  rig = await startTable();
});
afterAll(() => rig.close());

const note = (id: string, extra: object = {}) => ({ id, version: 1, title: `Title ${id}`, ...extra });
const taken = new AppError('conflict', 'taken');

describe('items', () => {
  it('keeps what was written and leaves out an index whose placeholder has no value', () => {
    const record = toRecord(noteItem, note('n1'));
    expect(record).toMatchObject({
      pk: 'NOTE#n1',
      sk: '-',
      type: 'note',
      v: 2,
      summary: { title: 'Title n1' },
    });
    expect(record.summary, 'the key holds the id already').not.toHaveProperty('id');
    expect(record).not.toHaveProperty('gsi1pk');
    expect(record.gsi2pk).toBe(`ALL#${shardOf('n1')}`);
    expect(fromRecord(noteItem, record)).toEqual(note('n1'));
  });

  it('upgrades records of an older schema and refuses records of another item', () => {
    const old = { ...toRecord(noteItem, note('n2')), v: 1, title: undefined, headline: 'Old' };
    expect(fromRecord(noteItem, old).title).toBe('Old');
    expect(() => fromRecord(tallyItem, old)).toThrow(/type tally/);
  });

  it('says which placeholders a key needs', () => {
    expect(() => keyOf(noteItem, {})).toThrow(/NOTE#\{id\}/);
  });

  it('spreads ids evenly over the shards', () => {
    const counts = Array.from({ length: shardCount }, () => 0);
    for (let index = 0; index < 4000; index += 1) counts[shardOf(`customer_${index}`)]! += 1;
    expect(Math.max(...counts) / 1000).toBeLessThan(1.15);
  });
});

describe('commit', () => {
  it('writes once and tells the reason when the condition fails', async () => {
    const write = insert(noteItem, note('c1'), { onConflict: taken });
    expect(await rig.table.commit([write])).toBe('committed');
    await expect(
      rig.table.commit([insert(noteItem, { ...note('c1'), title: 'other' }, { onConflict: taken })]),
    ).rejects.toBe(taken);
  });

  it('knows its own single write again when the SDK repeats it after a lost reply', async () => {
    const flaky = await losingFirstReply(rig.endpoint);
    const { table } = flaky.open(rig.name);
    expect(await table.commit([insert(noteItem, note('c2'), { onConflict: taken })])).toBe('committed');
    expect(flaky.lost()).toBe(1);
    await flaky.close();
  });

  it('does not take what somebody else has written for its own when the SDK repeats it', async () => {
    await rig.table.commit([insert(noteItem, { ...note('c2c'), title: 'theirs' }, { onConflict: taken })]);
    const flaky = await losingFirstReply(rig.endpoint);
    const { table } = flaky.open(rig.name);
    await expect(table.commit([insert(noteItem, note('c2c'), { onConflict: taken })])).rejects.toBe(taken);
    expect(flaky.lost()).toBe(1);
    await flaky.close();
  });

  it('lets one of two equal single writes win when no reply was lost', async () => {
    const write = insert(noteItem, note('c2b'), { onConflict: taken });
    const outcomes = await Promise.allSettled([rig.table.commit([write]), rig.table.commit([write])]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('writes nothing beside a check of what is not as it was read, and leaves what it checks alone', async () => {
    const attempt = (ifVersion: number | undefined, id: string) =>
      rig.table.commit([
        insert(noteItem, note(id), { onConflict: 'retry' }),
        check(noteItem, { id: 'checked' }, { ifVersion, onConflict: taken }),
      ]);
    await expect(attempt(1, 'k1')).rejects.toBe(taken);
    expect(await attempt(undefined, 'k2')).toBe('committed');
    expect(await rig.table.find(noteItem, { id: 'checked' })).toBeUndefined();
    await rig.table.commit([insert(noteItem, note('checked'), { onConflict: taken })]);
    expect(await attempt(1, 'k3')).toBe('committed');
    for (const version of [undefined, 2]) await expect(attempt(version, 'k4')).rejects.toBe(taken);
    const there = await rig.table.findMany(
      noteItem,
      ['checked', 'k1', 'k2', 'k3', 'k4'].map((id) => ({ id })),
    );
    expect(there.map(({ id, version }) => [id, version]).sort()).toEqual([
      ['checked', 1],
      ['k2', 1],
      ['k3', 1],
    ]);
  });

  it('reads each item once that is named twice', async () => {
    await rig.table.commit([insert(noteItem, note('named'), { onConflict: taken })]);
    const found = await rig.table.findMany(noteItem, [{ id: 'named' }, { id: 'none' }, { id: 'named' }]);
    expect(found.map(({ id }) => id)).toEqual(['named']);
  });

  it('writes all or none, and the first failed condition decides', async () => {
    await rig.table.commit([insert(noteItem, note('c3'), { onConflict: taken })]);
    const attempt = rig.table.commit([
      insert(noteItem, note('c4'), { onConflict: 'retry' }),
      insert(noteItem, note('c3'), { onConflict: taken }),
    ]);
    await expect(attempt).rejects.toBe(taken);
    expect(await rig.table.find(noteItem, { id: 'c4' })).toBeUndefined();
  });

  it('lets one of many writers of a version through and asks the others to try again', async () => {
    await rig.table.commit([insert(noteItem, note('c5'), { onConflict: taken })]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        rig.table.commit([
          replace(
            noteItem,
            { ...note('c5'), version: 2, title: `w${index}` },
            { ifVersion: 1, onConflict: 'retry' },
          ),
        ]),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConcurrentModification);
    }
  });

  it('keeps the newest projection in whatever order they come', async () => {
    for (const version of [2, 5, 3, 5, 1]) {
      await rig.table.commit([
        project(noteItem, { ...note('c6'), version, title: `v${version}` }, { newerThan: 'version' }),
      ]);
    }
    expect(await rig.table.find(noteItem, { id: 'c6' })).toMatchObject({ version: 5, title: 'v5' });
  });

  it('counts a fact once, however often it is told', async () => {
    await rig.table.commit([insert(noteItem, note('c7'), { onConflict: taken })]);
    const count = () =>
      rig.table.commit([
        markOnce(keyOf(noteItem, { id: 'c7' }), 'countedAt', '2026-01-01T00:00:00.000Z'),
        increment(tallyItem, { id: 'c7' }, { count: 1 }),
      ]);
    expect(await Promise.all([count(), count(), count()]).then((all) => all.sort())).toEqual([
      'already',
      'already',
      'committed',
    ]);
    const { Items } = await rig.client.send(new ScanCommand({ TableName: rig.name }));
    expect(Items?.find((item) => item.pk === 'TALLY#c7')).toMatchObject({ count: 1, type: 'tally', v: 1 });
  });

  it('adds to one row once, whatever several facts of a transaction add to it', async () => {
    await rig.table.commit([
      insert(noteItem, note('c9'), { onConflict: taken }),
      increment(tallyItem, { id: 'c9' }, { count: 2, other: 1 }),
      increment(tallyItem, { id: 'c9' }, { count: 3 }),
      increment(tallyItem, { id: 'c10' }, { count: 1 }),
    ]);
    const { Items } = await rig.client.send(new ScanCommand({ TableName: rig.name }));
    const of = (pk: string) => Items?.find((item) => item.pk === pk);
    expect(of('TALLY#c9')).toMatchObject({ count: 5, other: 1, type: 'tally' });
    expect(of('TALLY#c10')).toMatchObject({ count: 1 });
  });

  it('waits its turn where many transactions want the same row', async () => {
    let busy = 12;
    const conflicts = new ConflictingClient(rig.client, () => busy-- > 0);
    await commit(conflicts as never, rig.name, [
      insert(noteItem, note('c11'), { onConflict: taken }),
      increment(tallyItem, { id: 'c11' }, { count: 1 }),
    ]);
    expect(busy).toBe(-1);
    expect(await rig.table.find(noteItem, { id: 'c11' })).toMatchObject({ id: 'c11' });
  });

  it('refuses more than DynamoDB takes at once before it asks', async () => {
    const writes = Array.from({ length: 101 }, (_, index) =>
      insert(noteItem, note(`m${index}`), { onConflict: taken }),
    );
    await expect(rig.table.commit(writes)).rejects.toThrow(/101 writes/);
  });

  it('removes an item, and only the version that was meant', async () => {
    await rig.table.commit([insert(noteItem, note('c8'), { onConflict: taken })]);
    await expect(
      rig.table.commit([remove(noteItem, { id: 'c8' }, { ifVersion: 9, onConflict: 'retry' })]),
    ).rejects.toBeInstanceOf(ConcurrentModification);
    await rig.table.commit([remove(noteItem, { id: 'c8' })]);
    expect(await rig.table.find(noteItem, { id: 'c8' })).toBeUndefined();
  });
});

describe('pages', () => {
  const ids = Array.from({ length: 137 }, (_, index) => `p${String(index).padStart(4, '0')}`);
  const newestFirst = ids.toReversed();

  beforeAll(async () => {
    for (const id of ids) {
      await rig.table.commit([insert(noteItem, note(id, { board: 'b1' }), { onConflict: taken })]);
    }
  });

  async function readAll(
    limit: number,
    read: (cursor: string | undefined) => Promise<{ items: { id: string }[]; cursor: string | null }>,
  ) {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 200; page += 1) {
      const reply = await read(cursor);
      if (reply.cursor !== null) expect(reply.items).toHaveLength(limit);
      seen.push(...reply.items.map((item) => item.id));
      if (reply.cursor === null) return seen;
      cursor = reply.cursor;
    }
    throw new Error('The list does not end');
  }

  it.each([1, 7, 50, 100])(
    'walks a list over one partition in pages of %i: all rows, once, in order',
    async (limit) => {
      const seen = await readAll(limit, (cursor) =>
        rig.table.listSummaries(notesOfBoard, { board: 'b1' }, { limit, cursor }),
      );
      expect(seen).toEqual(newestFirst);
    },
  );

  it.each([1, 7, 50, 100])(
    'merges the shards of a spread list in pages of %i into one order',
    async (limit) => {
      const seen = await readAll(limit, (cursor) => rig.table.listSummaries(allNotes, {}, { limit, cursor }));
      expect(seen.filter((id) => id.startsWith('p'))).toEqual(newestFirst);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it('reads one shard of a spread list alone when it is named', async () => {
    const { items } = await rig.table.listSummaries(allNotes, { shard: 2 }, { limit: 100 });
    expect(items.length).toBeGreaterThan(0);
    for (const { id } of items) expect(shardOf(id)).toBe(2);
  });

  it('refuses the cursor of another list, a broken one and one that somebody made up', async () => {
    const { cursor } = await rig.table.listSummaries(notesOfBoard, { board: 'b1' }, { limit: 5 });
    for (const foreign of [cursor!, 'x', Buffer.from('["a"]').toString('base64url')]) {
      await expect(
        rig.table.listSummaries(notesOfBoard, { board: 'b2' }, { limit: 5, cursor: foreign }),
      ).rejects.toMatchObject({
        code: 'invalid-request',
        violations: [{ pointer: '/query/cursor' }],
      });
    }
  });

  it('shows an expired item neither alone nor in lists', async () => {
    const soon = Math.floor(Date.now() / 1000) + 3;
    await rig.table.commit([insert(noteItem, note('gone', { until: soon }), { onConflict: taken })]);
    expect(await rig.table.find(noteItem, { id: 'gone' })).toBeDefined();
    const listed = async () =>
      (await rig.table.listItems(noteCollection, { id: 'gone' }, { limit: 5 })).items.map(({ id }) => id);
    expect(await listed()).toEqual(['gone']);
    await sleep(soon * 1000 - Date.now() + 50);
    expect(await rig.table.find(noteItem, { id: 'gone' })).toBeUndefined();
    expect(await listed()).toEqual([]);
  });

  it('lets nobody be kept from a key by an item that has expired and is still there', async () => {
    const now = Math.floor(Date.now() / 1000);
    const past = note('again', { until: now - 60 });
    await rig.table.commit([insert(noteItem, past, { onConflict: taken })]);
    expect(await rig.table.find(noteItem, { id: 'again' })).toBeUndefined();
    const absent = check(noteItem, { id: 'again' }, { ifVersion: undefined, onConflict: taken });
    const beside = (id: string) => insert(noteItem, note(id), { onConflict: 'retry' });
    await rig.table.commit([absent, beside('first')]);
    const renewed = note('again', { title: 'Renewed', until: now + 3600 });
    await rig.table.commit([insert(noteItem, renewed, { onConflict: taken })]);
    expect(await rig.table.find(noteItem, { id: 'again' })).toEqual(renewed);
    await expect(rig.table.commit([insert(noteItem, renewed, { onConflict: taken })])).rejects.toThrow(taken);
    await expect(rig.table.commit([absent, beside('second')])).rejects.toThrow(taken);
  });

  it('has a row of counters expire as its declaration says', async () => {
    const hour = '2026-11-23T09';
    const write = () => increment(hourItem, { id: 'door', hour }, { count: 2 });
    await rig.table.commit([write(), write()]);
    const { Item } = await rig.client.send(
      new GetCommand({ TableName: rig.name, Key: keyOf(hourItem, { id: 'door', hour }) }),
    );
    expect(Item).toMatchObject({ hour, count: 4, expires: Date.parse('2026-11-23T10:00:00Z') / 1000 });
  });

  it('shows an item that is expired but still there in no list of an index', async () => {
    const now = Math.floor(Date.now() / 1000);
    const fields = { board: 'expiring' };
    await rig.table.commit([
      insert(noteItem, note('expired', { ...fields, until: now - 60 }), { onConflict: taken }),
      insert(noteItem, note('expires', { ...fields, until: now + 3600 }), { onConflict: taken }),
    ]);
    const stored = await rig.client.send(
      new ScanCommand({ TableName: rig.name, IndexName: 'gsi1', ProjectionExpression: 'gsi1sk' }),
    );
    expect(stored.Items).toContainEqual({ gsi1sk: 'expired' });
    const { items } = await rig.table.listSummaries(notesOfBoard, { board: 'expiring' }, { limit: 5 });
    expect(items).toEqual([{ id: 'expires', title: 'Title expires' }]);
  });
});
