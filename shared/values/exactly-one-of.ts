import type * as z from 'zod';

/** An object of which exactly one of some fields is there: checked, and written into the document as `oneOf`. */
export function exactlyOneOf<Schema extends z.ZodObject>(
  schema: Schema,
  names: readonly (keyof z.output<Schema> & string)[],
): Schema {
  const quoted = names.map((name) => `"${name}"`);
  const listed = `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
  return schema
    .refine(
      (value) => names.filter((name) => Reflect.get(value, name) !== undefined).length === 1,
      `must say exactly one of ${listed}`,
    )
    .meta({
      override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
        const { type, properties, required, additionalProperties, ...rest } = jsonSchema;
        for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
        const fields = Object.entries(properties as Record<string, unknown>);
        const variant = (name: string) => ({
          type,
          properties: Object.fromEntries(
            fields.filter(([field]) => field === name || !names.some((each) => each === field)),
          ),
          required: [name, ...((required as string[] | undefined) ?? [])],
          additionalProperties,
        });
        Object.assign(jsonSchema, rest, { oneOf: names.map(variant) });
      },
    });
}
