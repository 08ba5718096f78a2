import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { FieldReader } from '../../fields/index.ts';
import { type CompletenessRules, CompletenessRulesEntry } from '../quality.schema.ts';
import type { QualityStore } from '../quality.store.ts';

interface Context {
  readonly quality: Pick<QualityStore, 'getRules' | 'changeRules' | 'rulesBefore'>;
  readonly fields: Pick<FieldReader, 'list' | 'listNow'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Replaces the rules. The same again changes nothing. */
export async function putCompletenessRules(
  { entry, version }: { readonly entry: CompletenessRulesEntry; readonly version: IfMatch },
  { quality, fields, principal, origin }: Context,
): Promise<Change<CompletenessRules>> {
  assertManages(principal);
  const before = await quality.getRules();
  assertVersion(before, version);
  await assertDefined(entry, fields);
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

/** A custom field may have been defined a moment ago. A retired one stays in customers, and may count as well. */
async function assertDefined(
  { rules }: CompletenessRulesEntry,
  { list, listNow }: Context['fields'],
): Promise<void> {
  const unknownOf = (definitions: Awaited<ReturnType<typeof list>>) => {
    const names = new Set(definitions.map(({ name }) => `${customPrefix}${name}`));
    return rules.flatMap(({ field }, index) =>
      field.startsWith(customPrefix) && !names.has(field)
        ? [{ pointer: `/body/rules/${index}/field`, reason: noSuchField }]
        : [],
    );
  };
  const isKnown = unknownOf(await list()).length === 0;
  const violations = isKnown ? [] : unknownOf(await listNow());
  if (violations.length > 0)
    throw new AppError('invalid-request', 'These rules count a field that is not there.', { violations });
}

const customPrefix = 'custom.';
const noSuchField = 'There is no such field. GET /customer-fields lists those that are defined.';

function assertManages(principal: Principal): void {
  if (principal.rowAccess['customers.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say what makes a customer complete.');
}
