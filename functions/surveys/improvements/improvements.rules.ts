/** Decisions about improvements that need nothing but what is known of them. */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { mergePatch } from '../../../shared/values/merge-patch.ts';
import {
  type Comparison,
  type ImprovementPatch,
  type ImprovementRecord,
  type ImprovementStatus,
  maximumRounds,
  nextStates,
} from './improvements.schema.ts';

/** The owner is reminded so often. */
const remindDays = 7;

/** Whether somebody still has to see to it. */
export function goesOn({ status }: Pick<ImprovementRecord, 'status'>): boolean {
  return status === 'open' || status === 'done';
}

/** The first reminder: the morning after its day. */
export function firstReminder(dueOn: string): Instant {
  return instantAfter(`${dueOn}T01:00:00.000Z`, { days: 1 });
}

export function isOverdue(
  { status, dueOn }: Pick<ImprovementRecord, 'status' | 'dueOn'>,
  at: Instant,
): boolean {
  return status === 'open' && at.slice(0, dueOn.length) > dueOn;
}

/** After a reminder it comes up again a week later. */
export function remindedAt(improvement: ImprovementRecord, at: Instant): ImprovementRecord {
  const { version } = improvement;
  return { ...improvement, version: version + 1, remindAt: instantAfter(at, { days: remindDays }) };
}

/** Whether a wave was answered that went out after it was done, now or in a round. */
export function isMeasured({ rounds }: Pick<ImprovementRecord, 'rounds'>, now: Comparison): boolean {
  return [now, ...rounds].some(({ after }) => after !== null);
}

/** Whether a patch asks for another question, or for other customers. */
export function measuresAnother(
  { questionId, group }: Pick<ImprovementRecord, 'questionId' | 'group'>,
  patch: Pick<ImprovementPatch, 'questionId' | 'group'>,
): boolean {
  const isOther = patch.questionId !== undefined && patch.questionId !== questionId;
  return isOther || (patch.group !== undefined && !isDeepStrictEqual(patch.group ?? undefined, group));
}

/** The wave that another question or other customers are compared from: the one that it began with, where they have answered it. */
export function baselineAmong(
  known: readonly { readonly runId: string; readonly scheduledTime: Instant }[],
  { baseline, doneAt }: Pick<ImprovementRecord, 'baseline' | 'doneAt'>,
): string | undefined {
  if (known.some(({ runId }) => runId === baseline)) return baseline;
  return known.findLast(({ scheduledTime }) => doneAt === undefined || scheduledTime <= doneAt)?.runId;
}

/** What is measured of an improvement, when it is turned, and by whom. */
interface Turning {
  readonly now: Comparison;
  readonly at: Instant;
  readonly by: ImprovementRecord['rounds'][number]['decidedBy'];
  readonly reason?: string | undefined;
}

/** The next version as a patch has it; `now` is what is measured of it. Throws where it cannot go that way. */
export function changedBy(
  before: ImprovementRecord,
  patch: ImprovementPatch,
  { now, at, by }: Turning,
): ImprovementRecord {
  const { remindAt: _, ...kept } = before;
  const { owner = kept.owner, reason, ...fields } = patch;
  const merged = { ...mergePatch(kept, fields), owner, version: before.version + 1, updatedAt: at };
  const turned =
    merged.status === before.status ? merged : turnedTo(merged, before.status, { now, at, by, reason });
  if (reason !== undefined && turned.rounds.length === before.rounds.length)
    throw new AppError('invalid-request', 'The improvement is not possible.', {
      violations: [
        { pointer: '/body/reason', reason: 'goes only with whether it has helped, once it is done' },
      ],
    });
  if (turned.status !== 'open') return turned;
  const goesOnAsBefore = before.status === 'open' && before.dueOn === turned.dueOn;
  return { ...turned, remindAt: goesOnAsBefore ? before.remindAt : firstReminder(turned.dueOn) };
}

function turnedTo(
  improvement: ImprovementRecord,
  from: ImprovementStatus,
  { now, at, by, reason }: Turning,
): ImprovementRecord {
  const { doneAt, ...undone } = improvement;
  const { status, rounds } = improvement;
  if (!nextStates[from].includes(status))
    throw notAllowed(`It is ${from}: from there it goes to ${nextStates[from].join(', ')} only.`);
  if (status === 'done') return { ...improvement, doneAt: at };
  const decided = { confirmed: 'confirmed', open: 'reopened' } as const;
  if (from !== 'done' || doneAt === undefined || status === 'dropped')
    return status === 'open' ? undone : improvement;
  if (status === 'confirmed' && now.after === null)
    throw notAllowed('Nothing was measured since it was done: no wave that went out later was answered.');
  if (status === 'confirmed' && now.change?.certain !== true && reason === undefined)
    throw new AppError('not-allowed-now', 'That it has helped is not certain.', {
      violations: [
        {
          pointer: '/body/reason',
          reason: 'the change may be chance: say why it has helped all the same',
        },
      ],
    });
  if (rounds.length === maximumRounds)
    throw notAllowed(`It was reopened ${maximumRounds} times. Begin another one.`);
  const round = {
    ...{ ...now, doneAt, decided: decided[status], decidedAt: at, decidedBy: by },
    ...(reason !== undefined && { reason }),
  };
  // What comes next is compared with what this round has come to.
  const baseline = status === 'open' ? (now.after?.runId ?? improvement.baseline) : improvement.baseline;
  return { ...(status === 'open' ? undone : improvement), rounds: [...rounds, round], baseline };
}

function notAllowed(message: string): AppError {
  return new AppError('not-allowed-now', message);
}
