/**
 * What is kept of a person: each domain that keeps any says what it is found by and what erasing leaves of it. The
 * engine that exports and erases people knows no domain; it is given one declaration of each.
 */
import type { EventContext } from '../events/event.ts';
import type { ItemDeclaration, Key, StoredRecord } from './item.ts';
import type { Table } from './table.ts';
import type { Write } from './write.ts';

/** What becomes of one record when its person is erased. */
export type ErasedRecord =
  /** It is gone, or says nothing of the person any more. */
  | {
      readonly result: 'removed' | 'cleaned';
      readonly writes: readonly Write[];
      /** Keys of files in the bucket of personal files that go before it. */
      readonly files?: readonly string[];
    }
  /** It says nothing of the person, only that something was done. */
  | { readonly result: 'kept' }
  /** Work on it has to end first; it is looked at again in some minutes. */
  | { readonly result: 'later'; readonly writes?: readonly Write[] };

interface Erasing {
  readonly origin: EventContext;
  readonly table: Table;
}

interface PersonalItem {
  readonly item: ItemDeclaration;
  /** @default it is removed */
  readonly erase?: (record: StoredRecord, erasing: Erasing) => ErasedRecord;
}

/** What is known while looking for what no index finds. */
export interface Finding {
  readonly customerId: string;
  /** What the partitions of the customer hold. */
  readonly found: readonly StoredRecord[];
  /** SHA-256 of the tokens of the personal links that the customer was sent. */
  readonly linkHashes: readonly string[];
}

export interface PersonalData {
  readonly items: readonly PersonalItem[];
  /** The writes by which the customer is gone for everybody, before anything is erased; none when they are. */
  readonly withdraw?: (customerId: string, erasing: Erasing) => Promise<readonly Write[]>;
  /** Other records of the same person, which are erased, and stand in the copy, with this one. */
  readonly family?: (customerId: string, table: Table) => Promise<readonly string[]>;
  /** Keys of what lies in none of the customer's partitions. What lies there of others is left alone. */
  readonly elsewhere?: (finding: Finding) => readonly Key[];
}

/** What stands in place of a text that said something of a person who was erased; who reads it is told so in words of theirs. */
export const erasedText = '—';

export function keyOfRecord({ pk, sk }: StoredRecord): Key {
  return { pk: String(pk), sk: String(sk) };
}

/** The record is gone; a second one who removes it finds that somebody was faster. */
export function removed(record: StoredRecord): ErasedRecord {
  return { result: 'removed', writes: [removal(record)] };
}

/** The write of `removed`, for what puts something else in its place. */
export function removal(record: StoredRecord): Write {
  return {
    action: 'Delete',
    key: keyOfRecord(record),
    condition: 'attribute_exists(pk)',
    onConflict: 'retry',
  };
}

/** The record is written over, unless it has changed: by its `version`, if it has one. */
export function cleaned(
  before: StoredRecord,
  after: Readonly<Record<string, unknown>>,
  beside: readonly Write[] = [],
): ErasedRecord {
  const versioned = typeof before.version === 'number';
  const write: Write = {
    action: 'Put',
    key: keyOfRecord(before),
    record: after,
    condition: versioned ? '#version = :version' : 'attribute_exists(pk)',
    ...(versioned ? { names: { '#version': 'version' }, values: { ':version': before.version } } : {}),
    onConflict: 'retry',
  };
  return { result: 'cleaned', writes: [write, ...beside] };
}
