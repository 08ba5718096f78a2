import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';

/** What a patch may say of an entity: a value for a field, null for one that may be missing, or nothing. */
type PatchOf<Entity> = {
  readonly [Field in keyof Entity]?:
    | Entity[Field]
    | (undefined extends Entity[Field] ? null : never)
    | undefined;
};

/**
 * An entity after a JSON merge patch (RFC 7396) of its fields: what is left out stays, null removes, and a field is
 * replaced as a whole.
 */
export function mergePatch<Entity extends object>(entity: Entity, patch: PatchOf<Entity>): Entity {
  const stated = Object.entries(patch).filter(([, value]) => value !== undefined);
  const removed = new Set(stated.flatMap(([name, value]) => (value === null ? [name] : [])));
  const merged = Object.entries({ ...entity, ...Object.fromEntries(stated) });
  return Object.fromEntries(merged.filter(([name]) => !removed.has(name))) as Entity;
}

/**
 * The fields of what is asked for in which an entity differs: a patch that says no more than it changes.
 *
 * @param schema how the fields are read, which may say the same in several ways; what cannot be read, differs
 */
export function patchTo(
  asked: object,
  entity: object,
  schema: z.ZodObject,
): Readonly<Record<string, unknown>> {
  const kept: Readonly<Record<string, unknown>> = { ...entity };
  const isKept = ([name, value]: readonly [string, unknown]) => {
    const read = schema.shape[name]?.safeParse(value).data ?? value;
    return isDeepStrictEqual(asJson(read), asJson(kept[name]));
  };
  return Object.fromEntries(Object.entries(asked).filter((each) => !isKept(each)));
}

/** What is left out is the same as what is not there. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
