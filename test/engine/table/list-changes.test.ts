import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { shardOf } from '../../../shared/table/pattern.ts';
import { remove, type Write } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';
import { contextAt, type Ticket, ticket, ticketEntity, ticketItem, tickets } from './tickets.ts';

let rig: TestTable;

// Each test has a table of its own, because all changes of a day stand in one list.
beforeEach(async () => {
  await rig?.close();
  rig = await startTable();
});
afterAll(() => rig.close());

const create = (id: string, createdAt: string, extra: Partial<Ticket> = {}): readonly Write[] =>
  ticketEntity(rig.table).create(ticket(id, { createdAt, ...extra }), contextAt(createdAt));

async function change(id: string, at: string, fields: Partial<Ticket>): Promise<void> {
  const before = await ticketEntity(rig.table).get(id);
  const after = { ...before, ...fields, version: before.version + 1 };
  await rig.table.commit(ticketEntity(rig.table).change(before, after, contextAt(at)));
}

type Filters = Parameters<typeof tickets.changes>[1];
type Request = Parameters<typeof tickets.changes>[2];
type Page = Awaited<ReturnType<typeof tickets.changes>>;

async function walk(request: Request, filters: Filters = {}): Promise<Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await tickets.changes(rig.table, filters, { ...request, cursor });
    pages.push(page);
    if (page.cursor === null) return pages;
    if (pages.length > 100) throw new Error('The walk does not end');
    expect(page.updatedUntil).toBeUndefined();
    cursor = page.cursor;
  }
}
const told = (pages: readonly Page[]) =>
  pages.map(({ items, deleted }) => [...items.map(({ id }) => id), ...deleted.map(({ id }) => `-${id}`)]);

