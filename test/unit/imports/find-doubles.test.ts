/** A file that is compared with itself in several steps. */
import { expect, it } from 'vitest';
import { placesOf } from '../../../functions/customers/imports/imports.rules.ts';
import { createImportFiles } from '../../../functions/customers/imports/imports.store.ts';
import { doublesIn } from '../../../functions/customers/imports/operations/find-doubles.ts';
import type { RowReader } from '../../../functions/customers/imports/operations/read-row.ts';

const chunks = 250;
const importing = { id: 'import_x', chunk: 0, chunks };
const key = (value = '') => ({ kind: 'email' as const, value: [value] });
const reader = {
  read: ({ line, cells: [email = ''] }: { line: number; cells: readonly string[] }) => ({
    ...{ line, key: key(email), input: { email }, notes: [] },
  }),
} as unknown as RowReader;

async function aFile() {
  const kept = new Map<string, Uint8Array>();
  const files = createImportFiles({
    put: async (place, content) => void kept.set(place, content),
    find: async (place) => kept.get(place),
  });
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    // The first and the last line are of the same customer.
    const email = `${chunk === chunks - 1 ? 0 : chunk}@many.example`;
    await files.put(placesOf(importing.id).rows(chunk), { rows: [{ line: chunk + 2, cells: [email] }] });
  }
  return { files };
}

it('goes on where it stood, a hundred parts a step, and finds what lies far apart', async () => {
  const { files } = await aFile();
  let read = 0;
  const counting = {
    ...files,
    find: ((place: string, schema: never) => {
      if (place.includes('/rows/')) read += 1;
      return files.find(place, schema);
    }) as typeof files.find,
  };
  const step = () =>
    doublesIn(
      importing,
      { of: 'run', begun: '2026-11-26', reader },
      { files: counting, hasTime: () => false },
    );
  expect([await step(), read]).toEqual([undefined, 100]);
  expect([await step(), read]).toEqual([undefined, 200]);
  const doubles = await step();
  expect(read).toBe(250);
  expect(doubles?.first(key('0@many.example'))?.line).toBe(2);
  expect(doubles?.first(key('1@many.example'))).toBeUndefined();
});

it('is compared anew for another check, whose mapping may be another one', async () => {
  const { files } = await aFile();
  const find = (begun: string, by: RowReader) =>
    doublesIn(importing, { of: 'check', begun, reader: by }, { files, hasTime: () => true });
  await find('first', reader);
  const nobody = { read: () => ({ reasons: [], line: 1 }) } as unknown as RowReader;
  expect((await find('second', nobody))?.first(key('0@many.example'))).toBeUndefined();
});
