/** The one table, as stores use it: parsed reads, named queries, commits. */
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { commit } from './commit.ts';
import {
  fromRecord,
  type ItemDeclaration,
  isExpired,
  keyOf,
  type StoredRecord,
  type SummaryOf,
  summaryFromRecord,
  type ValueOf,
} from './item.ts';
import type { Range, RowsRange } from './merge.ts';
import type { AccessPattern } from './pattern.ts';
import { countRows, type PageRequest, queryPage, queryRange, type RowsPage } from './query.ts';
import { raiseVersion } from './raise-version.ts';
import { type ManyOptions, readMany } from './read-many.ts';
import { readable } from './readable.ts';
import type { Write } from './write.ts';

type Parts = Readonly<Record<string, unknown>>;

export interface RecordOptions extends ManyOptions {
  /** Also what has expired and is not deleted yet. @default false */
  readonly withExpired?: boolean;
}

export interface Table {
  /** Reads one item, strongly consistent; undefined when it is missing or has expired. */
  find<Item extends ItemDeclaration>(item: Item, parts: Parts): Promise<ValueOf<Item> | undefined>;
  /** Reads many items of one kind, in no order; missing ones are left out, and so are those that cannot be read. */
  findMany<Item extends ItemDeclaration>(
    item: Item,
    parts: readonly Parts[],
    options?: ManyOptions,
  ): Promise<readonly ValueOf<Item>[]>;
  /** The same as they are stored. */
  findRecords(
    item: ItemDeclaration,
    parts: readonly Parts[],
    options?: RecordOptions,
  ): Promise<readonly StoredRecord[]>;
  /** One page of a pattern: the summaries. Rows that cannot be read are left out, here and below. */
  listSummaries<Item extends ItemDeclaration>(
    pattern: AccessPattern<Item>,
    parts: Parts,
    page: PageRequest,
  ): Promise<{ items: SummaryOf<Item>[]; cursor: string | null }>;
  /** One page of a pattern over the table itself: whole items. */
  listItems<Item extends ItemDeclaration>(
    pattern: AccessPattern<Item>,
    parts: Parts,
    page: PageRequest,
  ): Promise<{ items: ValueOf<Item>[]; cursor: string | null }>;
  /** One page of records as they are stored, for a collection that holds items of several kinds. */
  listRecords(pattern: AccessPattern, parts: Parts, page: PageRequest): Promise<RowsPage>;
  /** A part of a pattern in sort keys, for a list that keeps more than a position in its cursor. */
  listRange(pattern: AccessPattern, parts: Parts, range: Range): Promise<RowsRange>;
  /** How many rows answer a pattern, all of which are read. */
  count(pattern: AccessPattern, parts: Parts): Promise<number>;
  /** Carries the writes out, all or none. `already` = a guard says that the effect is there. */
  commit(writes: readonly Write[]): Promise<'committed' | 'already'>;
  /**
   * Raises the `version` of an item that is there by one, by itself and at once, and answers what it is then: however many do so
   * at the same moment, each is given a version of its own. A lost reply may cost a version.
   * Throws ConcurrentModification when the item is not there.
   */
  raise<Item extends ItemDeclaration>(item: Item, parts: Parts): Promise<ValueOf<Item>>;
}

export function createTable(client: DynamoDBDocumentClient, name: string): Table {
  const nowSeconds = () => Math.floor(Date.now() / 1000);
  const findRecords: Table['findRecords'] = async (item, parts, { withExpired = false, ...options } = {}) => {
    const keys = parts.map((each) => keyOf(item, each));
    const records = await readMany(client, name, keys, options);
    return withExpired ? records : records.filter((record) => !isExpired(record, nowSeconds()));
  };
  return {
    async find(item, parts) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: { ...keyOf(item, parts) }, ConsistentRead: true }),
      );
      return Item === undefined || isExpired(Item, nowSeconds()) ? undefined : fromRecord(item, Item);
    },
    findRecords,
    async findMany(item, parts, options) {
      const records = await findRecords(item, parts, options);
      return readable(records, (record) => fromRecord(item, record));
    },
    async listSummaries(pattern, parts, page) {
      const { rows, cursor } = await queryPage(client, name, pattern, parts, page);
      return { items: readable(rows, (row) => summaryFromRecord(pattern.item, row)), cursor };
    },
    async listItems(pattern, parts, page) {
      const { rows, cursor } = await queryPage(client, name, pattern, parts, page);
      return { items: readable(rows, (row) => fromRecord(pattern.item, row)), cursor };
    },
    listRecords: (pattern, parts, page) => queryPage(client, name, pattern, parts, page),
    listRange: (pattern, parts, range) => queryRange(client, name, pattern, parts, range),
    count: (pattern, parts) => countRows(client, name, pattern, parts),
    commit: (writes) => commit(client, name, writes),
    raise: async (item, parts) => fromRecord(item, await raiseVersion(client, name, keyOf(item, parts))),
  };
}
