import { ConcurrentModification, maximumWrites } from '../../../../shared/table/commit.ts';
import type { MovedRow, Moving } from '../../../../shared/table/moves.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import { CameBack } from '../handovers.rules.ts';
import type { Handover, Reason, Undo } from '../handovers.schema.ts';

type Commit = <Result>(decide: () => Promise<Change<Result>>) => Promise<{ readonly result: Result }>;

export interface Commits {
  /** Commits a decision, and decides again when somebody else was faster. */
  readonly commit: Commit;
  /** Commits a decision. Throws ConcurrentModification when somebody else was faster. */
  readonly commitOnce: Commit;
}

/** How many rows go into one transaction, and how many transactions at the same time. */
export interface Pace {
  readonly together: number;
  readonly atOnce: number;
}

/** What was moved, put back or left of a page; what was gone is none of it. */
export type RowResult = { readonly moved: true } | { readonly left: Reason } | undefined;

/** Nobody is given a row any more: why. */
export class Stopped extends Error {
  readonly because: Because;

  constructor(because: Because) {
    super(because);
    this.because = because;
  }
}
export type Because = NonNullable<Handover['stopped'] | Undo['stopped']>;

/** How rows are moved: decided on, kept, and held back unless somebody is there to get them. */
interface Move<Row> extends Commits {
  readonly decide: (rows: readonly Row[]) => Promise<readonly Moving[]>;
  /** What is kept of a row, which no row has twice: that is why there is an end. */
  readonly keep: (row: MovedRow) => Write;
  readonly whileThere: () => Promise<Write | undefined>;
}

/**
 * All of them, whatever becomes of the others; then the first failure is told, and the page comes again. Where nobody is
 * given a row any more it ends at once.
 */
export async function eachOf<Row>(
  rows: readonly Row[],
  { together, atOnce }: Pace,
  move: Move<Row>,
): Promise<readonly RowResult[]> {
  const results: PromiseSettledResult<readonly RowResult[]>[] = [];
  const parts = Array.from({ length: Math.ceil(rows.length / together) }, (_, index) =>
    rows.slice(index * together, (index + 1) * together),
  );
  for (let start = 0; start < parts.length; start += atOnce) {
    const acts = parts.slice(start, start + atOnce).map((part) => carryOut(part, move));
    results.push(...(await Promise.allSettled(acts)));
    const stopped = results.find((each) => each.status === 'rejected' && each.reason instanceof Stopped);
    if (stopped?.status === 'rejected') throw stopped.reason;
  }
  return results.flatMap((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/**
 * Decides on rows and writes them in one transaction. When somebody changes one of them meanwhile, or one has come back,
 * they go in halves, down to each by itself, which is decided again until it is written.
 */
async function carryOut<Row>(rows: readonly Row[], move: Move<Row>): Promise<readonly RowResult[]> {
  const isSingle = rows.length === 1;
  try {
    const { result } = await (isSingle ? move.commit : move.commitOnce)(() => decided(rows, move));
    return result;
  } catch (error) {
    if (isSingle && error instanceof CameBack) return [{ left: 'came-back' }];
    if (isSingle || !(error instanceof CameBack || error instanceof ConcurrentModification)) throw error;
    const half = Math.ceil(rows.length / 2);
    const first = await carryOut(rows.slice(0, half), move);
    return [...first, ...(await carryOut(rows.slice(half), move))];
  }
}

async function decided<Row>(
  rows: readonly Row[],
  { decide, keep, whileThere }: Move<Row>,
): Promise<Change<readonly RowResult[]>> {
  const movings = await decide(rows);
  const writes = movings.flatMap((moving) =>
    moving.result === 'moved' ? [...moving.writes, keep(moving.row)] : [],
  );
  if (rows.length > 1 && writes.length >= maximumWrites) throw new ConcurrentModification();
  const guard = writes.length === 0 ? undefined : await whileThere();
  return { result: movings.map(resultOf), writes: guarded(writes, guard) };
}

/** A transaction has each item once: where the rows are written on the version of the person, that holds them back. */
function guarded(writes: readonly Write[], guard: Write | undefined): readonly Write[] {
  const isThere = writes.some(({ key }) => key.pk === guard?.key.pk && key.sk === guard.key.sk);
  return guard === undefined || isThere ? writes : [...writes, guard];
}

function resultOf(moving: Moving): RowResult {
  if (moving.result === 'left') return { left: moving.because as Reason };
  return moving.result === 'moved' ? { moved: true } : undefined;
}
