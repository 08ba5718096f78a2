import type { Write } from '../../../../shared/table/write.ts';
import type { Callback, CallCount, CallCounts } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

type Counted = Pick<CallCount, 'day' | 'by' | 'reason'>;

/** What is counted of a callback: its calls, each by day, caller and reason, and what came after. */
export function countsOf(callback: Callback): ReadonlyMap<string, CallCount> {
  const { attempts, createdAt, closedAt, status, scoredAgain, reason } = callback;
  const counts = new Map<string, CallCount>();
  const add = (index: number, amounts: Partial<CallCounts>) => {
    const attempt = attempts[index];
    if (attempt === undefined) return;
    const counted = { day: attempt.at.slice(0, 'yyyy-mm-dd'.length), by: attempt.by, reason: reason.kind };
    const key = keyOfCount(counted);
    counts.set(key, plus(counts.get(key) ?? { ...counted, ...nothing }, amounts));
  };
  const first = attempts.findIndex(({ reached }) => reached);
  for (const [index, { at, reached, onTime }] of attempts.entries()) {
    add(index, { calls: 1, ...(reached ? { reached: 1 } : {}), ...(onTime ? { onTime: 1 } : {}) });
    if (index === first) add(index, { contacts: 1, secondsToContact: secondsBetween(createdAt, at) });
  }
  const last = attempts.length - 1;
  if (status === 'completed' && closedAt !== undefined)
    add(last, { closed: 1, callsOfClosed: attempts.length });
  if (scoredAgain !== undefined && reason.kind === 'low-score') {
    const change = scoredAgain.score - reason.score;
    add(contactBefore(callback, scoredAgain.at), {
      ...{ scoredAgain: 1, scoreChange: change, scoreChangeSquares: change ** 2 },
    });
  }
  return counts;
}

/** Which call has reached the customer last before an instant; -1 when none has. */
export function contactBefore({ attempts }: Callback, at: string): number {
  return attempts.findLastIndex((attempt) => attempt.reached === true && attempt.at < at);
}

/** The writes that keep the counts, beside what changes a callback. */
export function counted(
  before: Callback,
  after: Callback,
  store: Pick<CallbacksStore, 'addToCount'>,
): readonly Write[] {
  return countedTogether([{ before, after }], store);
}

/** The same where several callbacks change at once: what they are counted in is written once. */
export function countedTogether(
  changes: readonly { readonly before: Callback; readonly after: Callback }[],
  { addToCount }: Pick<CallbacksStore, 'addToCount'>,
): readonly Write[] {
  const sums = new Map<string, CallCount>();
  for (const { before, after } of changes) {
    const was = countsOf(before);
    for (const [key, count] of countsOf(after)) {
      const none = { ...count, ...nothing };
      sums.set(key, plus(sums.get(key) ?? none, minus(count, was.get(key) ?? none)));
    }
  }
  return [...sums.values()].flatMap((count) => {
    const amounts = minus(count, nothing);
    return Object.keys(amounts).length === 0 ? [] : [addToCount(count, amounts)];
  });
}

export const nothing: CallCounts = {
  ...{ calls: 0, reached: 0, onTime: 0, contacts: 0, secondsToContact: 0 },
  ...{ closed: 0, callsOfClosed: 0, scoredAgain: 0, scoreChange: 0, scoreChangeSquares: 0 },
};

const names = Object.keys(nothing) as readonly (keyof CallCounts)[];

export function plus<Count extends CallCounts>(one: Count, other: Partial<CallCounts>): Count {
  return { ...one, ...Object.fromEntries(names.map((name) => [name, one[name] + (other[name] ?? 0)])) };
}

function minus(one: CallCounts, other: CallCounts): Partial<CallCounts> {
  const differences = names.map((name) => [name, one[name] - other[name]] as const);
  return Object.fromEntries(differences.filter(([, amount]) => amount !== 0));
}

function keyOfCount({ day, by, reason }: Counted): string {
  return JSON.stringify([day, by, reason]);
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}
