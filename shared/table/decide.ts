/** Deciding on fresh data and writing the decision, for functions that no caller waits for. */
import { RaceLost } from './commit.ts';
import type { Table } from './table.ts';
import type { Change } from './write.ts';

const maximumRaces = 5;

/**
 * Commits what `decide` wants done; when somebody else was faster it decides anew.
 *
 * @returns the decision and whether it was written now; `already` = its effect was there before
 * @throws RaceLost when somebody else was faster again and again
 */
export async function decideAndCommit<Result>(
  table: Pick<Table, 'commit'>,
  decide: () => Promise<Change<Result>>,
): Promise<{ readonly result: Result; readonly outcome: 'committed' | 'already' }> {
  for (let race = 1; ; race += 1) {
    const { result, writes } = await decide();
    try {
      return { result, outcome: await table.commit(writes) };
    } catch (error) {
      if (!(error instanceof RaceLost) || race === maximumRaces) throw error;
    }
  }
}
