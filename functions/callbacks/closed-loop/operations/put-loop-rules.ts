import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asEntry, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { SurveyReader } from '../../../surveys/surveys/index.ts';
import type { CommentReader } from '../../../surveys/texts/index.ts';
import { type LoopRules, LoopRulesEntry } from '../closed-loop.schema.ts';
import type { ClosedLoopStore } from '../closed-loop.store.ts';
import { assertKnown } from './check-rules.ts';

interface Context {
  readonly loops: Pick<ClosedLoopStore, 'getRules' | 'changeRules' | 'rulesBefore'>;
  readonly staff: Pick<StaffReader, 'findMany'>;
  readonly teams: Pick<TeamReader, 'whileThere'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly comments: Pick<CommentReader, 'getTopics'>;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Replaces the rules of the closed loop. The same again changes nothing. */
export async function putLoopRules(
  { entry, version }: { readonly entry: LoopRulesEntry; readonly version: IfMatch },
  { loops, principal, origin, ...known }: Context,
): Promise<Change<LoopRules>> {
  assertManages(principal);
  const before = await loops.getRules();
  assertVersion(before, version);
  const beside = await assertKnown(entry.rules, known);
  const after = { ...entry, version: before.version + 1, updatedAt: origin.at };
  const writes = loops.changeRules(before, after, origin);
  return writes.length === 0 ? { result: before, writes } : { result: after, writes: [...writes, ...beside] };
}

/** Gives the rules back what they were before a change. Throws what `valuesBefore` throws. */
export async function restoreLoopRules(changeId: string, context: Context): Promise<Change<LoopRules>> {
  assertManages(context.principal);
  const present = await context.loops.getRules();
  const entry = asEntry(LoopRulesEntry, present, await context.loops.rulesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    putLoopRules({ entry, version: [present.version] }, { ...context, origin }),
  );
}

export function assertManages(principal: Principal): void {
  if (principal.rowAccess['callbacks.write'] !== 'all')
    throw new AppError('forbidden', 'Managers say which answers are followed up.');
}
