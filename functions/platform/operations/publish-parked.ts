import type { Bus, OutgoingEvent } from '../../../shared/events/bus.ts';
import { Envelope } from '../../../shared/events/event.ts';
import type { ParkedEvent, ParkedMessage } from '../platform.schema.ts';
import { type RelayedRecord, relayRecords } from './relay-records.ts';

export interface PublishParkedContext {
  readonly bus: Bus;
  /** Reads the stream records that Lambda has kept of a failed invocation. */
  readFailedRecords(bucket: string, key: string): Promise<readonly RelayedRecord[]>;
}

/**
 * Publishes what the relay could not: one event that it parked and that a person has sent on, or all events of an
 * invocation that failed. Throws when anything is left, so that the message ends among the dead letters. Some of the
 * events may be published twice by that, which every consumer bears.
 */
export async function publishParked(message: ParkedMessage, context: PublishParkedContext): Promise<void> {
  if ('kind' in message) return publishOne(message, context.bus);
  const { bucket, object } = message.detail;
  await publishRecords(await context.readFailedRecords(bucket.name, object.key), context.bus);
}

/** A person has decided to send it on, so its hops are not counted again here. */
async function publishOne(parked: ParkedEvent, bus: Bus): Promise<void> {
  const event: OutgoingEvent = { envelope: Envelope.parse(parked.envelope), item: parked.item };
  const { failure } = await bus.publish([event]);
  if (failure !== undefined) throw new Error(`The event cannot be published: ${failure}`);
}

async function publishRecords(records: readonly RelayedRecord[], bus: Bus): Promise<void> {
  const refused: string[] = [];
  const done = await relayRecords(records, {
    bus,
    park: async (event) => {
      refused.push(`${event.sequenceNumber} (${event.reason})`);
    },
    stopped: (reason) => {
      refused.push(reason);
    },
  });
  if (done < records.length || refused.length > 0) {
    throw new Error(`${done} of ${records.length} records are dealt with; ${refused.join(', ')}`);
  }
}
