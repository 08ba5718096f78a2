/** Cursors that this API has not given out: whatever stands in them, a list shows its own rows or refuses them. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineItem } from '../../../shared/table/item.ts';
import { type AccessPattern, definePattern } from '../../../shared/table/pattern.ts';
import { insert } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { contextAt, ticket, ticketEntity, ticketItem, tickets } from './tickets.ts';

const noteItem = (name: string, key: readonly [string, string]) =>
  defineItem({ name, v: 1, schema: ticketItem.schema, key });
/** Notes stand between other things of the same collection, like a timeline between a profile and an index. */
const notes = noteItem('note', ['BOX#{title}', 'N#{id}']);
const others = [noteItem('head', ['BOX#{title}', '~{id}']), noteItem('foot', ['BOX#{title}', 'A#{id}'])];
const inBox = { item: notes, partition: 'BOX#{box}', prefix: 'N#' } as const;
const newestNotes = definePattern({ ...inBox, question: 'newest notes', newestFirst: true });
const oldestNotes = definePattern({ ...inBox, question: 'oldest notes' });

const since = '2026-11-20T12:00:00.000Z';
const at = '2026-11-25T12:00:00.000Z';
let rig: TestTable;

beforeAll(async () => {
  rig = await startTable();
  const entity = ticketEntity(rig.table);
  for (const id of ['t1', 't2', 't3', 't4', 't5', 't6']) {
    for (const item of [notes, ...others])
      await rig.table.commit([insert(item, ticket(id, { title: 'box' }), { onConflict: 'retry' })]);
    const closedAt = id > 't3' ? '2026-11-22T10:00:00.000Z' : undefined;
    const made = ticket(id, {
      createdAt: `2026-11-2${id.slice(1)}T09:00:00.000Z`,
      ...(closedAt === undefined ? { team: id === 't1' ? null : 'red' } : { closedAt, status: 'done' }),
    });
    await rig.table.commit([
      ...entity.create(made, contextAt(made.createdAt)),
      ...tickets.rowsFor(undefined, made),
    ]);
  }
  // Older than what anybody may ask for here, and on the very day it is asked for.
  for (const createdAt of ['2026-11-01T09:00:00.000Z', '2026-11-20T09:00:00.000Z'])
    await rig.table.commit(entity.create(ticket(`old-${createdAt}`, { createdAt }), contextAt(createdAt)));
});
afterAll(() => rig?.close());

type Page = { ids: string[]; cursor: string | null };
type Read = (cursor: string | undefined) => Promise<Page>;

const ofList =
  (filters: Parameters<typeof tickets.page>[1]): Read =>
  async (cursor) => {
    const page = { limit: 1, cursor, span: { from: '2026-01-01T00:00:00.000Z', to: at } };
    const { items, cursor: next } = await tickets.page(rig.table, filters, page);
    return { ids: items.map(({ id }) => id), cursor: next };
  };
const ofBox =
  (pattern: AccessPattern): Read =>
  async (cursor) => {
    const { rows, cursor: next } = await rig.table.listRecords(pattern, { box: 'box' }, { limit: 1, cursor });
    for (const row of rows) expect(row.type).toBe('note');
    return { ids: rows.map(({ id }) => String(id)), cursor: next };
  };

/** Every shape of list, and what may ever be seen in it. */
const lists: [name: string, read: Read, own: readonly string[]][] = [
  ['a key', ofList({ team: 'red' }), ['t2', 't3']],
  ['a key over shards', ofList({ team: 'none' }), ['t1', 't4', 't5', 't6', 'old']],
  ['list rows', ofList({ status: 'new' }), ['t1', 't2', 't3']],
  ['list rows by month', ofList({ outcome: 'done' }), ['t4', 't5', 't6']],
  ['a part of a collection, newest first', ofBox(newestNotes), ['t1', 't2', 't3', 't4', 't5', 't6']],
  ['a part of a collection, oldest first', ofBox(oldestNotes), ['t1', 't2', 't3', 't4', 't5', 't6']],
  [
    'what has changed',
    async (cursor) => {
      const page = await tickets.changes(rig.table, {}, { since, at, limit: 1, cursor });
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor };
    },
    ['t1', 't2', 't3', 't4', 't5', 't6'],
  ],
];

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const day = '2026-11-21T09:00:00.000Z';

