import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { WaveReader } from '../../results/index.ts';
import { isMeasured, isOverdue } from '../improvements.rules.ts';
import type { Comparison, Improvement, ImprovementRecord } from '../improvements.schema.ts';
import { texts } from '../improvements.texts.ts';

interface Context {
  readonly waves: WaveReader;
  readonly principal: Principal;
  readonly language: Language;
  readonly at: string;
}

/** An improvement with what is measured of it; of an owner or a team that is for whoever sees all answers. */
export async function shownImprovement(
  improvement: ImprovementRecord,
  { waves, principal, language, at }: Context,
): Promise<Improvement> {
  const { remindAt: _, ...kept } = improvement;
  const all = await wavesOf(improvement, waves);
  const now = compared(improvement, all, waves);
  const measured = { isMeasured: isMeasured(improvement, now) };
  const shown = { ...kept, ...measured, isOverdue: isOverdue(improvement, at), warnings: [] };
  const ofOthers = improvement.group?.by === 'owner' || improvement.group?.by === 'team';
  if (ofOthers && principal.rowAccess['surveys.read'] !== 'all') return { ...shown, rounds: [] };
  const isEmpty = improvement.group !== undefined && all.length === 0;
  const detail = texts[language].groupWithoutAnswers;
  return {
    ...shown,
    warnings: isEmpty ? [{ code: 'group-without-answers', detail }] : [],
    now,
  };
}

/** The wave that it is compared with beside the first one that went out after it was done, as far as they were answered. */
export async function measure(improvement: ImprovementRecord, waves: WaveReader): Promise<Comparison> {
  return compared(improvement, await wavesOf(improvement, waves), waves);
}

function wavesOf({ surveyId, questionId, group }: ImprovementRecord, waves: WaveReader) {
  return waves.list({ surveyId, questionId, group });
}

function compared(
  { baseline, doneAt }: ImprovementRecord,
  all: Awaited<ReturnType<WaveReader['list']>>,
  waves: WaveReader,
): Comparison {
  const before = all.find(({ runId }) => runId === baseline);
  const after = doneAt === undefined ? undefined : all.find(({ scheduledTime }) => scheduledTime > doneAt);
  const shown = (wave: typeof before) =>
    wave === undefined
      ? null
      : { runId: wave.runId, scheduledTime: wave.scheduledTime, measure: wave.measure ?? null };
  const change = before === undefined || after === undefined ? undefined : waves.compare(after, before);
  return { before: shown(before), after: shown(after), change: change ?? null };
}
