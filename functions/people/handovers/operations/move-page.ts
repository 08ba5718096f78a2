import type { EventContext } from '../../../../shared/events/event.ts';
import { ConcurrentModification } from '../../../../shared/table/commit.ts';
import type { Moves } from '../../../../shared/table/moves.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { absenceAt, type Staff, type StaffReader } from '../../staff/index.ts';
import { afterKind, afterPage, afterReturn, done, isKindDone, undone } from '../handovers.rules.ts';
import type { Handover, Kind, Left, StoredHandover, Undo } from '../handovers.schema.ts';
import type { HandoversStore } from '../handovers.store.ts';
import { type Because, type Commits, eachOf, type Pace, type RowResult, Stopped } from './carry-out.ts';

export interface MoveContext extends Commits {
  readonly handovers: Pick<
    HandoversStore,
    'find' | 'advance' | 'finish' | 'moved' | 'returned' | 'listMoved' | 'countMoved' | 'countWithNobody'
  >;
  readonly staff: Pick<StaffReader, 'find' | 'unchanged'>;
  readonly moves: Readonly<Record<Kind, Moves>>;
  /** Asks for the mail that tells of the end, once. */
  readonly tell: (handover: StoredHandover, origin: EventContext) => Promise<readonly Write[]>;
  readonly at: string;
}

/** The rules take turns outside of the transaction, so no row is to be decided on again for the sake of another. */
const byRules: Pace = { together: 1, atOnce: 10 };

/** One after another, for transactions that check the same person conflict; with four items a row they fit into the hundred of one. */
const paceOf = ({ together }: Moves): Pace => ({ together: together ? 24 : 1, atOnce: 1 });

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
  const { handovers } = context;
  if (kind === undefined) return finish(handover, done(handover, context.at), context);
  const origin = originOf(handover, context);
  const moves = context.moves[kind];
  const page = await moves.page(from, cursor);
  const results = await eachOf(page.ids, to === null ? byRules : paceOf(moves), {
    ...context,
    decide: (ids) => moves.move(ids, { from, to }, origin),
    keep: (row) => handovers.moved(handover.id, kind, row, context.at),
    whileThere: () => whileThere(to, (receiver) => whyNotTo(receiver, context.at), context),
  }).catch(stopOnly);
  const count = async () => ({
    moved: await handovers.countMoved(handover.id, kind),
    ...(to === null && { toNobody: await handovers.countWithNobody(handover.id, kind) }),
  });
  if (results instanceof Stopped)
    return finish(
      handover,
      done(afterKind(handover, kind, await count()), context.at, results.because as Handover['stopped']),
      context,
    );
  const left = leftOf(
    page.ids.map((id) => ({ kind, id })),
    results,
  );
  const moved = results.filter((result) => result !== undefined && 'moved' in result).length;
  const after = afterPage(handover, { moved, left, cursor: page.cursor });
  const next = isKindDone(after) ? afterKind(after, kind, await count()) : after;
  if (next.kind === undefined) return finish(handover, done(next, context.at), context);
  await handovers.advance(handover, next);
  return next.step;
}

/** Rows of several kinds lie one after another, so those of a kind are taken together. */
async function putBack(handover: StoredHandover, context: MoveContext): Promise<number | undefined> {
  const { handovers, moves } = context;
  const origin = originOf(handover, context);
  const page = await handovers.listMoved(handover.id, { limit: 100, cursor: handover.cursor });
  const results: RowResult[] = [];
  for (const kind of new Set(page.items.map((row) => row.kind))) {
    const rows = page.items.filter((row) => row.kind === kind);
    const returned = await eachOf(rows, paceOf(moves[kind]), {
      ...context,
      decide: (some) => moves[kind].back(some, origin),
      keep: (row) => handovers.returned(handover.id, kind, row),
      whileThere: () => whileThere(handover.from, whyNotBackTo, context),
    }).catch(stopOnly);
    if (returned instanceof Stopped)
      return finishUndo(handover, handover, context, returned.because as Undo['stopped']);
    results.push(...returned);
  }
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

/** Why somebody is given nothing (more): they work here no longer, or are away. */
function whyNotTo(receiver: Staff | undefined, at: string): Handover['stopped'] {
  if (receiver?.active !== true) return 'receiver-left';
  return absenceAt(receiver, at) === undefined ? undefined : 'receiver-away';
}

/** Why nothing (more) is put back: whoever had it works here no longer. */
function whyNotBackTo(giver: Staff | undefined): Undo['stopped'] {
  return giver?.active === true ? undefined : 'giver-left';
}

/**
 * What holds a transaction back unless whoever gets its rows is, in that moment, still somebody who may. Read after the
 * rows were decided on, so that it holds also where they are written on the version of the same person. Throws Stopped.
 */
async function whileThere(
  staffId: string | null,
  why: (member: Staff | undefined) => Because | undefined,
  { staff }: Pick<MoveContext, 'staff'>,
): Promise<Write | undefined> {
  if (staffId === null) return undefined;
  const member = await staff.find(staffId);
  const because = why(member);
  if (member === undefined || because !== undefined) throw new Stopped(because ?? 'receiver-left');
  return staff.unchanged(member);
}

function stopOnly(error: unknown): Stopped {
  if (error instanceof Stopped) return error;
  throw error;
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
