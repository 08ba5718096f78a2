/** Decisions about hand-overs that need nothing but the hand-over. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import {
  kinds as allKinds,
  type Handover,
  type Kind,
  type Left,
  maximumLeft,
  type Progress,
  type StoredHandover,
  type Undo,
  undoDays,
} from './handovers.schema.ts';

/** A hand-over before its first page. */
export function newHandover(
  input: Pick<Handover, 'id' | 'from' | 'to' | 'reason' | 'cause'> & {
    readonly kinds?: readonly Kind[] | undefined;
  },
  found: Readonly<Partial<Record<Kind, number>>>,
  { actor, at }: { readonly actor: Handover['by']; readonly at: string },
): StoredHandover {
  // In the order in which they are moved, whatever order they were named in.
  const kinds = allKinds.filter((kind) => input.kinds === undefined || input.kinds.includes(kind));
  return {
    ...input,
    kinds,
    version: 1,
    status: 'running',
    progress: kinds.map((kind) => ({ kind, found: found[kind] ?? 0, moved: 0, left: 0 })),
    left: [],
    by: actor,
    createdAt: at,
    step: 1,
    kind: kinds[0],
    hasMoved: false,
  };
}

/** Why a row is not moved: this hand-over has moved it, and it has come back since. */
export class CameBack extends Error {}

/** What a page of rows has come to. */
export interface PageResult {
  readonly moved: number;
  readonly left: readonly Left[];
  /** Null when the list is at its end. */
  readonly cursor: string | null;
}

/** After a page of the kind in hand; what was counted as left is counted anew when its list is read once more. */
export function afterPage(handover: StoredHandover, { moved, left, cursor }: PageResult): StoredHandover {
  const { kind, progress } = handover;
  const isFirst = handover.cursor === undefined;
  const others = handover.left.filter((row) => !isFirst || row.kind !== kind);
  return {
    ...next(handover),
    progress: progress.map((each) =>
      each.kind === kind
        ? { ...each, moved: each.moved + moved, left: (isFirst ? 0 : each.left) + left.length }
        : each,
    ),
    left: [...others, ...left].slice(0, maximumLeft),
    cursor: cursor ?? undefined,
    hasMoved: (isFirst ? false : handover.hasMoved) || moved > 0,
  };
}

/** Whether the kind in hand is done: its list was read to its end without anything to move. */
export function isKindDone({ cursor, hasMoved }: StoredHandover): boolean {
  return cursor === undefined && !hasMoved;
}

/** With the next kind in hand, or with none. @param counted how many of this kind were moved, and to nobody */
export function afterKind(
  handover: StoredHandover,
  kind: Kind,
  counted: Pick<Progress, 'moved' | 'toNobody'>,
): StoredHandover {
  const { kinds, progress } = handover;
  return {
    ...handover,
    progress: progress.map((each) => (each.kind === kind ? { ...each, ...counted } : each)),
    kind: kinds[kinds.indexOf(kind) + 1],
    hasMoved: false,
  };
}

export function done(handover: StoredHandover, at: string, stopped?: Handover['stopped']): StoredHandover {
  return { ...handover, status: 'done', doneAt: at, kind: undefined, cursor: undefined, stopped };
}

/** Begins to take a hand-over back, or what could not be taken back the last time. Throws `not-allowed-now` where nothing can be taken back (any more). */
export function undoing(
  handover: StoredHandover,
  { actor, at }: { readonly actor: Handover['by']; readonly at: string },
): StoredHandover {
  const { status, doneAt, undo } = handover;
  if (status === 'running' || status === 'undoing' || doneAt === undefined)
    throw new AppError('not-allowed-now', 'This hand-over is still going on. Wait until it is done.');
  if (undo?.returned.every(({ left }) => left === 0))
    throw new AppError('not-allowed-now', 'This hand-over was taken back already.');
  if (instantAfter(doneAt, { days: undoDays }) < at)
    throw new AppError('not-allowed-now', `After ${undoDays} days a hand-over is not taken back any more.`);
  const returned = handover.kinds.map((kind) => ({ kind, returned: 0, left: 0 }));
  return { ...next(handover), status: 'undoing', undo: { by: actor, at, returned, left: [] } };
}

/** After a page of what is put back. */
export function afterReturn(
  handover: StoredHandover,
  {
    returned,
    left,
    cursor,
  }: { readonly returned: readonly Kind[]; readonly left: readonly Left[]; readonly cursor: string | null },
): StoredHandover {
  const { undo } = handover;
  if (undo === undefined) return handover;
  const count = (all: readonly Kind[], kind: Kind) => all.filter((each) => each === kind).length;
  const leftKinds = left.map(({ kind }) => kind);
  return {
    ...next(handover),
    cursor: cursor ?? undefined,
    undo: {
      ...undo,
      returned: undo.returned.map((each) => ({
        kind: each.kind,
        returned: each.returned + count(returned, each.kind),
        left: each.left + count(leftKinds, each.kind),
      })),
      left: [...undo.left, ...left].slice(0, maximumLeft),
    },
  };
}

/** Taken back, as far as it came; what was not put back is counted. */
export function undone(
  handover: StoredHandover,
  notReturned: Readonly<Partial<Record<Kind, number>>>,
  at: string,
  stopped?: Undo['stopped'],
): StoredHandover {
  const { undo, progress } = handover;
  if (undo === undefined) return handover;
  const returned = progress.map(({ kind, moved }) => {
    const left = notReturned[kind] ?? 0;
    return { kind, returned: Math.max(0, moved - left), left };
  });
  return {
    ...handover,
    status: 'undone',
    cursor: undefined,
    undo: { ...undo, doneAt: at, returned, stopped },
  };
}

/** How much was moved of each kind of which there was something. */
export function movedOf(progress: readonly Progress[]): { kind: Kind; count: number }[] {
  return progress.flatMap(({ kind, moved }) => (moved === 0 ? [] : [{ kind, count: moved }]));
}

/** The hand-over as the API shows it. */
export function shown({ step, kind, cursor, hasMoved, ...handover }: StoredHandover): Handover {
  return handover;
}

function next(handover: StoredHandover): StoredHandover {
  return { ...handover, version: handover.version + 1, step: handover.step + 1 };
}
