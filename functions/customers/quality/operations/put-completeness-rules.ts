import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { type CompletenessRules, CompletenessRulesEntry } from '../quality.schema.ts';
import type { QualityStore } from '../quality.store.ts';

interface Context {
  readonly quality: Pick<QualityStore, 'getRules' | 'changeRules' | 'rulesBefore'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Replaces the rules. The same again changes nothing. */
export async function putCompletenessRules(
  { entry, version }: { readonly entry: CompletenessRulesEntry; readonly version: IfMatch },
  { quality, principal, origin }: Context,
): Promise<Change<CompletenessRules>> {
  assertManages(principal);
  const before = await quality.getRules();
  assertVersion(before, version);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = quality.changeRules(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives the rules back what they were before a change. Throws what `valuesBefore` throws. */
export async function restoreCompletenessRules(
  changeId: string,
  context: Context,
): Promise<Change<CompletenessRules>> {
  assertManages(context.principal);
  const present = await context.quality.getRules();
  const before = await context.quality.rulesBefore(present, changeId);
  const entry = asEntry(CompletenessRulesEntry, present, before);
  return restoring(context.origin, changeId, (origin) =>
    putCompletenessRules({ entry, version: [present.version] }, { ...context, origin }),
  );
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['customers.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say what makes a customer complete.');
}
