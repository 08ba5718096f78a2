/** Writes decisions: many in a transaction, fewer where somebody else has changed something meanwhile, down to each alone. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ConcurrentModification, maximumWrites } from '../../../../shared/table/commit.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { StoredVerdict } from '../imports.schema.ts';
import { type Decision, type Judging, judgeRows, reasonsOf } from './judge-rows.ts';

/** Writes all or none. `already` = the effect of one of them is there. */
type Commit = (writes: readonly Write[]) => Promise<'committed' | 'already'>;

/** Transactions under way at once. */
const atOnce = 4;

/** How often a row is decided on again because somebody was faster. */
const attempts = 8;

/** Writes what was decided, and answers what has become of each row in the end. */
export async function storeRows(
  decisions: readonly Decision[],
  judging: Judging,
  commit: Commit,
): Promise<readonly StoredVerdict[]> {
  const verdicts = new Map(decisions.map(({ row, verdict }) => [row.line, verdict]));
  const bundles = bundlesOf(decisions.filter(({ writes }) => writes.length > 0)).values();
  await inLanes(atOnce, bundles, async (bundle) => {
    for (const verdict of await storeBundle(bundle, judging, commit)) verdicts.set(verdict.line, verdict);
  });
  return [...verdicts.values()];
}

/**
 * Does something with each item, so many at once. When one fails the others are waited for, and then that is told: nothing
 * of it goes on in the next invocation.
 */
export async function inLanes<Item>(
  lanes: number,
  items: IterableIterator<Item>,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const lane = async () => {
    for (const item of items) await act(item);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** As many decisions as fit into a transaction, which has each item once. */
function bundlesOf(decisions: readonly Decision[]): readonly (readonly Decision[])[] {
  const bundles: Decision[][] = [];
  let keys = new Set<string>();
  for (const decision of decisions) {
    const own = decision.writes.map(({ key }) => `${key.pk} ${key.sk}`);
    const bundle = bundles.at(-1);
    const fits = keys.size + own.length <= maximumWrites && !own.some((key) => keys.has(key));
    if (bundle === undefined || !fits) {
      bundles.push([decision]);
      keys = new Set(own);
    } else {
      bundle.push(decision);
      for (const key of own) keys.add(key);
    }
  }
  return bundles;
}

async function storeBundle(
  bundle: readonly Decision[],
  judging: Judging,
  commit: Commit,
): Promise<readonly StoredVerdict[]> {
  const [only] = bundle;
  if (bundle.length === 1 && only !== undefined) return [await storeAlone(only, judging, commit)];
  try {
    const outcome = await commit(bundle.flatMap(({ writes }) => writes));
    if (outcome === 'committed') return bundle.map(({ verdict }) => verdict);
  } catch (error) {
    if (!(error instanceof ConcurrentModification || error instanceof AppError)) throw error;
  }
  const half = Math.ceil(bundle.length / 2);
  const first = await storeBundle(bundle.slice(0, half), judging, commit);
  return [...first, ...(await storeBundle(bundle.slice(half), judging, commit))];
}

/** A row whose decision does not hold any more is decided on again, on what is there by now. */
async function storeAlone(first: Decision, judging: Judging, commit: Commit): Promise<StoredVerdict> {
  let decision: Decision | undefined = first;
  for (let tried = 1; decision !== undefined; tried += 1) {
    const { row, verdict, writes }: Decision = decision;
    if (writes.length === 0) return verdict;
    try {
      if ((await commit(writes)) === 'committed') return verdict;
    } catch (error) {
      const isLast = tried === attempts;
      if (error instanceof AppError && isLast) return refusedBy(error, decision, judging);
      if (!(error instanceof ConcurrentModification || error instanceof AppError) || isLast) throw error;
    }
    [decision] = await judgeRows([row], judging, true);
  }
  return first.verdict;
}

function refusedBy(error: AppError, { row }: Decision, judging: Judging): StoredVerdict {
  return { line: row.line, outcome: 'refused', reasons: reasonsOf(error, row, judging), notes: [] };
}
