/** Cursors: where a list goes on, bound to the list and what was asked of it. Opaque to clients. */
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { shardOf } from './pattern.ts';

/** Half a surrogate pair is no text that the table could have held. */
const Cursor = z.tuple([
  z.string(),
  z
    .string()
    .min(1)
    .refine((text) => text.isWellFormed()),
]);

/** What a cursor is bound to: a question with its arguments. */
export function questionOf(question: string, parts: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(parts).filter(([, part]) => part !== undefined);
  return shardOf(JSON.stringify([question, given.sort()]), 0xffffffff).toString(36);
}

export function writeCursor(after: string, question: string): string {
  return Buffer.from(JSON.stringify([question, after])).toString('base64url');
}

/**
 * Where to go on. Throws `invalid-request` for the cursor of another list and for one that is not spelt as we spell it.
 * Whether the position lies in the list is for whoever reads the list to say.
 */
export function readCursor(cursor: string, question: string): string {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [bound, after] = Cursor.parse(read);
    if (bound === question && writeCursor(after, question) === cursor) return after;
  } catch {
    // Falls through to the same answer as a cursor of another list.
  }
  throw foreignCursor();
}

/** A cursor for a place that is more than a position in the table; {@link readPlace} reads it. */
export function writePlace(place: readonly (string | number)[], question: string): string {
  return writeCursor(JSON.stringify(place), question);
}

/** Like {@link readCursor}, for a place of this shape, as {@link writePlace} has spelt it. */
export function readPlace<Place extends z.ZodType>(
  cursor: string,
  question: string,
  schema: Place,
): z.output<Place> {
  const text = readCursor(cursor, question);
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw foreignCursor();
  }
}

/** The refusal of a cursor that this list has not given out. */
export function foreignCursor(): AppError {
  return new AppError('invalid-request', 'The cursor does not belong to this list.', {
    violations: [
      {
        pointer: '/query/cursor',
        reason: 'Use the cursor of the previous page of the same list, unchanged.',
      },
    ],
  });
}
