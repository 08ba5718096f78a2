import type { EventContext } from '../../../../shared/events/event.ts';
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import type { MovedRow, Moves, Moving } from '../../../../shared/table/moves.ts';
import type { Change, Write } from '../../../../shared/table/write.ts';
import type { StaffReader } from '../../staff/index.ts';
import { afterKind, afterPage, afterReturn, CameBack, done, isKindDone, undone } from '../handovers.rules.ts';
import type { Kind, Left, Reason, StoredHandover, Undo } from '../handovers.schema.ts';
import type { HandoversStore } from '../handovers.store.ts';

export interface MoveContext {
  readonly handovers: Pick<
    HandoversStore,
    'find' | 'advance' | 'finish' | 'moved' | 'returned' | 'listMoved' | 'countMoved'
  >;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly moves: Readonly<Record<Kind, Moves>>;
  /** Asks for the mail that tells of the end, once. */
  readonly tell: (handover: StoredHandover, origin: EventContext) => Promise<readonly Write[]>;
  /** Commits a decision, and decides again when somebody else was faster. */
  readonly commit: <Result>(decide: () => Promise<Change<Result>>) => Promise<{ readonly result: Result }>;
  readonly at: string;
}

/** So many rows of a page are moved at the same time. */
const atOnce = 10;

/** What was moved, put back or left of a page; what was gone is none of it. */
type RowResult = { readonly moved: true } | { readonly left: Reason } | undefined;

/**
 * Moves the next page of a hand-over, or puts it back, and answers the step that comes then; undefined when nothing does,
 * or when another delivery of the same step goes on. A process that died between two pages has left the next step behind.
 */
export async function movePage(
  { handoverId, step }: { readonly handoverId: string; readonly step: number },
  context: MoveContext,
): Promise<number | undefined> {
  const handover = await context.handovers.find(handoverId);
  if (handover === undefined || handover.status === 'done' || handover.status === 'undone') return undefined;
  if (handover.step !== step) return handover.step === step + 1 ? handover.step : undefined;
  try {
    return await (handover.status === 'running' ? moveOn(handover, context) : putBack(handover, context));
  } catch (error) {
    // Whoever was faster goes on.
    if (error instanceof ConcurrentModification) return undefined;
    throw error;
  }
}

async function moveOn(handover: StoredHandover, context: MoveContext): Promise<number | undefined> {
  const { from, to, kind, cursor } = handover;
  const { handovers, staff } = context;
  if (kind === undefined) return finish(handover, done(handover, context.at), context);
  if (to !== null && (await staff.find(to))?.active !== true)
    return finish(handover, done(handover, context.at, 'receiver-left'), context);
  const origin = originOf(handover, context);
  const moves = context.moves[kind];
  const page = await moves.page(from, cursor);
  const results = await eachOf(page.ids, (id) =>
    carryOut(
      () => moves.move(id, { from, to }, origin),
      context,
      (row) => handovers.moved(handover.id, kind, row, context.at),
    ),
  );
  const left = leftOf(
    page.ids.map((id) => ({ kind, id })),
    results,
  );
  const moved = results.filter((result) => result !== undefined && 'moved' in result).length;
  const after = afterPage(handover, { moved, left, cursor: page.cursor });
  const next = isKindDone(after)
    ? afterKind(after, kind, await handovers.countMoved(handover.id, kind))
    : after;
  if (next.kind === undefined) return finish(handover, done(next, context.at), context);
  await handovers.advance(handover, next);
  return next.step;
}

async function putBack(handover: StoredHandover, context: MoveContext): Promise<number | undefined> {
  const { handovers, moves, staff } = context;
  if ((await staff.find(handover.from))?.active !== true)
    return finishUndo(handover, handover, context, 'giver-left');
  const origin = originOf(handover, context);
  const page = await handovers.listMoved(handover.id, { limit: 100, cursor: handover.cursor });
  const results = await eachOf(page.items, (row) =>
    carryOut(
      () => moves[row.kind].back(row, origin),
      context,
      () => handovers.returned(handover.id, row.kind, row),
    ),
  );
  const returned = page.items.flatMap(({ kind }, index) => {
    const result = results[index];
    return result !== undefined && 'moved' in result ? [kind] : [];
  });
  const after = afterReturn(handover, { returned, left: leftOf(page.items, results), cursor: page.cursor });
  if (after.cursor !== undefined) {
    await handovers.advance(handover, after);
    return after.step;
  }
  return finishUndo(handover, after, context);
}

async function finishUndo(
  before: StoredHandover,
  after: StoredHandover,
  context: MoveContext,
  stopped?: Undo['stopped'],
): Promise<undefined> {
  const { id, kinds } = after;
  const counted = kinds.map(async (kind) => [kind, await context.handovers.countMoved(id, kind)]);
  const notReturned = Object.fromEntries(await Promise.all(counted));
  return finish(before, undone(after, notReturned, context.at, stopped), context);
}

/** Decides on one row and writes it together with what is kept of it, which no row has twice: that is why there is an end. */
async function carryOut(
  decide: () => Promise<Moving>,
  { commit }: Pick<MoveContext, 'commit'>,
  keep: (row: MovedRow) => Write,
): Promise<RowResult> {
  try {
    const { result } = await commit<RowResult>(async () => {
      const moving = await decide();
      if (moving.result === 'gone') return { result: undefined, writes: [] };
      if (moving.result === 'left') return { result: { left: moving.because as Reason }, writes: [] };
      return { result: { moved: true }, writes: [...moving.writes, keep(moving.row)] };
    });
    return result;
  } catch (error) {
    if (error instanceof CameBack) return { left: 'came-back' };
    throw error;
  }
}

/** All of them, whatever becomes of the others; then the first failure is told, and the page comes again. */
async function eachOf<Row>(
  rows: readonly Row[],
  act: (row: Row) => Promise<RowResult>,
): Promise<readonly RowResult[]> {
  const results: PromiseSettledResult<RowResult>[] = [];
  for (let start = 0; start < rows.length; start += atOnce) {
    results.push(...(await Promise.allSettled(rows.slice(start, start + atOnce).map(act))));
  }
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function leftOf(rows: readonly Pick<Left, 'kind' | 'id'>[], results: readonly RowResult[]): readonly Left[] {
  return rows.flatMap(({ kind, id }, index) => {
    const result = results[index];
    return result !== undefined && 'left' in result ? [{ kind, id, because: result.left }] : [];
  });
}

async function finish(
  before: StoredHandover,
  after: StoredHandover,
  context: MoveContext,
): Promise<undefined> {
  const origin = originOf(before, context);
  const last = { ...after, version: before.version + 1 };
  await context.handovers.finish(before, last, origin, await context.tell(last, origin));
}

/** Every change says by which hand-over it was made. */
function originOf({ id }: StoredHandover, { at }: Pick<MoveContext, 'at'>): EventContext {
  return {
    actor: { kind: 'system', id: 'handovers-moving' },
    correlationId: id,
    causationId: id,
    hops: 0,
    at,
  };
}
