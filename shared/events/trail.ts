/**
 * The audit trail: every item that is an event, or keeps one, is found by who caused it and by what it is about. What is
 * found are places in the table; what was changed lies there alone, where it goes with whom it is about.
 */
import {
  type IndexName,
  type ItemDeclaration,
  type KeyTemplate,
  keyOf,
  type ValueOf,
} from '../table/item.ts';
import { shardOf, shards } from '../table/pattern.ts';
import { periodOf } from '../table/periods.ts';
import type { Table } from '../table/table.ts';
import type { Envelope } from './event.ts';

/**
 * Index keys of an entry, for two write units. Spread by the id of the event, for a machine may change a thousand
 * records a second; the placeholders come from `trailParts`.
 */
export const trailIndexes = {
  gsi1: ['ACTOR#{actor}#{actorMonth}#{trailShard}', '{eventAt}#{event}'],
  gsi2: ['KIND#{eventKind}#{eventDay}#{kindShard}', '{eventAt}#{event}'],
} as const satisfies Partial<Record<IndexName, KeyTemplate>>;

/** Partitions of what somebody has done, to be read month by month. */
export const actorPartition = 'ACTOR#{actor}#{month}#{shard}';

/** Partitions of what was done to records of one kind, to be read day by day. */
export const kindPartition = 'KIND#{kind}#{day}#{shard}';

/** Deletions stand apart in a shard of their own: they are rare, and found without reading all else. */
const deletions = 'deleted';

/** Partitions of which records of one kind were deleted, to be read day by day. */
export const deletionsPartition = `KIND#{kind}#{day}#${deletions}`;

/** All shards of what was done to records of one kind. */
export const kindShards = [...shards.map(String), deletions];

/** Parts of the index keys of an entry; without an envelope, as where only its key is asked for, none. */
export function trailParts(envelope: Pick<Envelope, 'id' | 'at' | 'type' | 'actor'> | undefined) {
  if (envelope === undefined) return {};
  const { id, at, type, actor } = envelope;
  const trailShard = String(shardOf(id));
  return {
    actor: actor.id,
    actorMonth: periodOf('month', at),
    eventKind: kindOf(type),
    eventDay: periodOf('day', at),
    trailShard,
    kindShard: type.endsWith(`.${deletions}`) ? deletions : trailShard,
    eventAt: at,
    event: id,
  };
}

/** What the type of an event is about: `customer` of `customer.changed`. */
function kindOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

export interface RecordOfEvent {
  readonly kind: string;
  /** Null where the event names none. */
  readonly id: string | null;
}

/**
 * The record an event is about: the one of its kind, or the `record` that it names where that has no id of its own,
 * else the customer beside whom it stands.
 */
export function recordOf({ type, data }: Pick<Envelope, 'type' | 'data'>): RecordOfEvent {
  const kind = kindOf(type);
  const id = data[`${kind}Id`] ?? data.record ?? data.customerId;
  return { kind, id: typeof id === 'string' ? id : null };
}

export interface TrailPlace {
  readonly collection: string;
  /** Whether what was done to other records stands there, too. */
  readonly isShared: boolean;
}

/** Where what was done to the record of this id is kept; undefined when nobody can say it any more. */
export type RecordTrail = (id: string, table: Pick<Table, 'find'>) => Promise<TrailPlace | undefined>;

/** What was done to these records is kept beside them. */
export function ownTrail(item: ItemDeclaration): RecordTrail {
  return async (id) => ({ collection: keyOf(item, { id }).pk, isShared: false });
}

/** What was done to these records is kept in the collection of another one, which costs a read to find. */
export function trailElsewhere<Item extends ItemDeclaration>(
  item: Item,
  collectionOf: (value: ValueOf<Item>) => string,
): RecordTrail {
  return async (id, table) => {
    const value = await table.find(item, { id });
    return value && { collection: collectionOf(value), isShared: true };
  };
}
