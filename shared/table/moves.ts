/** Moving what a person holds to somebody else: what a domain whose rows have an owner offers to a hand-over. */
import type { EventContext } from '../events/event.ts';
import type { Write } from './write.ts';

/** Who has had a row, and who gets it; null = whom the rules find, else nobody in particular. */
export interface Parties {
  readonly from: string;
  readonly to: string | null;
}

/** A row that was moved, as it is kept for whoever takes the hand-over back. */
export interface MovedRow {
  readonly id: string;
  readonly from: string;
  /** Who has got it; null = nobody in particular. */
  readonly to: string | null;
  /** Of the row, once it was moved. */
  readonly version: number;
  /** What the domain needs to put it back, beside who has had it. */
  readonly memo?: Readonly<Record<string, unknown>> | undefined;
}

/** What becomes of one row. `gone`: there is nothing to move (any more). */
export type Moving<Reason extends string = string> =
  | { readonly result: 'moved'; readonly row: MovedRow; readonly writes: readonly Write[] }
  | { readonly result: 'left'; readonly because: Reason }
  | { readonly result: 'gone' };

/**
 * Each move is decided on the row as it is and written on its version, with the ordinary event of its change, so that
 * the same row moved twice is moved once.
 */
export interface Moves<Reason extends string = string> {
  /** Whether rows share no item, so that many of them go into one transaction where somebody in particular gets them. */
  readonly together: boolean;
  /** Ids of what this person holds, page by page; the list may lag, and go on as rows leave it. */
  page(
    from: string,
    cursor?: string,
  ): Promise<{ readonly ids: readonly string[]; readonly cursor: string | null }>;
  /** What becomes of each, in their order. */
  move(ids: readonly string[], parties: Parties, origin: EventContext): Promise<readonly Moving<Reason>[]>;
  /** Puts rows back that still are where they were moved to; `left` what has been decided otherwise since. */
  back(rows: readonly MovedRow[], origin: EventContext): Promise<readonly Moving<Reason>[]>;
}

/** The moves of rows of which each is decided by itself. */
export function movedOneByOne<Reason extends string>(single: {
  readonly page: Moves['page'];
  readonly move: (id: string, parties: Parties, origin: EventContext) => Promise<Moving<Reason>>;
  readonly back: (row: MovedRow, origin: EventContext) => Promise<Moving<Reason>>;
}): Moves<Reason> {
  return {
    together: false,
    page: single.page,
    move: (ids, parties, origin) => Promise.all(ids.map((id) => single.move(id, parties, origin))),
    back: (rows, origin) => Promise.all(rows.map((row) => single.back(row, origin))),
  };
}
