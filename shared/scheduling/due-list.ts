import { shardOf, shards } from '../table/pattern.ts';
import { dayAfter } from '../time/days.ts';
import type { Instant } from '../values/instant.ts';

/**
 * The key of an entry in the due list: `DUE#<kind>#<utc day>#<shard>` and `<instant>#<id>`. Whatever waits, and is
 * no campaign or callback, waits here; a sweep reads the partitions of the last days every minute and an entry
 * is removed when it is done.
 *
 * @param kind what waits, e.g. `sending`; entries of one kind are swept together
 */
export function dueKey(kind: string, instant: Instant, id: string): { pk: string; sk: string } {
  return { pk: duePartition(kind, instant.slice(0, 10), shardOf(id)), sk: `${instant}#${id}` };
}

/** Partitions a sweep has to read, oldest day first: today's (UTC) and those of the days before it. */
export function duePartitions(kind: string, now: Instant, lookBackDays: number): string[] {
  const today = now.slice(0, 10);
  const days = Array.from({ length: lookBackDays + 1 }, (_, index) => dayAfter(today, index - lookBackDays));
  return days.flatMap((day) => shards.map((shard) => duePartition(kind, day, shard)));
}

/** Sort keys of a partition that are due at `now` are smaller than this. */
export function dueBound(now: Instant): string {
  return `${now}#~`;
}

function duePartition(kind: string, day: string, shard: number): string {
  return `DUE#${kind}#${day}#${shard}`;
}
