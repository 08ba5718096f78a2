/** Deciding on fresh data and writing the decision, for functions that no caller waits for. */
import { ConcurrentModification } from './commit.ts';
import type { Table } from './table.ts';
import type { Change } from './write.ts';

const maximumAttempts = 5;

/** Decides again when somebody else was faster; throws ConcurrentModification when that happens again and again. */
export async function retryOnConflict<Result>(decide: () => Promise<Result>): Promise<Result> {
  for (let race = 1; ; race += 1) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof ConcurrentModification) || race === maximumAttempts) throw error;
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
