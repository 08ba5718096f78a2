import { isDeepStrictEqual } from 'node:util';
import type { EventContext } from '../../../../shared/events/event.ts';
import { type Moves, movedOneByOne } from '../../../../shared/table/moves.ts';
import { maximumTerritories, type Staff, type Territory } from '../staff.schema.ts';
import type { StaffStore } from '../staff.store.ts';

interface Context {
  readonly staff: Pick<StaffStore, 'find' | 'change'>;
}

/** Why territories stay where they are. */
type Reason = 'nobody-named' | 'too-many-territories' | 'changed-since';

/** All territories of a person, as one row whose id is theirs: nobody in particular can have some. */
export function movesOfTerritories({ staff }: Context): Moves<Reason> {
  const write = (before: Staff, territories: readonly Territory[], origin: EventContext) => {
    const version = before.version + 1;
    return staff.change(
      before,
      { ...before, territories: [...territories], version, updatedAt: origin.at },
      origin,
    );
  };
  return movedOneByOne<Reason>({
    async page(from) {
      const held = (await staff.find(from))?.territories ?? [];
      return { ids: held.length === 0 ? [] : [from], cursor: null };
    },

    async move(id, { from, to }, origin) {
      const giver = await staff.find(from);
      if (giver === undefined || giver.territories.length === 0) return { result: 'gone' };
      const receiver = to === null ? undefined : await staff.find(to);
      if (receiver === undefined) return { result: 'left', because: 'nobody-named' };
      const given = without(giver.territories, receiver.territories);
      const all = [...receiver.territories, ...given];
      if (all.length > maximumTerritories) return { result: 'left', because: 'too-many-territories' };
      const memo = { held: giver.territories, given };
      return {
        result: 'moved',
        row: { id, from, to: receiver.id, version: receiver.version + 1, memo },
        writes: [...write(giver, [], origin), ...write(receiver, all, origin)],
      };
    },

    async back(row, origin) {
      const { held, given } = row.memo as Record<'held' | 'given', Territory[]>;
      const [giver, receiver] = await Promise.all([staff.find(row.from), staff.find(row.to ?? '')]);
      if (giver === undefined || receiver === undefined || without(given, receiver.territories).length > 0)
        return { result: 'left', because: 'changed-since' };
      const again = [...held, ...without(giver.territories, held)];
      if (again.length > maximumTerritories) return { result: 'left', because: 'too-many-territories' };
      const left = without(receiver.territories, given);
      return {
        result: 'moved',
        row,
        writes: [...write(giver, again, origin), ...write(receiver, left, origin)],
      };
    },
  });
}

function without(all: readonly Territory[], some: readonly Territory[]): Territory[] {
  return all.filter((each) => !some.some((other) => isDeepStrictEqual(each, other)));
}
