/** Writes: what an operation decides to change, as data. `Table.commit` carries them out, all or none. */
import type { EventAttributes } from '../events/event.ts';
import { epochSeconds } from '../time/clock.ts';
import {
  attributes,
  type IndexName,
  type ItemDeclaration,
  type Key,
  keyOf,
  toRecord,
  type ValueOf,
} from './item.ts';

/**
 * What a failed condition means:
 * an error to throw, or a way to find out what to throw · `ok` = the effect is there, which is a success · `retry` = somebody was faster,
 * so read again and decide on fresh data.
 */
export type OnConflict = Error | (() => Promise<Error>) | 'ok' | 'retry';

export interface Write {
  /** `Check` writes nothing: its condition holds the others of the transaction back. */
  readonly action: 'Put' | 'Update' | 'Delete' | 'Check';
  readonly key: Key;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly update?: string;
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
  /** What an update that does nothing else adds to numbers, so that several of one row can be made one. */
  readonly adds?: Addition;
  readonly onConflict: OnConflict;
}

interface Addition {
  readonly item: ItemDeclaration;
  readonly parts: Readonly<Record<string, unknown>>;
  readonly amounts: Readonly<Record<string, number>>;
}

/** What an operation wants done and what it will answer when that is done. */
export interface Change<Result> {
  readonly result: Result;
  readonly writes: readonly Write[];
}

/** The item must not exist yet, or have expired. With `event` the insert is that event. */
export function insert<Item extends ItemDeclaration>(
  item: Item,
  value: ValueOf<Item>,
  options: { onConflict: OnConflict; event?: EventAttributes },
): Write {
  const record = { ...toRecord(item, value), ...options.event };
  return {
    action: 'Put',
    key: keyFrom(record),
    record,
    ...whileNotThere(item),
    onConflict: options.onConflict,
  };
}

/** DynamoDB deletes what has expired within days; until then readers do not see it, and it keeps nobody from its key. */
function whileNotThere({ expires }: ItemDeclaration): Pick<Write, 'condition' | 'names' | 'values'> {
  const condition = 'attribute_not_exists(pk)';
  if (expires === undefined) return { condition };
  return {
    condition: `${condition} OR #expires <= :now`,
    names: { '#expires': attributes.timeToLive },
    values: { ':now': epochSeconds() },
  };
}

/** Writes the item whatever is there: for facts that are the same however often they are written. */
export function put<Item extends ItemDeclaration>(item: Item, value: ValueOf<Item>): Write {
  const record = toRecord(item, value);
  return { action: 'Put', key: keyFrom(record), record, onConflict: 'ok' };
}

/**
 * Writes the next version of an entity whose schema has a `version`, if the stored one is still `ifVersion`.
 * `keep` carries over what is not of the schema: an item that was inserted as an event stays one for its readers.
 */
export function replace<Item extends ItemDeclaration>(
  item: Item,
  value: ValueOf<Item>,
  options: { ifVersion: number; onConflict: OnConflict; keep?: EventAttributes },
): Write {
  const record = { ...toRecord(item, value), ...options.keep };
  return {
    action: 'Put',
    key: keyFrom(record),
    record,
    condition: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': options.ifVersion },
    onConflict: options.onConflict,
  };
}

/** Writes a projection, unless a newer one is there: `newerThan` names the numeric field that orders them. */
export function project<Item extends ItemDeclaration>(
  item: Item,
  value: ValueOf<Item>,
  options: { newerThan: keyof ValueOf<Item> & string },
): Write {
  const record = toRecord(item, value);
  return {
    action: 'Put',
    key: keyFrom(record),
    record,
    condition: 'attribute_not_exists(pk) OR #order < :order',
    names: { '#order': options.newerThan },
    values: { ':order': record[options.newerThan] },
    onConflict: 'ok',
  };
}

/** Removes an item; with `ifVersion` only that version of it. A missing item is fine without one. */
export function remove(
  item: ItemDeclaration,
  parts: Readonly<Record<string, unknown>>,
  options: { ifVersion?: number; onConflict: OnConflict } = { onConflict: 'ok' },
): Write {
  const key = keyOf(item, { ...parts, ...item.parts?.(parts) });
  if (options.ifVersion === undefined) return { action: 'Delete', key, onConflict: options.onConflict };
  return {
    action: 'Delete',
    key,
    condition: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': options.ifVersion },
    onConflict: options.onConflict,
  };
}

/**
 * Changes nothing, but the transaction it stands in happens only while the item is as it was read: still this version,
 * or still not there. Costs what a write does.
 */
export function check(
  item: ItemDeclaration,
  parts: Readonly<Record<string, unknown>>,
  options: { ifVersion: number | undefined; onConflict: OnConflict },
): Write {
  const key = keyOf(item, { ...parts, ...item.parts?.(parts) });
  const { ifVersion, onConflict } = options;
  return {
    action: 'Check',
    key,
    ...(ifVersion === undefined
      ? whileNotThere(item)
      : {
          condition: '#version = :version',
          names: { '#version': 'version' },
          values: { ':version': ifVersion },
        }),
    onConflict,
  };
}

