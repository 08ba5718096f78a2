/**
 * Lists by rule. Each filter of a list says what carries it: a key of the item (whose it is, what is open, what is
 * due), list rows that are kept for it, or a bounded read within one of these. What nothing carries is refused, with
 * the key that it needs; no filter is ever answered by reading everything.
 */
import type { Instant } from '../values/instant.ts';
import { changesPartition, listsChanges } from './change-index.ts';
import { type ItemDeclaration, type SummaryOf, summaryOf, type ValueOf } from './item.ts';
import { type ChangesPage, type ChangesRequest, readChanges } from './list-changes.ts';
import { type Carriers, choose, type KeyFilter, type Refusal, termsOf, type Wanted } from './list-choice.ts';
import { type ListRows, listRows, type RowFilter, rowWrites } from './list-rows.ts';
import { type AccessPattern, definePattern } from './pattern.ts';
import { recentMonths } from './periods.ts';
import type { PageRequest } from './query.ts';
import type { Table } from './table.ts';
import type { Write } from './write.ts';

export interface ListDeclaration<
  Item extends ItemDeclaration,
  Key extends string,
  Row extends string,
  Bounded extends string,
  Projected extends string,
  Several extends string,
> {
  readonly item: Item;
  /** The list without a filter. Without it a filter has to be named. */
  readonly all?: AccessPattern;
  readonly keys?: Readonly<Record<Key, KeyFilter>>;
  /** At most four, because each is written with the entity. */
  readonly rows?: Readonly<Record<Row, RowFilter<ValueOf<Item>>>>;
  /** Rows of another item, which the consumer of an event keeps beside it. */
  readonly projected?: Readonly<Record<Projected, Pick<ListRows<never>, 'item' | 'pattern'>>>;
  /** Fields of the summary that narrow any of the lists above; pages may be short. */
  readonly bounded?: readonly Bounded[];
  /** How many of these at once: in a long list two rare ones would read for ever. @default all of them */
  readonly narrowedBy?: number;
  /** Filters that do so, too, each by one of the values that a field of the summary holds. */
  readonly several?: Readonly<Record<Several, keyof SummaryOf<Item> & string>>;
  /** What whoever asks for what no list is kept for is told. @default that there is none */
  readonly toldBy?: Refusal;
  /** Answers `updatedSince`. The item needs `creationIndex` as its gsi3. */
  readonly changes?: {
    readonly question: string;
    /** When the entity was deleted or merged; undefined while it is there. */
    readonly deletedAt: (entity: ValueOf<Item>) => Instant | undefined;
    /** What the tombstone of a deleted entity keeps of its summary, for whoever knows it by that. No personal data. */
    readonly tombstone?: readonly (keyof SummaryOf<Item>)[];
  };
}

/** What carries a filter, for the documentation of the table. */
export interface CarriedFilter {
  /** Absent: the list without a filter. */
  readonly filter?: string;
  readonly by: 'key' | 'list row' | 'bounded read' | 'index of changes';
  readonly patterns: readonly AccessPattern[];
}

/** What a list keeps in the table and asks of it. */
export interface ListDesign {
  readonly item: ItemDeclaration;
  /** The items of its list rows. */
  readonly rowItems: readonly ItemDeclaration[];
  readonly filters: readonly CarriedFilter[];
}

type Filters<Name extends string> = Readonly<Partial<Record<Name, Wanted | undefined>>>;

export interface List<Item extends ItemDeclaration, Name extends string> extends ListDesign {
  /** One page of what the filters describe. Throws `invalid-request` when nothing carries them together. */
  page(
    table: Pick<Table, 'listSummaries'>,
    filters: Filters<Name>,
    page: PageRequest,
  ): Promise<{ items: SummaryOf<Item>[]; cursor: string | null }>;
  /** One page of what has been created, changed and deleted; filters look at the newest state. */
  changes(
    table: Pick<Table, 'listRange' | 'findRecords'>,
    filters: Filters<Name>,
    request: ChangesRequest,
  ): Promise<ChangesPage<SummaryOf<Item>>>;
  /** The writes that keep the list rows, for the transaction that creates, changes or deletes the entity. */
  rowsFor(before: ValueOf<Item> | undefined, after: ValueOf<Item> | undefined): readonly Write[];
}

const maximumRowFilters = 4;

/** Declares a list. */
export function defineList<
  Item extends ItemDeclaration,
  Key extends keyof SummaryOf<Item> & string = never,
  Row extends string = never,
  Bounded extends keyof SummaryOf<Item> & string = never,
  Projected extends string = never,
  Several extends string = never,
