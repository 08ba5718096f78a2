import * as z from 'zod';
import { instantSchema } from './instant.ts';

/** Digits as people write them; what else JavaScript takes for a number (`0x10`, `1e1`, ` 5`) is a slip. */
const fromDigits = (value: number | string) =>
  typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) ? Number(value) : value;

/** How many entries a page may have, 50 when not said. Read from a query string. */
function limitUpTo(most: 50 | 100) {
  const range = `must be a whole number from 1 to ${most}`;
  return (
    z
      .preprocess(fromDigits, z.int(range).min(1, range).max(most, range))
      .default(50)
      // Said again, because the document leaves out the default of what is read from text.
      .meta({ description: 'Entries per page.', override: { default: 50 }, examples: [50] })
  );
}

/** A whole number of a query string. */
export function wholeNumber(least: number, most: number, otherwise: number) {
  const range = `must be a whole number from ${least} to ${most}`;
  return z
    .preprocess(fromDigits, z.int(range).min(least, range).max(most, range))
    .default(otherwise)
    .meta({ override: { default: otherwise }, examples: [otherwise] });
}

/** The `cursor` of the page before, passed back as it is. */
export const cursorSchema = z
  .string()
  .min(1)
  .max(400)
  .meta({
    description: 'Where the next page begins: the `cursor` of the page before, unchanged.',
    examples: ['WyIxazdmejlxIiwiY3VzdG9tZXJfMDFqZDN4NXk5aGYxYnZ0NncwazJtNG44cHEiXQ'],
  });

/** Query of every list: `z.strictObject({ ...pageQuery.shape, owner: … })` adds filters. */
export const pageQuery = z.strictObject({ limit: limitUpTo(100), cursor: cursorSchema.optional() });

/**
 * Query of lists of whole records: a hundred of the largest would be more than the 6 MB that Lambda answers,
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const halfPageQuery = z.strictObject({ limit: limitUpTo(50), cursor: cursorSchema.optional() });

/** Reply of a list. A `cursor` of null says that this was the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), cursor: cursorSchema.nullable() });
}

/** Asks a list for what has changed. */
export const updatedSinceSchema = instantSchema.meta({
  description:
    'Only what was created, changed or deleted since this instant, at most 30 days ago. Begin with the instant at which you began to read the whole list, then pass the `updatedUntil` of the last page.',
  examples: ['2026-11-21T09:00:00.000Z'],
});

/**
 * Reply of a list that can be asked for what has changed; what this adds is there with `updatedSince` only.
 *
 * @param kept what the tombstone of a deleted one says beside its id, where it is known
 */
export function changesPageOf<Item extends z.ZodType, Kept extends z.ZodRawShape = Record<never, never>>(
  item: Item,
  kept: Kept = {} as Kept,
) {
  return pageOf(item).extend({
    deleted: z
      .array(
        z.strictObject({
          ...kept,
          id: z.string(),
          deletedAt: instantSchema.describe('When it was deleted, or left what is asked for.'),
          reason: z
            .enum(['deleted', 'left'])
            .describe('`left`: still there, but not among what is asked for, such as the rows of an owner.'),
        }),
      )
      .optional()
      .describe('What is not there any more, for `updatedSince`.'),
    updatedUntil: instantSchema
      .optional()
      .describe(
        'On the last page: the `updatedSince` of the next time. Some changes may come twice, none is missed.',
      ),
  });
}

export interface Page<Item> {
  items: Item[];
  cursor: string | null;
}
