import { createHash, randomUUID } from 'node:crypto';
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

let given = 0;

/** A new id that bears this instant. Those of one process and instant sort by the order in which they were made. */
export function newIdAt(kind: IdKind, at: Instant): string {
  given += 1;
  const bytes = Buffer.from(
    toUUIDBytes(derivedId(kind, at, randomUUID()) as Parameters<typeof toUUIDBytes>[0]),
  );
  // The twelve bits behind the instant: https://www.rfc-editor.org/rfc/rfc9562#section-6.2
  bytes.writeUInt16BE(0x7000 | (given & 0xfff), 6);
  return fromUUIDBytes(kind.prefix, bytes);
}

/** What every id of a kind that bears this instant begins with: ten characters are the 48 bits of the milliseconds. */
export function idsAt(kind: IdKind, at: Instant): string {
  return derivedId(kind, at, '').slice(0, kind.prefix.length + 1 + 10);
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
