import { createHash } from 'node:crypto';
import { fromUUIDBytes } from 'typeid-js';
import type { IdKind } from './ids.ts';

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