>(
  declared: ListDeclaration<Item, Key, Row, Bounded, Projected, Several>,
): List<Item, Key | Row | Bounded | Projected | Several> {
  const { item, all, toldBy, narrowedBy = Number.POSITIVE_INFINITY } = declared;
  const rows = rowsOf(declared);
  const projected: Readonly<Record<string, Pick<ListRows<never>, 'item' | 'pattern'>>> =
    declared.projected ?? {};
  const several: Readonly<Record<string, string>> = declared.several ?? {};
  const carriers: Carriers = {
    ...{ all, toldBy, narrowedBy, several, keys: declared.keys ?? {}, rows: { ...rows, ...projected } },
    bounded: [...(declared.bounded ?? []), ...Object.keys(several)],
  };
  const changes = changesOf(declared);
  assertDeclared(item, carriers);
  return {
    item,
    rowItems: Object.values(carriers.rows).map((row) => row.item),
    filters: carriedFilters(carriers, changes?.pattern),
    async page(table, filters, page) {
      const { pattern, parts, filter } = choose(carriers, given(filters));
      const narrowed = Object.keys(filter).length === 0 ? {} : { filter };
      return table.listSummaries(pattern as AccessPattern<Item>, parts, {
        span: recentMonths(),
        ...page,
        ...narrowed,
      });
    },
    async changes(table, filters, request) {
      if (changes === undefined) throw new Error(`Changes of ${item.name} are not listed`);
      const asked = given(filters);
      const terms = Object.entries(termsOf(carriers, asked)).map(([name, wanted]) => ({
        ...{ name, wanted, isKey: name in carriers.keys },
        fieldIn: (entity: ValueOf<Item>) => fieldOf(item, rows[name], entity, several[name] ?? name),
      }));
      return readChanges(table, { ...changes, terms }, asked, request);
    },
    rowsFor: (before, after) => Object.values(rows).flatMap((row) => rowWrites(item, row, before, after)),
  };
}

type AnyList<Item extends ItemDeclaration> = ListDeclaration<Item, string, string, string, string, string>;

function rowsOf<Item extends ItemDeclaration>({ item, rows = {} }: AnyList<Item>) {
  const declared = Object.entries(rows).map(([name, row]) => [name, listRows(item, name, row)] as const);
  return Object.fromEntries(declared);
}

function changesOf<Item extends ItemDeclaration>({ item, changes }: AnyList<Item>) {
  if (changes === undefined) return undefined;
  if (!listsChanges(item)) throw new Error(`${item.name} needs creationIndex('${item.name}') as its gsi3`);
  const { question, deletedAt, tombstone = [] } = changes;
  const partition = changesPartition(item.name);
  return { pattern: definePattern({ question, item, index: 'gsi3', partition }), deletedAt, tombstone };
}

/** The filters that have a value. */
function given(filters: Readonly<Record<string, Wanted | undefined>>): Record<string, Wanted> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What a filter looks at in an entity: null stands for what is not there, as in a row of a list. */
function fieldOf<Item extends ItemDeclaration>(
  item: Item,
  row: RowFilter<ValueOf<Item>> | undefined,
  entity: ValueOf<Item>,
  name: string,
): unknown {
  return (row === undefined ? summaryOf(item, entity)?.[name] : row.value(entity)) ?? null;
}

function carriedFilters(
  { all, keys, rows, bounded }: Carriers,
  changes: AccessPattern | undefined,
): readonly CarriedFilter[] {
  const one = (pattern: AccessPattern | undefined) => (pattern === undefined ? [] : [pattern]);
  return [
    ...one(all).map((pattern) => ({ by: 'key' as const, patterns: [pattern] })),
    ...Object.entries(keys).map(([filter, { pattern, none }]) => ({
      filter,
      by: 'key' as const,
      patterns: [pattern, ...one(none)],
    })),
    ...Object.entries(rows).map(([filter, { pattern }]) => ({
      filter,
      by: 'list row' as const,
      patterns: [pattern],
    })),
    ...bounded.map((filter) => ({ filter, by: 'bounded read' as const, patterns: [] })),
    ...one(changes).map((pattern) => ({
      filter: 'updatedSince',
      by: 'index of changes' as const,
      patterns: [pattern],
    })),
  ];
}

/** Faults of a declaration are found when it is loaded, not when somebody asks. */
function assertDeclared(item: ItemDeclaration, { keys, rows }: Pick<Carriers, 'keys' | 'rows'>): void {
  if (Object.keys(rows).length > maximumRowFilters)
    throw new Error(`${item.name}: each filter with list rows is written with the entity; four are enough`);
  for (const [filter, { pattern }] of Object.entries(keys)) {
    if (!pattern.partition.includes(`{${filter}}`))
      throw new Error(`${item.name}: ${pattern.partition} has no placeholder {${filter}}`);
  }
}
