import type { Bus, OutgoingEvent } from '../../../shared/events/bus.ts';
import { eventId } from '../../../shared/events/event.ts';
import { type Lane, lanes, overdueEvent } from '../../../shared/events/overdue.ts';
import type { DueEntry } from '../../../shared/scheduling/due-list.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { DueListReader } from '../platform.store.ts';

/** More than this of a lane waits for the next sweep. */
const maximumEntries = 5000;

/**
 * Publishes the event of every entry that has become due: `message.overdue` for one of the kind `message`. An entry
 * leaves the list when its domain has dealt with it, so every sweep publishes it again, as the same event; consumers
 * act on conditions and do nothing twice.
 *
 * @returns how many events of each lane were published
 * @throws Error when some could not be published, after all lanes had their turn
 */
export async function sweepDueList(
  now: Instant,
  { dueList, bus }: { readonly dueList: DueListReader; readonly bus: Bus },
): Promise<Readonly<Record<Lane, number>>> {
  const published = { messages: 0, work: 0 } satisfies Record<Lane, number>;
  const failures: string[] = [];
  for (const lane of lanes) {
    const due = await dueList.listDue(lane, now, maximumEntries);
    const outcome = await bus.publish(due.map((entry) => eventOf(entry, lane, now)));
    published[lane] = outcome.published;
    if (outcome.failure !== undefined) failures.push(outcome.failure);
  }
  if (failures.length > 0) throw new Error(`Not all that is due could be published: ${failures.join(', ')}`);
  return published;
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
