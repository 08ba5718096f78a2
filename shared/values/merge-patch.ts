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
