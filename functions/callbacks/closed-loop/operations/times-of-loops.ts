/** How long the steps of loops took, and what they have changed. */
import { meanInterval, sampleOf } from '../../../../shared/statistics/statistics.ts';
import { changeSource, type Loop, type ScoreChange, type StepTime } from '../closed-loop.schema.ts';

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
  const sample = sampleOf(changes.map((change) => [change, 1] as const));
  const interval = meanInterval(sample);
  return {
    ...{ n: sample.n, mean: rounded(sample.mean, 2) ?? 0 },
    interval:
      interval === undefined
        ? null
        : { low: rounded(interval.low, 2) ?? 0, high: rounded(interval.high, 2) ?? 0, source: changeSource },
    improved: changes.filter((change) => change > 0).length,
    unchanged: changes.filter((change) => change === 0).length,
    worse: changes.filter((change) => change < 0).length,
  };
}

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
