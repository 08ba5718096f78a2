import { type Bus, bytesOf, maximumEventBytes, type OutgoingEvent } from '../../../shared/events/bus.ts';
import { Envelope, maximumHops } from '../../../shared/events/event.ts';
import type { ParkedEvent } from '../platform.schema.ts';

/** A stream record, as far as the relay reads it. */
export interface RelayedRecord {
  readonly sequenceNumber: string;
  readonly change: string;
  readonly item: string;
  readonly image: Readonly<Record<string, unknown>>;
}

export interface RelayContext {
  readonly bus: Bus;
  /** Puts an event aside that cannot be published. */
  park(event: ParkedEvent): Promise<void>;
  /** Told why the relay has stopped. */
  stopped(reason: string): void;
}

/**
 * Publishes the events among the records in the order of the stream. One that can never be published is parked, whole,
 * and the stream goes on. Answers how many records, from the first on, are done: it stops at the first failure,
 * because what comes after it will come again.
 */
export async function relayRecords(
  records: readonly RelayedRecord[],
  context: RelayContext,
): Promise<number> {
  let waiting: (OutgoingEvent & { readonly index: number })[] = [];
  /** Answers the index at which publishing has stopped. */
  const publishWaiting = async () => {
    const { published, failure } = await context.bus.publish(waiting);
    if (failure !== undefined) context.stopped(failure);
    const stoppedAt = waiting[published]?.index;
    waiting = [];
    return stoppedAt;
  };
  for (const [index, record] of records.entries()) {
    if (!isEvent(record)) continue;
    const read = readEvent(record);
    if ('envelope' in read) {
      waiting.push({ ...read, item: record.item, index });
      continue;
    }
    const stoppedAt = await publishWaiting();
    if (stoppedAt !== undefined) return stoppedAt;
    try {
      await context.park(parked(record, read.reason));
    } catch (error) {
      context.stopped(error instanceof Error ? error.name : 'unnamed');
      return index;
    }
  }
  return (await publishWaiting()) ?? records.length;
}

/** An inserted item with an `event`; a later change of it is none. The mapping's filter says the same. */
function isEvent(record: RelayedRecord): boolean {
  return record.change === 'INSERT' && typeof record.image.event === 'string';
}

function readEvent(record: RelayedRecord): { envelope: Envelope } | { reason: ParkedEvent['reason'] } {
  const { success, data: envelope } = Envelope.safeParse(record.image.envelope);
  if (!success || envelope.type !== record.image.event) return { reason: 'unreadable' };
  if (envelope.hops > maximumHops) return { reason: 'too-many-hops' };
  return bytesOf(envelope) > maximumEventBytes ? { reason: 'too-large' } : { envelope };
}

function parked(record: RelayedRecord, reason: ParkedEvent['reason']): ParkedEvent {
  const envelope = record.image.envelope;
  const fits = Buffer.byteLength(JSON.stringify(envelope ?? null)) <= maximumParkedBytes;
  return {
    kind: 'parked-event',
    reason,
    item: record.item,
    sequenceNumber: record.sequenceNumber,
    envelope: fits ? envelope : undefined,
  };
}

/** A message may have 256 KB. */
const maximumParkedBytes = 200 * 1024;
