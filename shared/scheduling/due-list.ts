/**
 * The due list: whatever waits, and is no campaign or callback with a schedule of its own, waits here. A sweep reads
 * it every minute, publishes the event of each entry whose time has come and moves the entry to a later time; it
 * leaves the list, or gets a time of its own again, when the domain that put it there has dealt with it.
 */
import type { OverdueEvent } from '../events/overdue.ts';
import type { KeyTemplate } from '../table/item.ts';
import { decodePart, renderKey } from '../table/key.ts';
import { shardOf } from '../table/pattern.ts';
import { instantAfter } from '../time/clock.ts';
import type { Instant } from '../values/instant.ts';

/**
 * The keys, in `gsi3`, of an item that may wait; `dueParts` fills them. A lane is one list over all time, not one a
 * day, so that nothing is too old to be found; what is done with is not in it.
 */
export const dueKeys: KeyTemplate = ['DUE#{dueLane}#{dueShard}', '{dueInstant}#{dueKind}#{dueId}'];

/** The parts of `dueKeys`; without an instant the item waits for nothing and is not in the list. */
export function dueParts({ lane, kind }: OverdueEvent, dueAt: Instant | undefined, id: string) {
  return {
    dueLane: lane,
    dueShard: String(shardOf(id)),
    dueInstant: dueAt,
    dueKind: kind,
    dueId: id,
  };
}

/** Sort keys that are due at `now` are smaller than this. */
export function dueBound(now: Instant): string {
  return `${now}#~`;
}

/** An entry of the due list. */
export interface DueEntry {
  readonly kind: string;
  readonly id: string;
  /** When its time came, however often it was moved since. */
  readonly since: Instant;
  /** How often its event was published. */
  readonly told: number;
}

/** Reads an entry out of its sort key; the id may hold any sign. */
export function readDueEntry(sortKey: string): DueEntry {
  const [instant = '', waiting = '', id = ''] = sortKey.split('#').map(decodePart);
  const [kind = '', told = '0', since = instant] = waiting.split('~');
  return { kind, id, since, told: Number(told) };
}

const longestPauseMinutes = 60;

/** The sort key of an entry that has been told at `now`: it comes up again after 2, 4, 8 … and at most 60 minutes. */
export function toldKey({ kind, id, since, told }: DueEntry, now: Instant): string {
  const instant = instantAfter(now, { minutes: Math.min(2 ** (told + 1), longestPauseMinutes) });
  return String(
    renderKey('{instant}#{waiting}#{id}', { instant, waiting: `${kind}~${told + 1}~${since}`, id }),
  );
}
