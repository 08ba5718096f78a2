import type { AppError } from '../../../../shared/errors/app-error.ts';
import { type Storing, storeMany } from '../../customers/index.ts';
import type { StoredVerdict } from '../imports.schema.ts';
import { type Decision, type Judging, judgeRows, reasonsOf } from './judge-rows.ts';

/** Writes what was decided, and answers what has become of each row in the end. */
export async function storeRows(
  decisions: readonly Decision[],
  judging: Judging,
  { commit, pace }: Pick<Storing<Decision>, 'commit' | 'pace'>,
): Promise<readonly StoredVerdict[]> {
  const stored = await storeMany(decisions, {
    commit,
    pace,
    again: async (decision) => (await judgeRows([decision.row], judging, true))[0] ?? decision,
    refused: (error, decision) => refusedBy(error, decision, judging),
  });
  return stored.map(({ verdict }) => verdict);
}

function refusedBy(error: AppError, { row }: Decision, judging: Judging): Decision {
  const reasons = reasonsOf(error, row, judging);
  return { row, writes: [], verdict: { line: row.line, outcome: 'refused', reasons, notes: [] } };
}
