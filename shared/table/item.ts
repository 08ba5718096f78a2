/**
 * Items of the one table. A domain declares each kind of item once: its zod schema, the keys under which it
 * is stored and indexed, and the summary that lists show. Records are parsed on every read.
 */
import * as z from 'zod';
import type { Instant } from '../values/instant.ts';
import { decodePart, renderKey } from './key.ts';

/** The generic indexes, created with the table; an item uses those it needs. */
export const indexNames = ['gsi1', 'gsi2', 'gsi3'] as const;
export type IndexName = (typeof indexNames)[number];

/** Attributes that every record carries beside the fields of its schema. */
export const attributes = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expires',
  stream: 'event',
  /** Projected into every index, together with `type` and `v`. */
  summary: 'summary',
} as const;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What is stored: keys, `type`, `v` and the fields of the schema. */
export type StoredRecord = Readonly<Record<string, unknown>>;

export type KeyTemplate = readonly [pk: string, sk: string];

/** A list stands for several parts of a key. */
type Parts = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * For how long what is stored is kept. `record`: as long as what it is about is there; `trail`: like the record whose
 * changes it tells, without values once its customer is erased; `trace`: until it expires; `setting`: until somebody
 * changes it; `state`: one row that is written over; `statistic`: numbers of nobody, for ever; `proof`: what has to be
 * proven, or must not be forgotten.
 */
export type Retention = 'record' | 'trail' | 'trace' | 'setting' | 'state' | 'statistic' | 'proof';

export interface ItemDeclaration<
  Schema extends z.ZodObject = z.ZodObject,
  Summary extends z.ZodObject | undefined = z.ZodObject | undefined,
> {
  /** Stored as `type`. */
  readonly name: string;
  /** Version of the schema, stored as `v`. */
  readonly v: number;
  /** Every item has one, which a test demands. */
  readonly retention?: Retention;
  readonly schema: Schema;
  /** Templates of the primary key, e.g. `['C#{id}', '~profile']`; placeholders are fields or `parts`. */
  readonly key: KeyTemplate;
  /** Templates of index keys. An index whose placeholder is undefined is left out: a sparse index. */
  readonly indexes?: Partial<Readonly<Record<IndexName, KeyTemplate>>>;
  /** Placeholders that are not fields. */
  readonly parts?: (value: z.output<Schema>) => Parts;
  /** The row that lists show: one map, projected into every index. */
  readonly summary?: Summary;
  /** @default the fields of the item that the summary has, too */
  readonly toSummary?: (value: z.output<Schema>) => Summary extends z.ZodObject ? z.input<Summary> : never;
  /**
   * Fields by which a list of changes is narrowed: the index of changes keeps their values before a change, so that
   * whoever asks by one is told what has left. Each is short and no personal data.
   */
  readonly tracked?: readonly (keyof z.output<Schema> & string)[];
  /**
   * Seconds since the epoch after which the record is gone; readers filter it from that second on. Where lists read an
   * index, which has nothing but keys and summary, the stored summary carries it.
   */
  readonly expires?: (value: z.output<Schema>) => number | undefined;
  /**
   * What has to change in a value that comes back from a backup, because the world outside has gone on since; the value
   * itself where nothing has. @default nothing
   */
  readonly afterRestore?: (
    value: z.output<Schema>,
    now: Instant,
    isErased: (customerId: string) => boolean,
  ) => z.output<Schema>;
  /** Turns a record of an older `v` into the present shape. */
  readonly upgrade?: (record: StoredRecord, from: number) => StoredRecord;
}

export type ValueOf<Item extends ItemDeclaration> = z.output<Item['schema']>;
export type SummaryOf<Item extends ItemDeclaration> =
  NonNullable<Item['summary']> extends z.ZodObject ? z.output<NonNullable<Item['summary']>> : never;

/** Declares a kind of item. */
export function defineItem<Schema extends z.ZodObject, Summary extends z.ZodObject | undefined = undefined>(
  declaration: ItemDeclaration<Schema, Summary>,
): ItemDeclaration<Schema, Summary> {
  return declaration;
}

/** The primary key of an item from its fields, or from those fields that the key needs. */
export function keyOf(item: ItemDeclaration, parts: Readonly<Record<string, unknown>>): Key {
  const [pk, sk] = item.key.map((template) => renderKey(template, parts));
  if (pk === undefined || sk === undefined) {
    throw new Error(`The key of ${item.name} needs a value for each placeholder of ${item.key.join(' ')}`);
  }
  return { pk, sk };
}

