/** The use cases of the calling domain. */
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../shared/events/restore.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Change } from '../../../shared/table/write.ts';
import type { SurveyReader } from '../../surveys/surveys/index.ts';
import { withRetired } from './calling.rules.ts';
import { type CallSettings, CallSettingsEntry } from './calling.schema.ts';
import type { CallSettingsStore } from './calling.store.ts';

interface Context {
  readonly settings: CallSettingsStore;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Replaces the settings. The same again changes nothing. */
export async function putCallSettings(
  { entry, version }: { readonly entry: CallSettingsEntry; readonly version: IfMatch },
  { settings, surveys, principal, origin }: Context,
): Promise<Change<CallSettings>> {
  assertManages(principal);
  const before = await settings.get();
  assertVersion(before, version);
  await assertPossible(entry, surveys);
  const after = {
    ...withRetired(before, entry),
    version: before.version + 1,
    updatedAt: origin.at,
  };
  const writes = settings.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives the settings back what they were before a change. Throws what `valuesBefore` throws. */
export async function restoreCallSettings(changeId: string, context: Context): Promise<Change<CallSettings>> {
  assertManages(context.principal);
  const present = await context.settings.get();
  const before = await context.settings.valuesBefore(present, changeId);
  const entry = asEntry(CallSettingsEntry, present, before);
  return restoring(context.origin, changeId, (origin) =>
    putCallSettings({ entry, version: [present.version] }, { ...context, origin }),
  );
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['callbacks.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say how the department calls.');
}

async function assertPossible(
  { outcomes, scripts }: CallSettingsEntry,
  surveys: Pick<SurveyReader, 'find'>,
): Promise<void> {
  const early = outcomes.flatMap(({ next }, index): Violation[] =>
    next.kind === 'ticket'
      ? [
          {
            pointer: `/body/outcomes/${index}/next/kind`,
            reason: 'There are no tickets yet: close it instead.',
          },
        ]
      : [],
  );
  const unknown = scripts.map(async ({ surveyId }, index): Promise<Violation[]> => {
    const isOpen = (await surveys.find(surveyId))?.status === 'open';
    const reason = 'There is no open survey of this id, see GET /surveys.';
    return isOpen ? [] : [{ pointer: `/body/scripts/${index}/surveyId`, reason }];
  });
  const violations = [...early, ...(await Promise.all(unknown)).flat()];
  if (violations.length > 0)
    throw new AppError('invalid-request', 'These settings are not possible.', { violations });
}
