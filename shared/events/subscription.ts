/** Who listens to which event. A subscription makes the bus rule and types the consumer. */
import * as z from 'zod';
import { Envelope, type EventDeclaration, type EventOf, eventSource } from './event.ts';

export interface Subscription<Events extends readonly EventDeclaration[] = readonly EventDeclaration[]> {
  /** Kebab-case and unique: names the rule, the queue and its dead-letter queue. */
  readonly name: string;
  readonly events: Events;
}

export function subscription<const Events extends readonly EventDeclaration[]>(
  name: string,
  events: Events,
): Subscription<Events> {
  return { name, events };
}

/** The EventBridge pattern of a subscription: by exact type, never by prefix. */
export function patternOf(subscription: Subscription): { source: string[]; detailType: string[] } {
  return { source: [eventSource], detailType: subscription.events.map((each) => each.type) };
}

const BusMessage = z.object({ 'detail-type': z.string(), detail: Envelope });

/**
 * Reads the event out of a queue message that a bus rule has put there.
 * Throws for anything that is not one of the subscribed events: such a message belongs in the dead letters.
 */
export function eventFromMessage<Events extends readonly EventDeclaration[]>(
  subscription: Subscription<Events>,
  body: string,
): EventOf<Events[number]> {
  const { detail } = BusMessage.parse(JSON.parse(body));
  const declaration = subscription.events.find((each) => each.type === detail.type);
  if (declaration === undefined) throw new Error(`${subscription.name} does not subscribe to ${detail.type}`);
  return { ...detail, data: declaration.data.parse(detail.data) } as EventOf<Events[number]>;
}