/** The record that is stored for a value. */
export function toRecord<Item extends ItemDeclaration>(
  item: Item,
  value: ValueOf<Item>,
): Record<string, unknown> {
  const parts = { ...value, ...item.parts?.(value) };
  const record: Record<string, unknown> = { ...keyOf(item, parts), type: item.name, v: item.v };
  for (const [index, templates] of Object.entries(item.indexes ?? {})) {
    const [pk, sk] = templates.map((template) => renderKey(template, parts));
    if (pk !== undefined && sk !== undefined) {
      record[`${index}pk`] = pk;
      record[`${index}sk`] = sk;
    }
  }
  const summary = summaryOf(item, value);
  const expires = item.expires?.(value);
  const expiry = expires === undefined ? {} : { [attributes.timeToLive]: expires };
  if (summary !== undefined) {
    const inIndexes = item.indexes === undefined ? {} : expiry;
    record[attributes.summary] = { ...summaryToStore(item, record, summary), ...inIndexes };
  }
  Object.assign(record, expiry);
  return { ...record, ...withoutUndefined(value) };
}

/** The row that lists show for a value; undefined for an item without one. */
export function summaryOf<Item extends ItemDeclaration>(
  item: Item,
  value: ValueOf<Item>,
): Readonly<Record<string, unknown>> | undefined {
  return item.toSummary?.(value) ?? (item.summary && sameFields(item.summary, value));
}

/** Parses a stored record; throws when it is not of this item, for that is a fault of ours. */
export function fromRecord<Item extends ItemDeclaration>(item: Item, record: StoredRecord): ValueOf<Item> {
  if (record.type !== item.name) {
    throw new Error(`Expected an item of type ${item.name} and read ${String(record.type)}`);
  }
  const v = Number(record.v);
  const current = v < item.v && item.upgrade ? item.upgrade(record, v) : record;
  return strip(item.schema).parse(current) as ValueOf<Item>;
}

/** Parses the summary of an index row. */
export function summaryFromRecord<Item extends ItemDeclaration>(
  item: Item,
  record: StoredRecord,
): SummaryOf<Item> {
  if (item.summary === undefined) throw new Error(`${item.name} has no summary`);
  return item.summary.parse({ ...keyFields(item, record), ...storedSummary(record) }) as SummaryOf<Item>;
}

/** What a record says in lists, as it is stored: without the fields that stand in its key. */
export function storedSummary(record: StoredRecord): Readonly<Record<string, unknown>> {
  const { [attributes.timeToLive]: _, ...summary } = StoredSummary.parse(record[attributes.summary]);
  return summary;
}

function sameFields(summary: z.ZodObject, value: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(summary.shape).map((name) => [name, Reflect.get(value, name)]));
}

const StoredSummary = z.record(z.string(), z.unknown()).default({});

/** Every index holds the primary key, so a summary does not repeat the fields that stand there: lists read less. */
function summaryToStore(
  item: ItemDeclaration,
  record: StoredRecord,
  summary: object,
): Record<string, unknown> {
  const inKey = keyFields(item, record);
  return Object.fromEntries(
    Object.entries(summary).filter(([name, field]) => field !== undefined && inKey[name] !== field),
  );
}

/** Those fields of the summary that are placeholders of the primary key, read out of the key. */
function keyFields(item: ItemDeclaration, record: StoredRecord): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [template, key] of [
    [item.key[0], String(record.pk)],
    [item.key[1], String(record.sk)],
  ] as const) {
    const [before = '', name = '', after = ''] = template.split(/\{(\w+)\}/);
    const isOnly = template === `${before}{${name}}${after}`;
    // An index also holds rows of other items, whose keys are made otherwise.
    if (isOnly && key.startsWith(before) && item.summary !== undefined && name in item.summary.shape) {
      const part = key.slice(before.length, key.length - after.length);
      fields[name] = before === '' && after === '' ? part : decodePart(part);
    }
  }
  return fields;
}

/** Whether the time to live has passed; DynamoDB deletes such items only days later. */
export function isExpired(record: StoredRecord, nowSeconds: number): boolean {
  const inSummary = Reflect.get(Object(record[attributes.summary]), attributes.timeToLive);
  const expires = record[attributes.timeToLive] ?? inSummary;
  return typeof expires === 'number' && expires <= nowSeconds;
}

/** Records carry keys and event attributes beside the fields, so parsing drops what the schema does not name. */
function strip(schema: z.ZodObject): z.ZodObject {
  const known = stripped.get(schema);
  if (known) return known;
  const made = schema.strip();
  stripped.set(schema, made);
  return made;
}

const stripped = new WeakMap<z.ZodObject, z.ZodObject>();

function withoutUndefined(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
