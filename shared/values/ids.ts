import { typeidUnboxed } from 'typeid-js';
import * as z from 'zod';

/** Every kind of thing that has an id. The kind is the prefix of the id: `customer_01jd…`. */
export const idKinds = [
  'customer',
  'interaction',
  'survey',
  'campaign',
  'run',
  'invitation',
  'response',
  'callback',
  'message',
  'event',
] as const;

export type IdKind = (typeof idKinds)[number];

/**
 * A new id such as `customer_01jd3x5y9hf1bvt6w0k2m4n8pq`: 26 characters of Crockford base 32 over a UUIDv7.
 * Ids of one process sort by the time they were made. They are not secrets: never use one as a token.
 */
export function newId(kind: IdKind): string {
  return typeidUnboxed(kind);
}

/** Accepts an id of this kind only, so that a survey's id is refused where a customer's is asked for. */
export function idSchema(kind: IdKind) {
  return z
    .string()
    .regex(
      new RegExp(`^${kind}_[0-7][0-9a-hjkmnp-tv-z]{25}$`),
      `must be an id such as ${exampleId(kind)}, as the API returned it`,
    )
    .meta({ description: `Id of a ${kind}.`, examples: [exampleId(kind)] });
}

function exampleId(kind: IdKind): string {
  return `${kind}_01jd3x5y9hf1bvt6w0k2m4n8pq`;
}
