import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { SourceRules, SourceRulesEntry } from '../sources.schema.ts';
import type { SourcesStore } from '../sources.store.ts';

/** Replaces the rules of all sources. The same again changes nothing. */
export async function putRules(
  { entry, version }: { readonly entry: SourceRulesEntry; readonly version: IfMatch },
  {
    sources,
    principal,
    origin,
  }: { readonly sources: SourcesStore; readonly principal: Principal; readonly origin: EventContext },
): Promise<Change<SourceRules>> {
  if (principal.rowAccess['customers.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say which source may write over what.');
  const before = await sources.get();
  assertVersion(before, version);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = sources.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}
