import { typeidUnboxed } from 'typeid-js';
import * as z from 'zod';

/** A kind of thing that has an id, declared by the domain it belongs to: `customerId = idKind('customer')`. */
export interface IdKind<Prefix extends string = string> {
  /** What every id of the kind begins with: `customer_01jd…`. */
  readonly prefix: Prefix;
  /** Accepts an id of this kind only, so that a survey's id is refused where a customer's is asked for. */
  readonly schema: z.ZodString;
}

/** Declares a kind of id. `prefix` is one lower-case word that no other kind has. */
export function idKind<const Prefix extends string>(prefix: Prefix): IdKind<Prefix> {
  const example = `${prefix}_01jd3x5y9hf1bvt6w0k2m4n8pq`;
  const schema = z
    .string()
    .regex(
      new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`),
      `must be an id such as ${example}, as the API returned it`,
    )
    .meta({ description: `Id of ${/^[aeiou]/.test(prefix) ? 'an' : 'a'} ${prefix}.`, examples: [example] });
  return { prefix, schema };
}

/**
 * A new id such as `customer_01jd3x5y9hf1bvt6w0k2m4n8pq`: 26 characters of Crockford base 32 over a UUIDv7.
 * Ids of one process sort by the time they were made. They are not secrets: never use one as a token.
 */
export function newId({ prefix }: IdKind): string {
  return typeidUnboxed(prefix);
}
