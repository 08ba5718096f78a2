/** The pace in the one table. */
import { retryOnConflict } from '../../../shared/table/retry.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace } from '../../../shared/table/write.ts';
import { paceItem, type textPaceItem } from './pacing.items.ts';
import { idlePace } from './pacing.rules.ts';
import type { Pace } from './pacing.schema.ts';

export type PaceStore = ReturnType<typeof createPaceStore>;

export function createPaceStore(
  table: Pick<Table, 'find' | 'commit'>,
  item: typeof paceItem | typeof textPaceItem = paceItem,
) {
  const find = (): Promise<Pace | undefined> => table.find(item, {});
  return {
    find,

    /** Decides on the present pace until nobody else has changed it meanwhile: 1 write unit. */
    change: <Decision extends { readonly pace: Pace }>(decide: (pace: Pace) => Decision): Promise<Decision> =>
      retryOnConflict(async () => {
        const before = (await find()) ?? idlePace;
        const decision = decide(before);
        const { pace } = decision;
        if (pace.version === before.version) return decision;
        const write =
          before.version === 0
            ? insert(item, pace, { onConflict: 'retry' })
            : replace(item, pace, { ifVersion: before.version, onConflict: 'retry' });
        await table.commit([write]);
        return decision;
      }),
  };
}
