/** The bus, as the relay uses it: events go out in order, and a partial failure is never overlooked. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { type Envelope, eventSource } from './event.ts';

/** Events are thin; a bigger one is a mistake of ours. */
export const maximumEventBytes = 64 * 1024;

/**
 * PutEvents takes 10 entries and 256 KB at once; some room is left for what is counted besides the detail.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const maximumEntries = 10;
const maximumBytes = 240 * 1024;

const attempts = 4;

export interface OutgoingEvent {
  readonly envelope: Envelope;
  /** Events of the same item keep their order. */
  readonly item: string;
}

export interface Publication {
  /** How many events, from the first on, are on the bus. The one after them is not; later ones may be. */
  readonly published: number;
  /** Why it stopped. Absent when everything is published. */
  readonly failure?: string;
}

export interface Bus {
  publish(events: readonly OutgoingEvent[]): Promise<Publication>;
}

export function createBus({ client, name }: { client: EventBridgeClient; name: string }): Bus {
  return {
    async publish(events) {
      let published = 0;
      for (const chunk of chunksOf(events)) {
        const outcome = await putChunk(client, name, chunk);
        published += outcome.published;
        if (outcome.failure !== undefined) return { published, failure: outcome.failure };
      }
      return { published };
    },
  };
}

/** Bytes of an event on the bus. */
export function bytesOf(envelope: Envelope): number {
  return Buffer.byteLength(JSON.stringify(envelope));
}

/**
 * Cuts events into requests. Two events of one item never share a request: if the first of them failed and the
 * second did not, they would come in the wrong order.
 */
export function chunksOf(events: readonly OutgoingEvent[]): readonly (readonly OutgoingEvent[])[] {
  const chunks: OutgoingEvent[][] = [];
  let items = new Set<string>();
  let bytes = 0;
  for (const event of events) {
    const size = bytesOf(event.envelope);
    const chunk = chunks.at(-1);
    const full = chunk?.length === maximumEntries || bytes + size > maximumBytes || items.has(event.item);
    if (chunk === undefined || full) {
      chunks.push([event]);
      items = new Set();
      bytes = 0;
    } else {
      chunk.push(event);
    }
    items.add(event.item);
    bytes += size;
  }
  return chunks;
}

/** PutEvents answers 200 even if entries have failed; only those are sent again. */
async function putChunk(
  client: EventBridgeClient,
  name: string,
  chunk: readonly OutgoingEvent[],
): Promise<Publication> {
  let waiting = chunk.map((event, index) => ({ index, entry: entryOf(event.envelope, name) }));
  let failure = '';
  for (let tried = 1; tried <= attempts; tried += 1) {
    try {
      const reply = await client.send(new PutEventsCommand({ Entries: waiting.map(({ entry }) => entry) }));
      if ((reply.FailedEntryCount ?? 0) === 0) return { published: chunk.length };
      const results = reply.Entries ?? [];
      waiting = waiting.filter((_, position) => results[position]?.EventId === undefined);
      failure = results.find((result) => result.ErrorCode !== undefined)?.ErrorCode ?? 'unnamed';
    } catch (error) {
      // The SDK has tried three times by now. Nothing is known of the entries, so all of them stay.
      return { published: waiting[0]?.index ?? 0, failure: error instanceof Error ? error.name : 'unnamed' };
    }
    if (tried < attempts) await sleep(Math.random() * 50 * 2 ** tried);
  }
  return { published: waiting[0]?.index ?? 0, failure };
}

function entryOf(envelope: Envelope, name: string): PutEventsRequestEntry {
  return {
    EventBusName: name,
    Source: eventSource,
    DetailType: envelope.type,
    Time: new Date(envelope.at),
    Detail: JSON.stringify(envelope),
  };
}
