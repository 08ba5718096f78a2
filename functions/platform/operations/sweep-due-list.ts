import type { Bus, OutgoingEvent } from '../../../shared/events/bus.ts';
import { eventId } from '../../../shared/events/event.ts';
import { type Lane, lanes, overdueEvent } from '../../../shared/events/overdue.ts';
import type { DueEntry } from '../../../shared/scheduling/due-list.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { DueListStore, ListedEntry } from '../platform.store.ts';

/** More than this of a lane waits for the next sweep. */
const maximumEntries = 5000;

/** Entries that are moved at once: about a thousand a second, which the four partitions of a lane take easily. */
const movedAtOnce = 8;

interface Context {
  readonly dueList: DueListStore;
  readonly bus: Bus;
  /** Told for how long the oldest entry of a lane has waited, if there is one. */
  readonly tellAge: (lane: Lane, seconds: number) => void;
}

/**
 * Publishes the event of every entry that has become due: `message.overdue` for one of the kind `message`. An entry
 * leaves the list when its domain has dealt with it; until then it is told again after pauses that grow to an hour,
 * as the same event. Consumers act on conditions and do nothing twice.
 *
 * @returns how many events of each lane were published
 * @throws Error when some could not be published or moved, after all lanes had their turn
 */
export async function sweepDueList(now: Instant, context: Context): Promise<Readonly<Record<Lane, number>>> {
  const published = { messages: 0, work: 0 } satisfies Record<Lane, number>;
  const failures: string[] = [];
  for (const lane of lanes) {
    const due = await context.dueList.listDue(lane, now, maximumEntries);
    if (due.length === 0) continue;
    const outcome = await context.bus.publish(due.map((entry) => eventOf(entry, lane, now)));
    published[lane] = outcome.published;
    context.tellAge(lane, oldestSeconds(due, now));
    if (outcome.failure !== undefined) failures.push(outcome.failure);
    failures.push(...(await putOff(due.slice(0, outcome.published), now, context)));
  }
  if (failures.length > 0)
    throw new Error(`Not all that is due could be told or put off: ${[...new Set(failures)].join(', ')}`);
  return published;
}

/** What could not be moved is told again by the next sweep. @returns the names of what went wrong */
async function putOff(told: readonly ListedEntry[], now: Instant, { dueList }: Context): Promise<string[]> {
  const failures: string[] = [];
  for (let start = 0; start < told.length; start += movedAtOnce) {
    const outcomes = await Promise.allSettled(
      told.slice(start, start + movedAtOnce).map((entry) => dueList.putOff(entry, now)),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        failures.push(outcome.reason instanceof Error ? outcome.reason.name : 'unnamed');
    }
  }
  return failures;
}

function oldestSeconds(due: readonly DueEntry[], now: Instant): number {
  const first = due.reduce((oldest, { since }) => (since < oldest ? since : oldest), now);
  return Math.ceil((Date.parse(now) - Date.parse(first)) / 1000);
}

function eventOf({ kind, id: waiting, since }: DueEntry, lane: Lane, now: Instant): OutgoingEvent {
  const id = derivedId(eventId, since, `${kind}\n${waiting}`);
  return {
    item: `${kind} ${waiting}`,
    envelope: {
      id,
      type: overdueEvent(kind, lane).type,
      at: now,
      data: { id: waiting, since },
      actor: { kind: 'system', id: 'platform-due-sweep' },
      correlationId: id,
      hops: 0,
    },
  };
}