/**
 * Sets a mark on an item that has none, once and for ever: how a counter remembers that it has counted a fact, and as what.
 * An item that is gone by now counts as marked.
 *
 * @param beside fields that are set with the mark
 */
export function markOnce(
  key: Key,
  mark: string,
  at: string,
  beside: Readonly<Record<string, unknown>> = {},
): Write {
  const fields = Object.entries(beside);
  return {
    action: 'Update',
    key,
    update: `SET ${['#mark = :at', ...fields.map((_, index) => `#f${index} = :f${index}`)].join(', ')}`,
    condition: 'attribute_exists(pk) AND attribute_not_exists(#mark)',
    names: { '#mark': mark, ...Object.fromEntries(fields.map(([name], index) => [`#f${index}`, name])) },
    values: { ':at': at, ...Object.fromEntries(fields.map(([, value], index) => [`:f${index}`, value])) },
    onConflict: 'ok',
  };
}

/** Moves an item within an index, unless it has moved or gone by itself. Its fields and its version stay as they are. */
export function moveInIndex(key: Key, index: IndexName, { from, to }: { from: string; to: string }): Write {
  return {
    action: 'Update',
    key,
    update: 'SET #sk = :to',
    condition: '#sk = :from',
    names: { '#sk': `${index}sk` },
    values: { ':from': from, ':to': to },
    onConflict: 'ok',
  };
}

/**
 * Adds to numbers of a counter row, which is created when missing, with those of the parts of its key that are fields, and
 * expires by these.
 * Only ever beside a guard. Several of one row may stand in a transaction.
 */
export function increment(
  item: ItemDeclaration,
  parts: Readonly<Record<string, unknown>>,
  amounts: Readonly<Record<string, number>>,
): Write {
  const entries = Object.entries(amounts).filter(([, amount]) => amount !== 0);
  const adds = entries.map((_, index) => `#a${index} :a${index}`).join(', ');
  const expires = item.expires?.(parts);
  const fields = Object.entries({
    ...Object.fromEntries(Object.entries(parts).filter(([name]) => name in item.schema.shape)),
    ...(expires === undefined ? {} : { [attributes.timeToLive]: expires }),
  });
  const sets = ['#type = :type', '#v = :v', ...fields.map((_, index) => `#f${index} = :f${index}`)].join(
    ', ',
  );
  return {
    action: 'Update',
    key: keyOf(item, { ...parts, ...item.parts?.(parts) }),
    update: `SET ${sets}${entries.length === 0 ? '' : ` ADD ${adds}`}`,
    names: {
      '#type': 'type',
      '#v': 'v',
      ...Object.fromEntries(fields.map(([name], index) => [`#f${index}`, name])),
      ...Object.fromEntries(entries.map(([name], index) => [`#a${index}`, name])),
    },
    values: {
      ':type': item.name,
      ':v': item.v,
      ...Object.fromEntries(fields.map(([, field], index) => [`:f${index}`, field])),
      ...Object.fromEntries(entries.map(([, amount], index) => [`:a${index}`, amount])),
    },
    adds: { item, parts, amounts },
    onConflict: 'retry',
  };
}

/**
 * The writes with every counter row added to but once: a transaction cannot target the same item twice, see
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function addingOnce(writes: readonly Write[]): readonly Write[] {
  const additions = Map.groupBy(writes, (write) =>
    write.adds === undefined ? write : JSON.stringify([write.key.pk, write.key.sk]),
  );
  return [...additions.values()].flatMap((group) => {
    const [first] = group;
    if (first?.adds === undefined || group.length === 1) return group;
    const { item, parts } = first.adds;
    const amounts: Record<string, number> = {};
    for (const { adds } of group)
      for (const [name, amount] of Object.entries(adds?.amounts ?? {}))
        amounts[name] = (amounts[name] ?? 0) + amount;
    return [increment(item, parts, amounts)];
  });
}

/**
 * Adds one to a number of a counter row, which is created when missing, unless that would pass a limit: then the whole
 * transaction fails, to be decided again by whoever reads that there is no more room.
 */
export function incrementUpTo(
  item: ItemDeclaration,
  parts: Readonly<Record<string, unknown>>,
  field: string,
  limit: number | undefined,
): Write {
  const { adds: _, ...write } = increment(item, parts, { [field]: 1 });
  if (limit === undefined) return write;
  return {
    ...write,
    condition: 'attribute_not_exists(#a0) OR #a0 < :limit',
    values: { ...write.values, ':limit': limit },
  };
}

function keyFrom(record: Readonly<Record<string, unknown>>): Key {
  return { pk: String(record.pk), sk: String(record.sk) };
}