/** Positions that somebody who reads the source may try. */
const hostile = [
  ...[
    'A',
    'A#t1',
    'M',
    'N',
    'N#',
    'N#t3',
    'N~',
    'O',
    '~',
    '~t1',
    '~~',
    '\u{10ffff}',
    'N#\u{10ffff}',
    'N#\u{10ffff}x',
  ],
  ...[
    '2026-11',
    '2026-13',
    '2026-11-32',
    '0000-00-00',
    '0000-01-01',
    '9999-12-31',
    '2019-01-01#t1',
    '2026-12~',
    '2026-11-20#t',
  ],
  ...[
    '\0',
    ' ',
    '  ',
    '-',
    'x'.repeat(250),
    '😀',
    '{}',
    'null',
    `${day}#t1`,
    `${since}#`,
    '2026-11-20T09:00:00.000Z#',
  ],
  ...[
    `${day} `,
    `${day} ${day}#t1`,
    `${day} ~`,
    `${day} A`,
    `${day}  `,
    `${day} a b`,
    `1 ${day}`,
    `${at} 2026-11-01`,
  ],
  ...[
    `9999-12-31T23:59:59.999Z ${day}`,
    `0000-01-01T00:00:00.000Z ${day}`,
    `2026-11-21 ${day}`,
    `${at} 9999-12-31`,
  ],
];

describe.each(lists)('a list by %s', (_, read, own) => {
  it('refuses a forged cursor, or goes on within its own rows', async () => {
    const first = await read(undefined);
    const genuine = String(first.cursor);
    const [bound = '', position] = JSON.parse(Buffer.from(genuine, 'base64url').toString()) as [
      string,
      string,
    ];
    const text = fc.oneof(
      fc.constantFrom(...hostile),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 20 }).map((tail) => `${position}${tail}`),
      fc.nat(position.length).map((length) => position.slice(0, length)),
    );
    const cursors = fc.oneof(
      text.map((after) => encode([bound, after])),
      fc.jsonValue().map(encode),
      fc.jsonValue().map((value) => encode([bound, value])),
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        `${genuine}=`,
        ` ${genuine}`,
        `${genuine}\n`,
        genuine.slice(0, -1),
        `${genuine},${genuine}`,
      ),
    );
    const check = async (cursor: string) => {
      const outcome = await read(cursor).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({
          code: 'invalid-request',
          violations: [{ pointer: '/query/cursor' }],
        });
      } else {
        const { ids } = outcome as Page;
        for (const id of ids)
          expect(
            own.map((each) => id.startsWith(each)),
            cursor,
          ).toContain(true);
      }
    };
    for (const after of hostile) await check(encode([bound, after]));
    await fc.assert(fc.asyncProperty(cursors, check), { numRuns: 150, seed: 20261125 });
  });

  it('goes on by its own cursors to its end', async () => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Page = await read(cursor);
      seen.push(...page.ids);
      cursor = page.cursor;
      expect(seen.length).toBeLessThan(20);
    }
    expect(new Set(seen).size).toBeGreaterThan(1);
    for (const id of seen) expect(own.map((each) => id.startsWith(each))).toContain(true);
  });
});

it('shows nobody the list of somebody else: a cursor is bound to the list and what is asked of it', async () => {
  const cursors = await Promise.all(lists.map(async ([, read]) => (await read(undefined)).cursor));
  for (const [index, [name, read]] of lists.entries()) {
    for (const [other, cursor] of cursors.entries()) {
      if (other === index) continue;
      const refused = await read(String(cursor)).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refused, `${name} took a cursor of ${lists[other]?.[0]}`).toMatchObject({
        code: 'invalid-request',
        violations: [{ pointer: '/query/cursor' }],
      });
    }
  }
});