describe('what has changed since', () => {
  it('is told over shards and the end of a day in the order of time, from the instant itself on', async () => {
    await rig.table.commit([
      ...create('t1', '2026-11-20T23:59:59.998Z'),
      ...create('t2', '2026-11-20T23:59:59.999Z'),
      ...create('t3', '2026-11-21T00:00:00.000Z'),
      ...create('t4', '2026-11-21T00:00:00.000Z'),
      ...create('t5', '2026-11-22T08:00:00.000Z'),
    ]);
    expect(new Set(['t2', 't3', 't4', 't5'].map((id) => shardOf(id))).size).toBeGreaterThan(1);
    const request = { since: '2026-11-20T23:59:59.999Z', at: '2026-11-22T09:00:00.000Z' };
    const expected = ['t2', 't3', 't4', 't5'];
    for (const limit of [1, 2, 3, 100]) {
      const pages = await walk({ ...request, limit });
      expect(told(pages).flat(), `pages of ${limit}`).toEqual(expected);
      for (const page of pages) expect(page.items.length).toBeLessThanOrEqual(limit);
    }
    const none = await walk({ ...request, since: '2026-11-22T08:00:00.001Z', limit: 5 });
    expect(told(none)).toEqual([[]]);
  });

  it('is each entity once a page, as it is now, where its last change stands', async () => {
    await rig.table.commit([
      ...create('a', '2026-11-21T09:00:00.000Z'),
      ...create('b', '2026-11-21T09:01:00.000Z'),
    ]);
    await change('a', '2026-11-21T09:02:00.000Z', { title: 'Second', status: 'doing' });
    await change('a', '2026-11-21T09:03:00.000Z', { title: 'Third' });
    const request = { since: '2026-11-21T00:00:00.000Z', at: '2026-11-21T10:00:00.000Z' };
    const [page] = await walk({ ...request, limit: 50 });
    expect(page?.items).toEqual([
      { id: 'b', title: 'Title b', status: 'new', team: null, urgency: 'low' },
      { id: 'a', title: 'Third', status: 'doing', team: null, urgency: 'low' },
    ]);
    expect(told(await walk({ ...request, limit: 1 }))).toEqual([['a'], ['b'], ['a'], ['a']]);
    expect(told(await walk({ ...request, since: '2026-11-21T09:02:30.000Z', limit: 50 }))).toEqual([['a']]);
  });

  it('leaves a tombstone for what was deleted, and for what is gone altogether', async () => {
    await rig.table.commit([
      ...create('kept', '2026-11-21T09:00:00.000Z'),
      ...create('deleted', '2026-11-21T09:00:00.000Z'),
      ...create('erased', '2026-11-21T09:00:01.000Z'),
    ]);
    await change('deleted', '2026-11-21T11:00:00.000Z', { deletedAt: '2026-11-21T11:00:00.000Z' });
    await change('erased', '2026-11-21T12:00:00.000Z', { title: 'Again' });
    await rig.table.commit([remove(ticketItem, { id: 'erased' })]);
    const [page] = await walk({
      since: '2026-11-21T00:00:00.000Z',
      at: '2026-11-21T13:00:00.000Z',
      limit: 50,
    });
    expect(page?.items.map(({ id }) => id)).toEqual(['kept']);
    expect(page?.deleted).toEqual([
      { id: 'deleted', deletedAt: '2026-11-21T11:00:00.000Z', reason: 'deleted', title: 'Title deleted' },
      { id: 'erased', deletedAt: '2026-11-21T12:00:00.000Z', reason: 'deleted' },
    ]);
  });

  it('is narrowed by the state that an entity has now', async () => {
    await rig.table.commit([
      ...create('red', '2026-11-21T09:00:00.000Z', { team: 'red' }),
      ...create('moved', '2026-11-21T09:00:01.000Z', { team: 'red' }),
      ...create('nobody', '2026-11-21T09:00:02.000Z'),
      ...create('gone', '2026-11-21T09:00:03.000Z', { team: 'red' }),
      ...create('erased', '2026-11-21T09:00:04.000Z', { team: 'red' }),
    ]);
    await change('moved', '2026-11-21T09:01:00.000Z', { team: 'blue', status: 'doing' });
    await change('gone', '2026-11-21T09:02:00.000Z', { deletedAt: '2026-11-21T09:02:00.000Z' });
    await rig.table.commit([remove(ticketItem, { id: 'erased' })]);
    const request = { since: '2026-11-21T00:00:00.000Z', at: '2026-11-21T13:00:00.000Z', limit: 50 };
    expect(told(await walk(request, { team: 'red' }))).toEqual([['red', '-moved', '-gone']]);
    expect(told(await walk(request, { team: 'none' }))).toEqual([['nobody']]);
    expect(told(await walk(request, { status: 'doing' }))).toEqual([['moved']]);
    expect(told(await walk(request, { team: 'green', urgency: 'high' }))).toEqual([[]]);
  });

  it('tells what has left what is asked for, when it left, and only to those whose it was', async () => {
    const request = { since: '2026-11-21T09:00:00.000Z', at: '2026-11-21T13:00:00.000Z' };
    const names = ['moved', 'back', 'taken', 'calm', 'erased'];
    await rig.table.commit([
      ...create('moved', '2026-11-21T08:00:00.000Z', { team: 'red' }),
      ...create('back', '2026-11-21T08:00:00.000Z', { team: 'red' }),
      ...create('taken', '2026-11-21T08:00:00.000Z'),
      ...create('calm', '2026-11-21T08:00:00.000Z', { team: 'red', urgency: 'high' }),
      ...create('erased', '2026-11-21T08:00:00.000Z', { team: 'red' }),
    ]);
    await change('moved', '2026-11-21T09:01:00.000Z', { team: 'blue' });
    await change('moved', '2026-11-21T09:02:00.000Z', { title: 'Of the blue ones now' });
    await change('back', '2026-11-21T09:03:00.000Z', { team: 'blue' });
    await change('back', '2026-11-21T09:04:00.000Z', { team: 'red' });
    await change('taken', '2026-11-21T09:05:00.000Z', { team: 'blue' });
    await change('calm', '2026-11-21T09:06:00.000Z', { urgency: 'low' });
    await change('erased', '2026-11-21T09:07:00.000Z', { team: 'blue' });
    await rig.table.commit([remove(ticketItem, { id: 'erased' })]);
    const left = (id: string, minute: string) => ({
      ...{ id, deletedAt: `2026-11-21T09:${minute}:00.000Z`, reason: 'left' },
    });
    const deletedOf = async (filters: Filters) => {
      const pages = await walk({ ...request, limit: 50 }, filters);
      return pages.flatMap(({ deleted }) => deleted);
    };
    expect(await deletedOf({ team: 'red' })).toEqual([left('moved', '01'), left('erased', '07')]);
    expect(await deletedOf({ team: 'blue' })).toEqual([left('back', '04')]);
    expect(await deletedOf({ team: 'none' })).toEqual([left('taken', '05')]);
    expect(await deletedOf({ team: 'green' })).toEqual([]);
    expect(await deletedOf({ urgency: 'high' })).toEqual([left('calm', '06')]);
    // Whether it was urgent back then is not looked at, but whose it was is.
    expect(await deletedOf({ team: 'blue', urgency: 'high' })).toEqual([left('back', '04')]);
    for (const limit of [1, 2]) {
      // What came back is told where it comes back: the last word counts.
      const last = new Map<string, string>();
      for (const word of told(await walk({ ...request, limit }, { team: 'red' })).flat())
        last.set(word.replace('-', ''), word);
      expect(names.flatMap((name) => last.get(name) ?? [])).toEqual(['-moved', 'back', 'calm', '-erased']);
    }
  });

  it('walks eight days a page through a month in which little happened', async () => {
    await rig.table.commit([
      ...create('early', '2026-10-27T12:00:00.000Z'),
      ...create('late', '2026-11-24T12:00:00.000Z'),
    ]);
    const { count, table } = observedTable(rig.client, rig.name);
    const request = { since: '2026-10-26T00:00:00.000Z', at: '2026-11-25T00:00:00.000Z', limit: 50 };
    // 26 October and seven days more, then eight days each, then 27 to 30 November without the future.
    expect(told(await walk(request))).toEqual([['early'], [], [], ['late']]);
    const { queries } = await count(() => tickets.changes(table, {}, request));
    expect(queries).toBe(8 * 4);
  });

  it('refuses a cursor that somebody made up', async () => {
    const since = '2026-11-24T00:00:00.000Z';
    const request = { since, at: '2026-11-25T00:00:00.000Z', limit: 1 };
    await rig.table.commit([...create('t1', since), ...create('t2', since)]);
    const { cursor } = await tickets.changes(rig.table, {}, request);
    const [question]: unknown[] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
    for (const position of [
      '',
      'x',
      `${since} 0`,
      `${since} 2026-11`,
      `${since} 2026-99-99T`,
      `x ${since}`,
    ]) {
      const made = Buffer.from(JSON.stringify([question, position])).toString('base64url');
      await expect(
        tickets.changes(rig.table, {}, { ...request, cursor: made }),
        position,
      ).rejects.toMatchObject({
        violations: [{ pointer: '/query/cursor' }],
      });
    }
  });

  it('refuses what lies further back than changes are listed, and the cursor of another walk', async () => {
    const request = { at: '2026-11-25T00:00:00.000Z', limit: 1 };
    await expect(
      tickets.changes(rig.table, {}, { ...request, since: '2026-10-25T23:59:59.999Z' }),
    ).rejects.toMatchObject({ code: 'invalid-request', violations: [{ pointer: '/query/updatedSince' }] });
    await rig.table.commit([
      ...create('t1', '2026-11-24T23:00:00.000Z'),
      ...create('t2', '2026-11-24T23:00:01.000Z'),
    ]);
    const since = '2026-11-24T00:00:00.000Z';
    const { cursor } = await tickets.changes(rig.table, {}, { ...request, since });
    if (cursor === null) throw new Error('The walk goes on');
    const others: [Filters, string][] = [
      [{}, '2026-11-24T00:00:00.001Z'],
      [{ team: 'red' }, since],
    ];
    for (const [filters, other] of others) {
      await expect(
        tickets.changes(rig.table, filters, { ...request, since: other, cursor }),
      ).rejects.toMatchObject({ violations: [{ pointer: '/query/cursor' }] });
    }
  });
});

