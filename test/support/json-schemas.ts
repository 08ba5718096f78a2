/** Values for a JSON schema of the OpenAPI document: good ones for fuzzing, as other tools make them from it. */
import fc from 'fast-check';
import * as z from 'zod';

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
type Schema = z.infer<typeof Schema>;

/** What a schema may refer to, and what stands for ids of things that exist: by kind, e.g. `customer`. */
export interface Surroundings {
  readonly components: Readonly<Record<string, unknown>>;
  readonly ids: ReadonlyMap<string, string>;
  /** The components in which a value stands. */
  readonly within?: readonly string[];
}

function examplesOf(schema: unknown): readonly unknown[] {
  return Schema.parse(schema ?? {}).examples ?? [{}];
}

/** Values that fit a schema, as far as a schema can say what fits. */
export function valuesOf(schema: unknown, around: Surroundings): fc.Arbitrary<unknown> {
  const shape = Schema.parse(schema ?? {});
  if (shape.$ref !== undefined) {
    const name = shape.$ref.slice(shape.$ref.lastIndexOf('/') + 1);
    const { within = [] } = around;
    // What holds others of its kind has its example in it.
    if (within.includes(name)) return fc.constantFrom(...examplesOf(around.components[name]));
    return valuesOf(around.components[name], { ...around, within: [...within, name] });
  }
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return fc.oneof(...choices.map((each) => valuesOf(each, around)));
  if (shape.allOf) {
    return fc
      .tuple(...shape.allOf.map((each) => valuesOf(each, around)))
      .map((parts) => (parts.length === 1 ? parts[0] : Object.assign({}, ...parts)));
  }
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const types = [shape.type ?? (shape.properties ? 'object' : 'string')].flat();
  return fc.oneof(...types.map((type) => valuesOfType(type, shape, around)));
}

function valuesOfType(type: string, shape: Schema, around: Surroundings): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objects(shape, around);
    case 'array':
      return fc.array(valuesOf(shape.items, around), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 3, Math.max(3, shape.minItems ?? 0)),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
    case 'number':
      return fc.integer({ min: shape.minimum ?? -1000, max: Math.min(shape.maximum ?? 1000, 2 ** 31) });
    default:
      return texts(shape, around);
  }
}

function objects(shape: Schema, around: Surroundings): fc.Arbitrary<unknown> {
  const fields = Object.entries(shape.properties ?? {}).map(([name, field]) => [
    name,
    valuesOf(field, around),
  ]);
  if (fields.length > 0) {
    return fc.record(Object.fromEntries(fields), {
      requiredKeys: (shape.required ?? []) as never[],
      noNullPrototype: true,
    });
  }
  const values = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : {};
  return fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), valuesOf(values, around), {
    maxKeys: 3,
    noNullPrototype: true,
  });
}

function texts(shape: Schema, { ids }: Surroundings): fc.Arbitrary<unknown> {
  const some: fc.Arbitrary<unknown>[] = [];
  const kind = /^\^?\(?([a-z]+)_/.exec(shape.pattern ?? '')?.[1];
  const id = kind === undefined ? undefined : ids.get(kind);
  if (id !== undefined) some.push(fc.constant(id));
  if (shape.examples && shape.examples.length > 0) some.push(fc.constantFrom(...shape.examples));
  if (shape.format === 'date-time')
    some.push(fc.date({ noInvalidDate: true }).map((date) => date.toISOString()));
  // fast-check cannot make texts for patterns that look ahead; they have examples.
  else if (shape.pattern !== undefined && !/\(\?[=!<]/.test(shape.pattern))
    some.push(fc.stringMatching(new RegExp(shape.pattern), { size: 'small' }));
  if (some.length === 0 || shape.format !== undefined) {
    const maxLength = Math.min(shape.maxLength ?? 40, 200);
    const minLength = Math.min(shape.minLength ?? 0, maxLength);
    some.push(
      fc.string({
        minLength,
        maxLength,
        unit: 'grapheme',
      }),
    );
  }
  return fc.oneof(...some);
}

/** Objects of a schema, by their place in it, that take members it does not name. */
export function openObjects(
  schema: unknown,
  components: Surroundings['components'],
  place = '',
  seen: readonly string[] = [],
): string[] {
  const shape = Schema.parse(schema ?? {});
  const within = (part: unknown, step: string) => openObjects(part, components, `${place}/${step}`, seen);
  if (shape.$ref !== undefined) {
    const name = shape.$ref.slice(shape.$ref.lastIndexOf('/') + 1);
    return seen.includes(name)
      ? []
      : openObjects(components[name], components, `${place}<${name}>`, [...seen, name]);
  }
  const parts = [
    ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])].map((each, index) =>
      within(each, String(index)),
    ),
    ...Object.entries(shape.properties ?? {}).map(([name, field]) => within(field, name)),
    ...(shape.items === undefined ? [] : [within(shape.items, '*')]),
  ].flat();
  const isChoice = shape.anyOf !== undefined || shape.oneOf !== undefined;
  const isObject = shape.properties !== undefined || (shape.type === 'object' && !isChoice);
  // A map has values of one kind under any name, and says of which kind.
  const isMap = shape.properties === undefined && typeof shape.additionalProperties === 'object';
  return isObject && !isMap && shape.additionalProperties !== false ? [place, ...parts] : parts;
}

/** JSON pointers of all objects in a value, that of the value itself first. */
export function objectsIn(value: unknown, pointer = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => objectsIn(each, `${pointer}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return [
    pointer,
    ...Object.entries(value).flatMap(([name, each]) =>
      objectsIn(each, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
  ];
}

/** A copy of the value in which the object at the pointer has one member more, or another value of it. */
export function withMember(value: unknown, pointer: string, name: string, member: unknown): unknown {
  const copy = structuredClone(value);
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const target = steps.reduce<unknown>((object, step) => Reflect.get(Object(object), step), copy);
  Reflect.set(Object(target), name, member);
  return copy;
}
