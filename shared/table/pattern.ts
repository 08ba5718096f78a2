/** Named access patterns: every question the table answers, each with the keys that answer it. */
import type { IndexName, ItemDeclaration } from './item.ts';
import { renderKey } from './key.ts';

/** Lists over all rows of a kind are spread over this many partitions: 4 × 1,000 write units a second. */
export const shardCount = 4;

/** The shards of a spread list. */
export const shards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** FNV-1a, 32 bits (Fowler, Noll, Vo): spreads ids evenly and never changes. */
export function shardOf(id: string, count: number = shardCount): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash ^= id.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash % count;
}

export interface AccessPattern<Item extends ItemDeclaration = ItemDeclaration> {
  /** The question, as a reader of the table's documentation asks it. */
  readonly question: string;
  readonly item: Item;
  /** Absent: the table itself. */
  readonly index?: IndexName;
  /** Template of the partition; `{shard}` in it spreads the list over all shards. */
  readonly partition: string;
  /** Template of what the sort keys begin with. @default every sort key of the partition */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
}

export function definePattern<Item extends ItemDeclaration>(
  pattern: AccessPattern<Item>,
): AccessPattern<Item> {
  return pattern;
}

/** A part of a key that may be any of these, for a list that is read in several partitions and shown as one. */
export function anyOf(parts: readonly string[]): string | ReadonlySet<string> {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : new Set(parts);
}

/**
 * The partitions a pattern reads for these arguments: one, or one for each shard, or one for each value of an argument
 * that is a set: any of them will do.
 */
export function partitionsOf(
  pattern: AccessPattern,
  parts: Readonly<Record<string, unknown>>,
): readonly string[] {
  const spread = pattern.partition.includes('{shard}') && parts.shard === undefined;
  const choices = Object.entries(spread ? { ...parts, shard: new Set(shards) } : parts);
  const [name, values] = choices.find(([, part]) => part instanceof Set) ?? [];
  const each =
    name === undefined
      ? [parts]
      : [...(values as ReadonlySet<unknown>)].map((value) => ({ ...parts, [name]: value }));
  return each.map((values) => {
    const filled = renderKey(pattern.partition, values);
    if (filled === undefined) throw new Error(`The pattern "${pattern.question}" needs ${pattern.partition}`);
    return filled;
  });
}
