/** Mappings under a name, for files that come again. */
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { type MappingPatch, mappingId, type NewMapping, type SavedMapping } from '../imports.schema.ts';
import type { MappingsStore } from '../imports.store.ts';

interface Context {
  readonly mappings: Pick<MappingsStore, 'get' | 'create' | 'change' | 'delete'>;
  readonly origin: EventContext;
}

export async function createMapping(
  input: NewMapping,
  { mappings, origin }: Context,
): Promise<Change<SavedMapping>> {
  const { at, actor } = origin;
  const result = { id: newId(mappingId), version: 1, ...input, by: actor, createdAt: at, updatedAt: at };
  return { result, writes: await mappings.create(result, origin) };
}

export async function patchMapping(
  { id, version, patch }: { id: string; version: IfMatch; patch: MappingPatch },
  context: Context,
): Promise<Change<SavedMapping>> {
  const { mappings, origin } = context;
  const before = await changeable(id, version, context);
  const { name = before.name, mapping = before.mapping } = patch;
  const after = { ...before, name, mapping, version: before.version + 1, updatedAt: origin.at };
  const writes = await mappings.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

export async function deleteMapping(
  { id, version }: { id: string; version: IfMatch },
  context: Context,
): Promise<Change<undefined>> {
  const before = await changeable(id, version, context);
  return { result: undefined, writes: await context.mappings.delete(before, context.origin) };
}

async function changeable(id: string, version: IfMatch, { mappings }: Context): Promise<SavedMapping> {
  const before = await mappings.get(id);
  assertVersion(before, version);
  return before;
}
