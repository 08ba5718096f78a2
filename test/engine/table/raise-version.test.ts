/** A counter that many raise at once, on a real engine. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { ConcurrentModification } from '../../../shared/table/commit.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { put } from '../../../shared/table/write.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

const ticketItem = defineItem({
  name: 'ticket',
  v: 1,
  schema: z.strictObject({ id: z.string(), version: z.int(), place: z.string() }),
  key: ['TICKET#{id}', '-'],
});

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

it('gives each of 50 at once a version of its own, and the rest of the item as it is', async () => {
  await engine.table.commit([put(ticketItem, { id: 'a', version: 7, place: 'hall' })]);
  const raised = await Promise.all(
    Array.from({ length: 50 }, () => engine.table.raise(ticketItem, { id: 'a' })),
  );
  const versions = raised.map(({ version }) => version).sort((one, other) => one - other);
  expect(versions).toEqual(Array.from({ length: 50 }, (_, index) => index + 8));
  expect(new Set(raised.map(({ place }) => place))).toEqual(new Set(['hall']));
});

it('makes nothing out of nothing', async () => {
  await expect(engine.table.raise(ticketItem, { id: 'b' })).rejects.toThrow(ConcurrentModification);
  expect(await engine.table.find(ticketItem, { id: 'b' })).toBeUndefined();
});
