/** Examples for the OpenAPI document: those of the schemas and contracts, joined to whole bodies. */
import * as z from 'zod';

/** Values seen in the good requests of a domain, by the name of their field. */
export type Hints = ReadonlyMap<string, unknown>;

/** Collects the fields of example bodies, those of nested objects too; the first of a name counts. */
export function hintsFrom(bodies: readonly unknown[]): Hints {
  const hints = new Map<string, unknown>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, field] of Object.entries(value)) {
      if (!Array.isArray(value) && !hints.has(name)) hints.set(name, field);
      collect(field);
    }
  };
  for (const body of bodies) collect(body);
  return hints;
}

/**
 * A value that the schema accepts: its own example, else the hint of its name, else the plainest there is. What may be
 * left out is shown where somebody has given an example of it.
 */
export function exampleOf(schema: z.core.$ZodType, hints: Hints, name = ''): unknown {
  const own = z.globalRegistry.get(schema)?.examples?.[0];
  if (own !== undefined) return own;
  if (!(schema instanceof z.ZodObject) && hints.has(name) && z.safeParse(schema, hints.get(name)).success)
    return hints.get(name);
  if (schema instanceof z.ZodObject) return objectExample(schema, hints);
  if (schema instanceof z.ZodOptional) return optionalExample(schema.unwrap(), hints, name);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly)
    return exampleOf(schema.unwrap(), hints, name);
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue;
  if (schema instanceof z.ZodArray) return [exampleOf(schema.element, hints, name)];
  if (schema instanceof z.ZodUnion) return firstOf(schema.options, hints, name);
  if (schema instanceof z.ZodPipe) return exampleOf(schema.out, hints, name);
  return plainExample(schema);
}

function objectExample(schema: z.ZodObject, hints: Hints): Record<string, unknown> {
  const fields = Object.entries(schema.shape).map(([field, part]) => [field, exampleOf(part, hints, field)]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Undefined: nobody has given an example, so it is left out. */
function optionalExample(inner: z.core.$ZodType, hints: Hints, name: string): unknown {
  const known = hints.has(name) || isTold(inner);
  return known ? exampleOf(inner, hints, name) : undefined;
}

/** Whether the schema itself, or what stands in it, brings an example. */
function isTold(schema: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(schema)?.examples !== undefined) return true;
  if (schema instanceof z.ZodArray) return isTold(schema.element);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return isTold(schema.unwrap());
  return schema instanceof z.ZodObject || schema instanceof z.ZodEnum;
}

function firstOf(options: readonly z.core.$ZodType[], hints: Hints, name: string): unknown {
  const [first] = options;
  return first === undefined ? undefined : exampleOf(first, hints, name);
}

function plainExample(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodNumber) return Math.max(schema.minValue ?? 0, 1);
  if (schema instanceof z.ZodString) return 'text';
  if (schema instanceof z.ZodNull) return null;
  return {};
}
