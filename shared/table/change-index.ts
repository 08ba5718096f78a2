/**
 * The index of changes, from which lists answer `updatedSince`: one entry for the creation of an entity, which is
 * its own item, and one for each change of it, which is the item of the change. Entries only ever come in at the end.
 */
import * as z from 'zod';
import type { Instant } from '../values/instant.ts';
import { attributes, type ItemDeclaration, type KeyTemplate, type StoredRecord } from './item.ts';
import { shardOf } from './pattern.ts';
import { periodOf } from './periods.ts';

/** Index key of an entity whose changes are listed; its placeholders come from `creationParts`. */
export function creationIndex(kind: string): KeyTemplate {
  return [`CHG#${kind}#{createdDay}#{createdShard}`, '{createdAt}#{id}'];
}

/** Parts of a key that say when an entity was created, spread by its id. Where only its key is asked for, no day. */
export function creationParts({ id, createdAt }: { readonly id: string; readonly createdAt?: Instant }) {
  return { createdDay: createdAt && periodOf('day', createdAt), createdShard: String(shardOf(id)) };
}

/** Index key of a change; its placeholders come from `changeParts`. */
export const changeIndex: KeyTemplate = ['CHG#{kind}#{day}#{shard}', '{at}#{entityId}#{id}'];

/** An entity in the index of changes. */
export interface ListedEntity {
  /** Name of the entity's item. */
  readonly kind: string;
  readonly id: string;
  /** What its tracked fields were before the change, of those that it has changed. */
  readonly previous?: Readonly<Record<string, unknown>> | undefined;
}

/** Parts of the key of a change; without an entity it stays out of the index. */
export function changeParts(entity: ListedEntity | undefined, at: Instant) {
  if (entity === undefined) return {};
  const shard = String(shardOf(entity.id));
  return { kind: entity.kind, entityId: entity.id, day: periodOf('day', at), shard };
}

/** Partitions of the changes of one kind, to be read day by day. */
export function changesPartition(kind: string): string {
  return `CHG#${kind}#{day}#{shard}`;
}

/** Whether the changes of this item are listed. */
export function listsChanges(item: ItemDeclaration): boolean {
  return item.indexes?.gsi3?.[0] === creationIndex(item.name)[0];
}

/** What the index shows of a change. */
export const ChangeSummary = z.object({ previous: z.record(z.string(), z.unknown()).optional() });

/** What an entry of the index says. */
export interface ChangeEntry {
  readonly at: Instant;
  /** The entity that was created or changed. */
  readonly id: string;
  /** What its tracked fields were before. */
  readonly previous: Readonly<Record<string, unknown>>;
}

/** Reads an entry of the index: the entity itself stands for its creation, before which there was nothing. */
export function entryOf(item: ItemDeclaration, row: StoredRecord): ChangeEntry {
  const [at = '', id = ''] = String(row.gsi3sk).split('#');
  const change = row.type === item.name ? undefined : ChangeSummary.safeParse(row[attributes.summary]).data;
  return { at, id, previous: change?.previous ?? {} };
}
