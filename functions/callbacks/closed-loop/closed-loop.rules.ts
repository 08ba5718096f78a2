/** Decisions of the closed loop that need nothing but what is known of an answer and its call. */
import { derivedId, instantOfId } from '../../../shared/values/derived-id.ts';
import type { Callback } from '../callbacks/callbacks.schema.ts';
import {
  changeSource,
  type Loop,
  type LoopRules,
  loopId,
  type ScoreChange,
  type StepTime,
} from './closed-loop.schema.ts';

/** What holds as long as nobody has set rules. */
export const defaultRules: LoopRules = {
  version: 1,
  rules: [
    {
      name: 'Low answers',
      when: { score: { band: 'low' } },
      do: { open: 'callback', withinHours: 4, priority: 'high' },
    },
  ],
};

/** Each callback that an answer has opened has one loop. */
export function loopOfCallback(callbackId: string): string {
  return derivedId(loopId, instantOfId(callbackId), callbackId);
}

/** A loop as far as its call has come; the same one where nothing has changed. */
export function followed(loop: Loop, callback: Callback): Loop {
  if (loop.status === 'closed') return loop;
  const { attempts, owner, outcome, status, closedAt } = callback;
  const steps = {
    ...loop,
    caller: callback.closedBy?.kind === 'person' ? callback.closedBy.id : owner,
    firstCallAt: loop.firstCallAt ?? attempts[0]?.at,
    reachedAt: loop.reachedAt ?? attempts.find(isReached)?.at,
    outcome,
  };
  if (status === 'completed') return { ...steps, status: 'waiting', outcomeAt: closedAt };
  if (status === 'cancelled') return closed(steps, 'call-cancelled', closedAt);
  return steps;
}

/** Calls of before there were settings say it by their outcome alone. */
function isReached({ reached, outcome }: Callback['attempts'][number]): boolean {
  return reached ?? outcome === 'reached';
}

/** The next answer of the customer, as a loop that waits for it needs it. */
export interface NextAnswer {
  readonly responseId: string;
  readonly surveyId: string;
  readonly invitedAt: string | undefined;
  readonly answeredAt: string;
  readonly scores: readonly NonNullable<Loop['score']>[];
}

/** Whether a loop has waited for this answer. */
export function waitsFor(loop: Loop, answer: Pick<NextAnswer, 'surveyId' | 'answeredAt'>): boolean {
  const { status, askAgain, outcomeAt } = loop;
  return status === 'waiting' && askAgain === answer.surveyId && (outcomeAt ?? '') < answer.answeredAt;
}

/** The loop after the next answer. */
export function answeredAgain(loop: Loop, answer: NextAnswer): Loop {
  const { responseId, invitedAt, answeredAt } = answer;
  const value = comparable(loop, answer)?.value;
  const wasAsked = invitedAt !== undefined && invitedAt >= (loop.outcomeAt ?? '');
  const again = {
    responseId,
    ...(wasAsked ? { invitedAt } : {}),
    answeredAt,
    ...(value === undefined ? {} : { value }),
  };
  const change = value === undefined || loop.score === undefined ? {} : { change: value - loop.score.value };
  return closed({ ...loop, again, ...change }, 'answered-again', answeredAt);
}

/** The answer to the same question, else the first on the same scale: other scales cannot be compared. */
function comparable({ score }: Loop, { scores }: NextAnswer) {
  const onScale = scores.filter(({ scale }) => scale === score?.scale);
  return onScale.find(({ questionId }) => questionId === score?.questionId) ?? onScale[0];
}

/** The loop when nothing more is waited for. */
export function closed(
  loop: Loop,
  closedBecause: NonNullable<Loop['closedBecause']>,
  closedAt: string | undefined,
): Loop {
  return { ...loop, status: 'closed', closedBecause, closedAt };
}

/** Minutes between two instants; undefined while one of them is not there. */
function minutesBetween(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000);
}

/** The steps of some loops, each with its time and with what has changed. */
export function timesOf(loops: readonly Loop[]) {
  const step = (from: (loop: Loop) => string | undefined, to: (loop: Loop) => string | undefined) =>
    stepTime(loops.flatMap((loop) => minutesBetween(from(loop), to(loop)) ?? []));
  const answered = ({ answeredAt }: Loop) => answeredAt;
  const ended = ({ outcomeAt }: Loop) => outcomeAt;
  const number = (status: Loop['status']) => loops.filter((loop) => loop.status === status).length;
  return {
    loops: loops.length,
    ...{ open: number('open'), waiting: number('waiting'), closed: number('closed') },
    opened: step(answered, ({ openedAt }) => openedAt),
    firstCall: step(answered, ({ firstCallAt }) => firstCallAt),
    reached: step(answered, ({ reachedAt }) => reachedAt),
    outcome: step(answered, ended),
    invited: step(ended, ({ again }) => again?.invitedAt),
    answered: step(ended, ({ again }) => again?.answeredAt),
    changes: changesOf(loops),
  };
}

function stepTime(minutes: readonly number[]): StepTime {
  const sorted = minutes.toSorted((one, other) => one - other);
  const at = (share: number) => rounded(quantile(sorted, share), 1);
  return { n: sorted.length, medianMinutes: at(0.5), p90Minutes: at(0.9) };
}

/** Between two of the values by their distance (Hyndman and Fan, type 7); null without any. */
function quantile(sorted: readonly number[], share: number): number | null {
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

function changesOf(loops: readonly Loop[]): ScoreChange[] {
  const pairs = loops.flatMap(({ score, change }) =>
    score === undefined || change === undefined ? [] : [{ scale: score.scale, change }],
  );
  const byScale = Map.groupBy(pairs, ({ scale }) => scale);
  return [...byScale].map(([scale, each]) => ({ scale, ...meanChange(each.map(({ change }) => change)) }));
}

function meanChange(changes: readonly number[]): Omit<ScoreChange, 'scale'> {
  const n = changes.length;
  const mean = changes.reduce((sum, change) => sum + change, 0) / n;
  const spread = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0);
  const half = n < 2 ? undefined : studentsT(n - 1) * Math.sqrt(spread / (n - 1) / n);
  return {
    ...{ n, mean: rounded(mean, 2) ?? 0 },
    interval:
      half === undefined
        ? null
        : { low: rounded(mean - half, 2) ?? 0, high: rounded(mean + half, 2) ?? 0, source: changeSource },
    improved: changes.filter((change) => change > 0).length,
    unchanged: changes.filter((change) => change === 0).length,
    worse: changes.filter((change) => change < 0).length,
  };
}

/** The two-sided 95 % quantiles of Student’s t, by degrees of freedom from 1 on. */
const quantiles = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
  ...[2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086],
  ...[2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042],
];

/** Beyond the table by the expansion in 1/n (Abramowitz and Stegun, 26.7.5), right to three decimals. */
function studentsT(freedom: number): number {
  const z = 1.959964;
  return (
    quantiles[freedom - 1] ??
    z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)
  );
}

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
