/** Writes decisions: many in a transaction, fewer where somebody else has changed something meanwhile, down to each alone. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ConcurrentModification, maximumWrites } from '../../../../shared/table/commit.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Pace } from '../../../../shared/time/pace.ts';

/** What is to be written for one of many, and whatever that makes of it. */
interface Decided {
  readonly writes: readonly Write[];
}

export interface Storing<Decision extends Decided> {
  /** Writes all or none. `already` = the effect of one of them is there. */
  readonly commit: (writes: readonly Write[]) => Promise<'committed' | 'already'>;
  readonly pace: Pace;
  /** The same decided on what is there by now. */
  readonly again: (decision: Decision) => Promise<Decision>;
  /** What becomes of it where this keeps it from being stored, however often it is decided on. */
  readonly refused: (error: AppError, decision: Decision) => Decision;
}

/** Transactions under way at once. */
const atOnce = 4;

/** How often one is decided on again because somebody was faster. */
const attempts = 8;

/** Writes what was decided, and answers what has become of each in the end, in their order. */
export async function storeMany<Decision extends Decided>(
  decisions: readonly Decision[],
  storing: Storing<Decision>,
): Promise<readonly Decision[]> {
  const stored = [...decisions];
  const places = decisions.flatMap(({ writes }, place) => (writes.length > 0 ? [{ place, writes }] : []));
  await inLanes(atOnce, bundlesOf(places).values(), async (bundle) => {
    const bundled = bundle.flatMap(({ place }) => decisions[place] ?? []);
    await storing.pace(bundle.length);
    const outcomes = await storeBundle(bundled, storing);
    bundle.forEach(({ place }, index) => {
      const outcome = outcomes[index];
      if (outcome !== undefined) stored[place] = outcome;
    });
  });
  return stored;
}

/**
 * Does something with each item, so many at once. When one fails the others are waited for, and then that is told: nothing
 * of it goes on in the next invocation.
 */
async function inLanes<Item>(
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

/** As many as fit into a transaction, which has each item once. */
function bundlesOf<Item extends Decided>(items: readonly Item[]): readonly (readonly Item[])[] {
  const bundles: Item[][] = [];
  let keys = new Set<string>();
  for (const item of items) {
    const own = item.writes.map(({ key }) => `${key.pk} ${key.sk}`);
    const bundle = bundles.at(-1);
    const fits = keys.size + own.length <= maximumWrites && !own.some((key) => keys.has(key));
    if (bundle === undefined || !fits) {
      bundles.push([item]);
      keys = new Set(own);
    } else {
      bundle.push(item);
      for (const key of own) keys.add(key);
    }
  }
  return bundles;
}

async function storeBundle<Decision extends Decided>(
  bundle: readonly Decision[],
  storing: Storing<Decision>,
): Promise<readonly Decision[]> {
  const [only] = bundle;
  if (bundle.length === 1 && only !== undefined) return [await storeAlone(only, storing)];
  try {
    if ((await storing.commit(bundle.flatMap(({ writes }) => writes))) === 'committed') return bundle;
  } catch (error) {
    if (!(error instanceof ConcurrentModification || error instanceof AppError)) throw error;
  }
  const half = Math.ceil(bundle.length / 2);
  const first = await storeBundle(bundle.slice(0, half), storing);
  return [...first, ...(await storeBundle(bundle.slice(half), storing))];
}

/** What does not hold any more is decided on again. */
async function storeAlone<Decision extends Decided>(
  first: Decision,
  { commit, again, refused }: Storing<Decision>,
): Promise<Decision> {
  let decision = first;
  for (let tried = 1; decision.writes.length > 0; tried += 1) {
    const isLast = tried === attempts;
    try {
      if ((await commit(decision.writes)) === 'committed') return decision;
    } catch (error) {
      if (error instanceof AppError && isLast) return refused(error, decision);
      if (!(error instanceof ConcurrentModification || error instanceof AppError)) throw error;
      // To be tried again later: whoever meets this many others is not done, and has not lost to another worker.
      if (isLast) throw new Error('Others were faster again and again', { cause: error });
    }
    decision = await again(decision);
  }
  return decision;
}
