/** Deciding on fresh data and writing the decision. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConcurrentModification } from './commit.ts';
import type { Table } from './table.ts';
import type { Change } from './write.ts';

/** Some three seconds at most, of the ten that a route has. */
const maximumAttempts = 20;

/** A longer one would keep back whoever has lost most often, and let those through who have just come. */
const longestPause = 160;

/**
 * Decides again when somebody else was faster, after a short and random pause, so that those who meet do not meet
 * again. Throws ConcurrentModification when it happens again and again.
 */
export async function retryOnConflict<Result>(decide: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof ConcurrentModification) || attempt === maximumAttempts) throw error;
      await sleep(Math.random() * Math.min(10 * 2 ** attempt, longestPause));
    }
  }
}

/**
 * Commits what `decide` wants done.
 *
 * @returns the decision and whether it was written now; `already` = its effect was there before
 */
export function commitWithRetry<Result>(
  table: Pick<Table, 'commit'>,
  decide: () => Promise<Change<Result>>,
): Promise<{ readonly result: Result; readonly outcome: 'committed' | 'already' }> {
  return retryOnConflict(async () => {
    const { result, writes } = await decide();
    return { result, outcome: await table.commit(writes) };
  });
}

/**
 * Commits what `decide` wants done, for whoever has something else to try. Throws ConcurrentModification when somebody
 * else was faster, or when a part of it is there already.
 */
export async function commitOnce<Result>(
  table: Pick<Table, 'commit'>,
  decide: () => Promise<Change<Result>>,
): Promise<{ readonly result: Result }> {
  const { result, writes } = await decide();
  if ((await table.commit(writes)) === 'already') throw new ConcurrentModification();
  return { result };
}
