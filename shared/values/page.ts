import * as z from 'zod';

/** How many entries a page may have: 1 to 100, 50 when not said. Read from a query string. */
export const limitSchema = z.coerce
  .number<number | string>()
  .int()
  .min(1)
  .max(100)
  .default(50)
  .meta({ description: 'Entries per page.', examples: [50] });

/** The `cursor` of the page before, passed back as it is. */
export const cursorSchema = z
  .string()
  .min(1)
  .max(400)
  .meta({ description: 'Where the next page begins: the `cursor` of the page before, unchanged.' });

/** Query of every list: `z.strictObject({ ...pageQuery.shape, owner: … })` adds filters. */
export const pageQuery = z.strictObject({ limit: limitSchema, cursor: cursorSchema.optional() });

/** Reply of a list. A `cursor` of null says that this was the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), cursor: cursorSchema.nullable() });
}

export interface Page<Item> {
  items: Item[];
  cursor: string | null;
}
