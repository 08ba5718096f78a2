import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardOf } from '../../../shared/table/pattern.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { observedTable } from '../../support/observed-table.ts';
import { type Ticket, ticket, ticketItem, tickets } from './tickets.ts';

let rig: TestTable;
let observed: ReturnType<typeof observedTable>;
let table: Table;

beforeAll(async () => {
  rig = await startTable();
  observed = observedTable(rig.client, rig.name);
  table = observed.table;
});
afterAll(() => rig.close());

const create = (value: Ticket): Write[] => [
  insert(ticketItem, value, { onConflict: 'retry' }),
  ...tickets.rowsFor(undefined, value),
];
const change = (before: Ticket, after: Ticket): Write[] => [
  replace(ticketItem, after, { ifVersion: before.version, onConflict: 'retry' }),
  ...tickets.rowsFor(before, after),
];
const next = (before: Ticket, fields: Partial<Ticket>): Ticket => ({
  ...before,
  ...fields,
  version: before.version + 1,
});

type Filters = Parameters<typeof tickets.page>[1];
type Page = Parameters<typeof tickets.page>[2];

/** Every page of a list, as ids. */
async function pagesOf(filters: Filters, page: Page): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined; ; ) {
    const reply = await tickets.page(table, filters, { ...page, cursor });
    pages.push(reply.items.map(({ id }) => id));
    if (reply.cursor === null) return pages;
    if (pages.length > 400) throw new Error('The list does not end');
    cursor = reply.cursor;
  }
}
const all = async (filters: Filters, page: Page) => (await pagesOf(filters, page)).flat();

describe('choosing what answers', () => {
  const refusal = async (filters: Filters) => {
    const error: unknown = await tickets
      .page(table, filters, { limit: 5 })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid-request' });
    return (error as { violations: unknown }).violations;
  };

  it('refuses what nothing carries and names the key that it needs', async () => {
    expect(await refusal({ urgency: 'high' })).toEqual([
      { pointer: '/query/urgency', reason: 'Needs `team` or `status` or `outcome`.' },
    ]);
    expect(await refusal({})).toEqual([
      { pointer: '/query', reason: 'Needs `team` or `status` or `outcome`.' },
    ]);
  });

  it('refuses two filters that each need a list of their own', async () => {
    expect(await refusal({ status: 'new', urgency: 'high', team: 'red' })).toEqual([
      { pointer: '/query/status', reason: 'Cannot be asked for together with `team`. Ask for either alone.' },
    ]);
  });
});

describe('keys', () => {
  it('tells the rows of somebody from those of nobody', async () => {
    await table.commit(create(ticket('k1', { team: 'red' })));
    await table.commit(create(ticket('k2', { team: 'blue' })));
    await table.commit([...create(ticket('k3')), ...create(ticket('k4')), ...create(ticket('k5'))]);
    expect(await all({ team: 'red' }, { limit: 5 })).toEqual(['k1']);
    expect(await pagesOf({ team: 'none' }, { limit: 2 })).toEqual([['k5', 'k4'], ['k3']]);
    const { items } = await tickets.page(table, { team: 'red' }, { limit: 5 });
    expect(items).toEqual([{ id: 'k1', title: 'Title k1', status: 'new', team: 'red', urgency: 'low' }]);
  });
});

describe('list rows', () => {
  it('follow their entity: added, moved, brought up to date, left alone and removed', async () => {
    const first = ticket('r1', { status: 'waiting/for?us', title: 'Old' });
    await table.commit(create(first));
    expect(await all({ status: 'waiting/for?us' }, { limit: 5 })).toEqual(['r1']);

    const renamed = next(first, { title: 'New' });
    expect(tickets.rowsFor(first, renamed).map(({ action }) => action)).toEqual(['Put']);
    await table.commit(change(first, renamed));
    const { items } = await tickets.page(table, { status: 'waiting/for?us' }, { limit: 5 });
    expect(items).toEqual([{ id: 'r1', title: 'New', status: 'waiting/for?us', team: null, urgency: 'low' }]);

    expect(tickets.rowsFor(renamed, next(renamed, { createdAt: '2026-11-20T09:00:00.000Z' }))).toEqual([]);

    const moved = next(renamed, { status: 'doing' });
    expect(tickets.rowsFor(renamed, moved).map(({ action }) => action)).toEqual(['Delete', 'Put']);
    await table.commit(change(renamed, moved));
    expect(await all({ status: 'waiting/for?us' }, { limit: 5 })).toEqual([]);
    expect(await all({ status: 'doing' }, { limit: 5 })).toEqual(['r1']);

    const deleted = next(moved, { deletedAt: '2026-11-22T09:00:00.000Z' });
    expect(tickets.rowsFor(moved, deleted).map(({ action }) => action)).toEqual(['Delete']);
    await table.commit(change(moved, deleted));
    expect(await all({ status: 'doing' }, { limit: 5 })).toEqual([]);
  });

  it('stand in one place only, whichever of many writers is faster', async () => {
    const before = ticket('c1', { status: 'raced' });
    await table.commit(create(before));
    const targets = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `raced-${letter}`);
    const outcomes = await Promise.allSettled(
      targets.map((status) => table.commit(change(before, next(before, { status })))),
    );
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const found = await Promise.all(['raced', ...targets].map((status) => all({ status }, { limit: 5 })));
    expect(found.flat()).toEqual(['c1']);
    expect(found[winner + 1]).toEqual(['c1']);
  });

  it.each([1, 2, 100])('are merged over shards and months in pages of %i', async (limit) => {
    const outcome = `solved-${limit}`;
    const closedAt = {
      m1: '2026-11-30T23:59:59.999Z',
      m2: '2026-12-01T00:00:00.000Z',
      m3: '2026-12-01T00:00:00.000Z',
      m4: '2026-08-15T12:00:00.000Z',
      m5: '2026-11-01T00:00:00.000Z',
      m6: '2025-01-01T00:00:00.000Z',
    };
    const ids = Object.entries(closedAt).map(([id, at]) => [`${id}-${limit}`, at] as const);
    expect(new Set(ids.map(([id]) => shardOf(id))).size, 'more than one shard').toBeGreaterThan(1);
    for (const [id, at] of ids) await table.commit(create(ticket(id, { status: outcome, closedAt: at })));
    const span = { from: '2026-06-01T00:00:00.000Z', to: '2026-12-24T00:00:00.000Z' };
    expect(await all({ outcome }, { limit, span })).toEqual(
      ['m3', 'm2', 'm1', 'm5', 'm4'].map((id) => `${id}-${limit}`),
    );
  });

  it('walk eight months a page, so that an empty page may have a cursor', async () => {
    await table.commit(create(ticket('far', { status: 'rare', closedAt: '2025-12-31T23:59:59.999Z' })));
    const span = { from: '2025-01-01T00:00:00.000Z', to: '2026-12-24T00:00:00.000Z' };
    // December back to May, April back to September of the year before, …
    expect(await pagesOf({ outcome: 'rare' }, { limit: 10, span })).toEqual([[], ['far'], []]);
    const { queries } = await observed.count(() =>
      tickets.page(table, { outcome: 'rare' }, { limit: 10, span }),
    );
    expect(queries).toBe(8 * 4);
  });
});

