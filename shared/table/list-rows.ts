/** List rows: copies of an entity's summary under the value of a filter, for a list that no index has room for. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Instant } from '../values/instant.ts';
import {
  defineItem,
  type ItemDeclaration,
  type Key,
  keyOf,
  summaryOf,
  toRecord,
  type ValueOf,
} from './item.ts';
import { type AccessPattern, definePattern, shardOf } from './pattern.ts';
import { periodOf } from './periods.ts';
import type { Write } from './write.ts';

/** A filter that is answered from list rows. */
export interface RowFilter<Value> {
  readonly question: string;
  /** The value under which the entity is listed, or each of several, `true` where there is but one; undefined: it is not. */
  readonly value: (entity: Value) => string | true | readonly string[] | undefined;
  /** Sorts by this instant, newest first, in partitions of a month: for lists that grow for ever. */
  readonly month?: (entity: Value) => Instant | undefined;
  /** Sorts by these parts, smallest first: for lists of what is open. @default by id, newest first */
  readonly order?: (entity: Value) => readonly string[];
}

/** How the rows of a filter lie in the table. */
export interface ListRows<Value> extends RowFilter<Value> {
  readonly item: ItemDeclaration;
  readonly pattern: AccessPattern;
}

/** Keys and question of the rows of one filter of an item. */
export function listRows<Item extends ItemDeclaration>(
  item: Item,
  filter: string,
  declared: RowFilter<ValueOf<Item>>,
): ListRows<ValueOf<Item>> {
  const { month, order, question } = declared;
  const place = `L#${item.name}#${filter}`;
  const shard = month === undefined ? '{shard}' : '{month}#{shard}';
  const summary = item.summary ?? z.object({});
  const row = defineItem({
    name: `${item.name}-by-${filter}`,
    v: 1,
    ...(item.retention === undefined ? {} : { retention: item.retention }),
    schema: z.strictObject({
      id: z.string(),
      value: z.union([z.string(), z.literal(true)]),
      at: z.string().optional(),
      order: z.array(z.string()).optional(),
      summary,
    }),
    key: [`${place}#{value}#${shard}`, sortKeyOf(declared)],
    parts: ({ id, at }) => ({
      shard: String(shardOf(id)),
      month: at && periodOf('month', at),
    }),
    summary,
    toSummary: (value) => value.summary,
  });
  const partition = `${place}#{${filter}}#${shard}`;
  const pattern = definePattern({ question, item: row, partition, newestFirst: order === undefined });
  return { ...declared, item: row, pattern };
}

function sortKeyOf({ month, order }: Pick<RowFilter<never>, 'month' | 'order'>): string {
  if (order !== undefined) return '{order}#{id}';
  return month === undefined ? '{id}' : '{at}#{id}';
}

/**
 * The writes that keep a row in step with its entity, for the transaction that writes the entity: its condition on
 * the entity's version is what guards them.
 */
export function rowWrites<Item extends ItemDeclaration>(
  item: Item,
  rows: ListRows<ValueOf<Item>>,
  before: ValueOf<Item> | undefined,
  after: ValueOf<Item> | undefined,
): readonly Write[] {
  const [old, next] = [before, after].map((entity) => rowsByKey(item, rows, entity));
  return [
    ...[...(old ?? [])]
      .filter(([name]) => next?.has(name) !== true)
      .map(([, { key }]) => ({ action: 'Delete', key, onConflict: 'retry' }) as const),
    ...[...(next ?? [])]
      .filter(([name, { row }]) => !isDeepStrictEqual(old?.get(name)?.row, row))
      .map(
        ([, { key, row }]) =>
          ({ action: 'Put', key, record: toRecord(rows.item, row), onConflict: 'retry' }) as const,
      ),
  ];
}

/** The keys of the rows of an entity. */
export function rowKeys<Item extends ItemDeclaration>(
  item: Item,
  rows: ListRows<ValueOf<Item>>,
  entity: ValueOf<Item>,
): readonly Key[] {
  return [...rowsByKey(item, rows, entity).values()].map(({ key }) => key);
}

function rowsByKey<Item extends ItemDeclaration>(
  item: Item,
  rows: ListRows<ValueOf<Item>>,
  entity: ValueOf<Item> | undefined,
) {
  const found = entity === undefined ? [] : rowsOf(item, rows, entity);
  return new Map(
    found.map((row) => {
      const key = keyOf(rows.item, { ...row, ...rows.item.parts?.(row) });
      return [`${key.pk} ${key.sk}`, { key, row }] as const;
    }),
  );
}

function rowsOf<Item extends ItemDeclaration>(
  item: Item,
  rows: ListRows<ValueOf<Item>>,
  entity: ValueOf<Item>,
) {
  const value = rows.value(entity) ?? [];
  const at = rows.month?.(entity);
  if (rows.month !== undefined && at === undefined) return [];
  const order = rows.order?.(entity);
  const summary = summaryOf(item, entity);
  const row = {
    ...{ id: Reflect.get(entity, 'id') ?? summary?.id, summary },
    ...(at === undefined ? {} : { at }),
    ...(order === undefined ? {} : { order: [...order] }),
  };
  return (Array.isArray(value) ? value : [value]).map((each: string | true) => ({ ...row, value: each }));
}
