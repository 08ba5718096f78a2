/** Decisions about improvements that need nothing but what is known of them. */
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

/** What is measured of an improvement, when it is turned, and by whom. */
interface Turning {
  readonly now: Comparison;
  readonly at: Instant;
  readonly by: ImprovementRecord['rounds'][number]['decidedBy'];
}

/** The next version as a patch has it; `now` is what is measured of it. Throws where it cannot go that way. */
export function changedBy(
  before: ImprovementRecord,
  patch: ImprovementPatch,
  { now, at, by }: Turning,
): ImprovementRecord {
  const { remindAt: _, ...kept } = before;
  const { owner = kept.owner, ...fields } = patch;
  const merged = { ...mergePatch(kept, fields), owner, version: before.version + 1, updatedAt: at };
  const turned = merged.status === before.status ? merged : turnedTo(merged, before.status, { now, at, by });
  if (turned.status !== 'open') return turned;
  const goesOnAsBefore = before.status === 'open' && before.dueOn === turned.dueOn;
  return { ...turned, remindAt: goesOnAsBefore ? before.remindAt : firstReminder(turned.dueOn) };
}

function turnedTo(
  improvement: ImprovementRecord,
  from: ImprovementStatus,
  { now, at, by }: Turning,
): ImprovementRecord {
  const { status, doneAt, rounds } = improvement;
  if (!nextStates[from].includes(status))
    throw notAllowed(`It is ${from}: from there it goes to ${nextStates[from].join(', ')} only.`);
  if (status === 'done') return { ...improvement, doneAt: at };
  const decided = { confirmed: 'confirmed', open: 'reopened' } as const;
  if (from !== 'done' || doneAt === undefined || status === 'dropped') return improvement;
  if (status === 'confirmed' && now.after === null)
    throw notAllowed('Nothing was measured since it was done: no wave that went out later was answered.');
  if (rounds.length === maximumRounds)
    throw notAllowed(`It was reopened ${maximumRounds} times. Begin another one.`);
  const round = { ...now, doneAt, decided: decided[status], decidedAt: at, decidedBy: by };
  // What comes next is compared with what this round has come to.
  const baseline = status === 'open' ? (now.after?.runId ?? improvement.baseline) : improvement.baseline;
  return { ...improvement, rounds: [...rounds, round], baseline };
}

function notAllowed(message: string): AppError {
  return new AppError('not-allowed-now', message);
}