describe('bounded filters', () => {
  const count = 2300;
  const idOf = (index: number) => `b${String(index).padStart(5, '0')}`;
  const urgent = [3, 4, 700, 1299, 2250, 2299];
  const expected = urgent.map(idOf).toReversed();

  beforeAll(async () => {
    const made = Array.from({ length: count }, (_, index) =>
      ticket(idOf(index), {
        team: 'big',
        status: 'bulk',
        urgency: urgent.includes(index) ? 'high' : 'low',
      }),
    );
    for (let start = 0; start < count; start += 50)
      await table.commit(made.slice(start, start + 50).flatMap(create));
  }, 120_000);

  it.each([
    [{ team: 'big' }, 1],
    [{ team: 'big' }, 100],
    [{ status: 'bulk' }, 1],
    [{ status: 'bulk' }, 2],
    [{ status: 'bulk' }, 100],
  ])('find every row within %o in pages of %i, and go on over short ones', async (key, limit) => {
    const pages = await pagesOf({ ...key, urgency: 'high' }, { limit });
    expect(pages.flat()).toEqual(expected);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
  });

  it.each([{ team: 'big' }, { status: 'bulk' }])(
    'read a thousand rows a page at most within %o',
    async (key) => {
      const filters = { ...key, urgency: 'nobody has this' };
      const costs = await observed.count(() => tickets.page(table, filters, { limit: 50 }));
      expect(costs.rowsRead).toBeGreaterThan(900);
      expect(costs.rowsRead).toBeLessThanOrEqual(1008);
      const pages = await pagesOf(filters, { limit: 50 });
      expect(pages.flat()).toEqual([]);
      expect(pages.length).toBe(3);
    },
  );

  it('read no more than they need when most rows are asked for', async () => {
    const costs = await observed.count(() =>
      tickets.page(table, { status: 'bulk', urgency: 'low' }, { limit: 20 }),
    );
    expect(costs.rowsRead).toBeLessThanOrEqual(4 * 13);
  });

  it('bind the cursor to the filters', async () => {
    const { cursor } = await tickets.page(table, { team: 'big', urgency: 'low' }, { limit: 5 });
    if (cursor === null) throw new Error('The list goes on');
    for (const other of [
      { team: 'big' },
      { team: 'big', urgency: 'high' },
      { status: 'bulk', urgency: 'low' },
    ]) {
      await expect(tickets.page(table, other, { limit: 5, cursor })).rejects.toMatchObject({
        code: 'invalid-request',
        violations: [{ pointer: '/query/cursor' }],
      });
    }
  });
});

describe('what filters cost to keep', () => {
  const units = async (writes: readonly Write[]) =>
    (await observed.count(() => table.commit(writes))).writeUnits;

  it('takes 2 write units to add a list row, 4 to move it, and none when it stays as it is', async () => {
    const first = ticket('u1', { team: 'units' });
    // The item 2, its key of the team 1, the index of changes 1, the row 2.
    expect(await units(create(first))).toBe(2 + 1 + 1 + 2);
    const moved = next(first, { status: 'moved' });
    // The item 2; its summary changes in both indexes; the row moves.
    expect(await units(change(first, moved))).toBe(2 + 1 + 1 + 4);
    const same = next(moved, {});
    expect(await units([...change(moved, same), ...create(ticket('u2', { status: 'x' }))])).toBe(2 + 6);
  });
});
