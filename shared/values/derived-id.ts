import { createHash } from 'node:crypto';
import { fromUUIDBytes, toUUIDBytes } from 'typeid-js';
import type { IdKind } from './ids.ts';
import type { Instant } from './instant.ts';

/**
 * The id of something that has exactly one cause: the same cause always gives the same id, so that handling
 * an event twice writes the same item twice instead of two items. Shaped like any other id (UUIDv7 layout), and
 * it sorts by `at`.
 *
 * @param at instant of the cause, e.g. `2026-11-21T09:00:00.000Z`
 * @param cause what makes it unique within its kind, e.g. the id of the response that opens a callback
 */
export function derivedId({ prefix }: IdKind, at: string, cause: string): string {
  const milliseconds = Date.parse(at);
  if (Number.isNaN(milliseconds))
    throw new RangeError(`"${at}" is not an instant such as 2026-11-21T09:00:00.000Z`);
  const bytes = createHash('sha256').update(`${prefix}\n${cause}`).digest().subarray(0, 16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return fromUUIDBytes(prefix, bytes);
}

/**
 * The instant that an id bears: the `at` of a derived one, so that a key which begins with it can be made from the id
 * alone; of another id when it was made.
 *
 * @param id one that the schema of its kind has let through
 */
export function instantOfId(id: string): Instant {
  const bytes = Buffer.from(toUUIDBytes(id as Parameters<typeof toUUIDBytes>[0]));
  return new Date(bytes.readUIntBE(0, 6)).toISOString();
}
