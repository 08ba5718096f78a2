/** What rules about customers can ask beside the profile, and how it is narrowed down; see shared/table/fact.ts. */

/** What narrows a fact down. Days are those of UTC. */
export interface Narrowing {
  /** Only of today and the days before it, so many in all. */
  readonly lastDays?: number;
  /** Only from this day on. */
  readonly from?: string;
  /** Only until this day, which counts. */
  readonly to?: string;
  readonly [other: string]: string | number | undefined;
}

export interface FactField {
  readonly kind: 'number' | 'choice' | 'list' | 'day';
  /** What it can be, of a choice. */
  readonly values?: readonly string[];
  /** Leads to the customer: not for everybody. */
  readonly isContact?: true;
  readonly words: readonly [chinese: string, english: string];
  /** Whether it can be asked of the last days, or of the days between two. */
  readonly isDated?: true;
  /** By which texts it can be narrowed, each with what it is called. */
  readonly narrowedBy?: Readonly<Record<string, readonly [chinese: string, english: string]>>;
  /** Those of them without which it means nothing. */
  readonly needs?: readonly string[];
}
