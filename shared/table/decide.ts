/** Deciding on fresh data and writing the decision, for functions that no caller waits for. */
import { RaceLost } from './commit.ts';
import type { Table } from './table.ts';
import type { Change } from './write.ts';

const maximumRaces = 5;

/** Decides anew when somebody else was faster; throws RaceLost when that happens again and again. */
export async function onFreshData<Result>(decide: () => Promise<Result>): Promise<Result> {
  for (let race = 1; ; race += 1) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof RaceLost) || race === maximumRaces) throw error;
    }
  }
}

/**
 * Commits what `decide` wants done.
 *
 * @returns the decision and whether it was written now; `already` = its effect was there before
 */
export function decideAndCommit<Result>(
  table: Pick<Table, 'commit'>,
  decide: () => Promise<Change<Result>>,
): Promise<{ readonly result: Result; readonly outcome: 'committed' | 'already' }> {
  return onFreshData(async () => {
    const { result, writes } = await decide();
    return { result, outcome: await table.commit(writes) };
  });
}
