import type { Principal } from '../../../../shared/identity/principal.ts';
import type { WaveReader } from '../../results/index.ts';
import { isOverdue } from '../improvements.rules.ts';
import type { Comparison, Improvement, ImprovementRecord } from '../improvements.schema.ts';

interface Context {
  readonly waves: WaveReader;
  readonly principal: Principal;
  readonly at: string;
}

/** An improvement with what is measured of it; of an owner or a team that is for whoever sees all answers. */
export async function shownImprovement(
  improvement: ImprovementRecord,
  { waves, principal, at }: Context,
): Promise<Improvement> {
  const { remindAt: _, ...shown } = improvement;
  const ofOthers = improvement.group?.by === 'owner' || improvement.group?.by === 'team';
  if (ofOthers && principal.rowAccess['surveys.read'] !== 'all')
    return { ...shown, rounds: [], isOverdue: isOverdue(improvement, at) };
  return { ...shown, isOverdue: isOverdue(improvement, at), now: await measure(improvement, waves) };
}

/** The wave that it is compared with beside the first one that went out after it was done, as far as they were answered. */
export async function measure(
  { surveyId, questionId, group, baseline, doneAt }: ImprovementRecord,
  waves: WaveReader,
): Promise<Comparison> {
  const all = await waves.list({ surveyId, questionId, group });
  const before = all.find(({ runId }) => runId === baseline);
  const after = doneAt === undefined ? undefined : all.find(({ scheduledTime }) => scheduledTime > doneAt);
  const shown = (wave: typeof before) =>
    wave === undefined
      ? null
      : { runId: wave.runId, scheduledTime: wave.scheduledTime, measure: wave.measure ?? null };
  const change = before === undefined || after === undefined ? undefined : waves.compare(after, before);
  return { before: shown(before), after: shown(after), change: change ?? null };
}
