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
  /** Ids of what this person holds, page by page; the list may lag, and go on as rows leave it. */
  page(
    from: string,
    cursor?: string,
  ): Promise<{ readonly ids: readonly string[]; readonly cursor: string | null }>;
  move(id: string, parties: Parties, origin: EventContext): Promise<Moving<Reason>>;
  /** Puts a row back that still is where it was moved to; `left` when it has been decided otherwise since. */
  back(row: MovedRow, origin: EventContext): Promise<Moving<Reason>>;
}
