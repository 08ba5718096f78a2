/** Values that one record alone may have, e.g. the name of a team: an item for each says whose it is. */
import * as z from 'zod';
import { type ItemDeclaration, keyOf } from './item.ts';
import type { Table } from './table.ts';
import { insert, type Write } from './write.ts';

export const UniqueValue = z.strictObject({ value: z.string(), holder: z.string() });

type UniqueItem = ItemDeclaration<typeof UniqueValue>;

interface Holding {
  /** Id of the record. */
  readonly holder: string;
  /** What it has had so far; undefined for a new record. */
  readonly before: string | undefined;
  /** What it has from now on; undefined for one that goes. */
  readonly after: string | undefined;
}

/**
 * Beside the writes of a record: what takes its value and gives up the one before. `takenBy` is whose it is already. A record
 * that was written before its values were unique keeps its own, and takes it with this write if nobody else has.
 * Costs a consistent read, and one more and two small writes where the value changes.
 */
export async function holdValue(
  table: Pick<Table, 'find'>,
  item: UniqueItem,
  { holder, before, after }: Holding,
): Promise<{ readonly writes: readonly Write[]; readonly takenBy?: string }> {
  const holderOf = async (value: string | undefined) =>
    value === undefined ? undefined : (await table.find(item, { value }))?.holder;
  const isKept = before === after;
  const [had, has] = await Promise.all([isKept ? undefined : holderOf(before), holderOf(after)]);
  if (has !== undefined && has !== holder && !isKept) return { writes: [], takenBy: has };
  const isFree = has === undefined && after !== undefined;
  return {
    writes: [
      ...(had === holder ? [giveUp(item, { value: before, holder })] : []),
      ...(isFree ? [insert(item, { value: after, holder }, { onConflict: 'retry' })] : []),
    ],
  };
}

function giveUp(item: UniqueItem, { value, holder }: { value: string | undefined; holder: string }): Write {
  return {
    action: 'Delete',
    key: keyOf(item, { value }),
    condition: 'holder = :holder',
    values: { ':holder': holder },
    onConflict: 'retry',
  };
}
