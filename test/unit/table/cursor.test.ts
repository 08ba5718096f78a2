import { expect, it } from 'vitest';
import * as z from 'zod';
import { readPlace, writeCursor, writePlace } from '../../../shared/table/cursor.ts';

const Place = z.tuple([z.int().min(0), z.string()]);
const question = 'rows of a box';

it('a place is read back as it was written, for the same question only', () => {
  const cursor = writePlace([3, '王芳'], question);
  expect(readPlace(cursor, question, Place)).toEqual([3, '王芳']);
  expect(() => readPlace(cursor, 'rows of another box', Place)).toThrow('does not belong to this list');
});

it.each(['', 'x', '[', '[1]', '[-1,"a"]', '{"0":1}', 'null', '[1,"a",2]'])(
  'a place that says %o is refused like a cursor of another list',
  (text) => {
    const forged = writeCursor(text || ' ', question);
    expect(() => readPlace(forged, question, Place)).toThrow('does not belong to this list');
  },
);
