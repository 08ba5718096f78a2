/**
 * The due list: whatever waits, and is no campaign or callback with a schedule of its own, waits here. A sweep reads
 * it every minute and publishes the event of each entry whose time has come; the entry leaves the list when the
 * domain that put it there has dealt with it.
 */
import type { OverdueEvent } from '../events/overdue.ts';
import type { KeyTemplate } from '../table/item.ts';
import { decodePart } from '../table/key.ts';
import { shardOf } from '../table/pattern.ts';
import type { Instant } from '../values/instant.ts';

/** The keys, in `gsi3`, of an item that may wait; `dueParts` fills them. */
export const dueKeys: KeyTemplate = ['DUE#{dueLane}#{dueDay}#{dueShard}', '{dueInstant}#{dueKind}#{dueId}'];

/** The parts of `dueKeys`; without an instant the item waits for nothing and is not in the list. */
export function dueParts({ lane, kind }: OverdueEvent, dueAt: Instant | undefined, id: string) {
  return {
    dueLane: lane,
    dueDay: dueAt?.slice(0, 10),
    dueShard: String(shardOf(id)),
    dueInstant: dueAt,
    dueKind: kind,
    dueId: id,
  };
}

/** Sort keys of a partition that are due at `now` are smaller than this. */
export function dueBound(now: Instant): string {
  return `${now}#~`;
}

/** An entry of the due list. */
export interface DueEntry {
  readonly kind: string;
  readonly id: string;
  readonly since: Instant;
}

/** Reads an entry out of its sort key; the id may hold any sign. */
export function readDueEntry(sortKey: string): DueEntry {
  const [since = '', kind = '', id = ''] = sortKey.split('#').map(decodePart);
  return { since, kind, id };
}
