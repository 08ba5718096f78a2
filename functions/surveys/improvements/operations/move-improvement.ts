import { type Moves, movedOneByOne } from '../../../../shared/table/moves.ts';
import { goesOn } from '../improvements.rules.ts';
import type { ImprovementRecord } from '../improvements.schema.ts';
import type { ImprovementsStore } from '../improvements.store.ts';

const pageSize = 100;

/** The improvements that go on and are somebody's to see to; without a receiver they are nobody's in particular. */
export function movesOfImprovements(
  improvements: Pick<ImprovementsStore, 'find' | 'change' | 'listHeld'>,
): Moves<'changed-since'> {
  const givenTo = (before: ImprovementRecord, owner: string | null, at: string): ImprovementRecord => ({
    ...before,
    ...{ owner, version: before.version + 1, updatedAt: at },
  });
  return movedOneByOne({
    async page(from, cursor) {
      const page = await improvements.listHeld(from, { limit: pageSize, cursor });
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor };
    },

    async move(id, { from, to }, origin) {
      const before = await improvements.find(id);
      if (before?.owner !== from || !goesOn(before)) return { result: 'gone' };
      const after = givenTo(before, to, origin.at);
      const row = { id, from, to, version: after.version };
      return { result: 'moved', row, writes: improvements.change(before, after, origin) };
    },

    async back(row, origin) {
      const before = await improvements.find(row.id);
      if (before === undefined || before.owner !== row.to || !goesOn(before))
        return { result: 'left', because: 'changed-since' };
      const after = givenTo(before, row.from, origin.at);
      return { result: 'moved', row, writes: improvements.change(before, after, origin) };
    },
  });
}
