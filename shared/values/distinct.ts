import type * as z from 'zod';

/** A list in which nothing stands twice. `keyOf` says what makes two entries the same. @default their own text */
export function distinct<Item extends z.ZodType>(
  list: z.ZodArray<Item>,
  keyOf: (item: z.output<Item>) => string = String,
) {
  return list.superRefine((items, context) => {
    const seen = new Map<string, number>();
    items.forEach((item, index) => {
      const first = seen.get(keyOf(item));
      if (first === undefined) seen.set(keyOf(item), index);
      else
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `stands in the list twice, first as entry ${first}`,
        });
    });
  });
}