describe('the next walk', () => {
  it('begins two minutes before this one did, however long it took', async () => {
    await rig.table.commit([
      ...create('t1', '2026-11-24T23:00:00.000Z'),
      ...create('t2', '2026-11-24T23:00:01.000Z'),
    ]);
    const request = { since: '2026-11-24T00:00:00.000Z', limit: 1 };
    const first = await tickets.changes(rig.table, {}, { ...request, at: '2026-11-24T23:59:00.000Z' });
    const rest = { ...request, at: '2026-11-25T00:30:00.000Z' };
    const second = await tickets.changes(rig.table, {}, { ...rest, cursor: first.cursor ?? '' });
    const last = await tickets.changes(rig.table, {}, { ...rest, cursor: second.cursor ?? '' });
    expect(told([first, second, last])).toEqual([['t1'], ['t2'], []]);
    expect(last).toMatchObject({ cursor: null, updatedUntil: '2026-11-24T23:57:00.000Z' });
  });

  it('tells the change that was committed late, behind where the walk had been', async () => {
    await rig.table.commit(create('early', '2026-11-24T22:59:10.000Z'));
    const request = { since: '2026-11-24T00:00:00.000Z', limit: 5 };
    const [page] = await walk({ ...request, at: '2026-11-24T23:00:00.000Z' });
    expect(page && told([page])).toEqual([['early']]);
    await rig.table.commit(create('late', '2026-11-24T22:59:05.000Z'));
    const since = page?.updatedUntil ?? '';
    expect(told(await walk({ ...request, since, at: '2026-11-24T23:10:00.000Z' }))).toEqual([
      ['late', 'early'],
    ]);
  });

  it('misses nothing while many write and the walk goes on', async () => {
    const seconds = Array.from({ length: 40 }, (_, index) => String(index).padStart(2, '0'));
    const since = '2026-11-24T00:00:00.000Z';
    const writing = Promise.all(
      seconds.map((second) => rig.table.commit(create(`w${second}`, `2026-11-24T23:00:${second}.000Z`))),
    );
    const during = await walk({ since, limit: 3, at: '2026-11-24T23:00:39.000Z' });
    await writing;
    const until = during.at(-1)?.updatedUntil ?? '';
    const after = await walk({ since: until, limit: 100, at: '2026-11-24T23:10:00.000Z' });
    const seen = new Set([...told(during), ...told(after)].flat());
    expect([...seen].toSorted()).toEqual(seconds.map((second) => `w${second}`));
  });
});

describe('what the index of changes costs', () => {
  it('is 1 write unit to create, 1 for each change, and 1 more when the row changes', async () => {
    const { count, table } = observedTable(rig.client, rig.name);
    const tracked = ticketEntity(table);
    const at = '2026-11-21T09:00:00.000Z';
    const first = ticket('u1', { createdAt: at });
    const created = await count(() => table.commit(tracked.create(first, contextAt(at))));
    // As a single write: the item 1, its key of the team 1, the index of changes 1.
    expect(created.writeUnits).toBe(1 + 1 + 1);
    const closed = { ...first, version: 2, closedAt: at };
    const changed = await count(() => table.commit(tracked.change(first, closed, contextAt(at))));
    // The item 2 and the change 2 in a transaction, the trail by person and by kind 2; nothing of the row changes.
    expect(changed.writeUnits).toBe(2 + 2 + 2 + 1);
    const renamed = { ...closed, version: 3, title: 'New' };
    const told = await count(() => table.commit(tracked.change(closed, renamed, contextAt(at))));
    // The row stands in the key of the team and in the entry of the creation.
    expect(told.writeUnits).toBe(2 + 2 + 2 + 1 + 1 + 1);
  });
});
