/** Who listens to which event. A subscription makes the bus rule and types the consumer. */
import * as z from 'zod';
import { Envelope, type EventDeclaration, type EventOf, eventSource } from './event.ts';

export interface Subscription<Events extends readonly EventDeclaration[] = readonly EventDeclaration[]> {
  /** Kebab-case and unique: names the rule, and is the actor of what follows. */
  readonly name: string;
  readonly events: Events;
  /** Kebab-case name of the queue of a function of its own. @default the events queue of the domain's area */
  readonly queue?: string;
}

/** Declares what a domain listens to. */
export function subscription<const Events extends readonly EventDeclaration[]>(
  name: string,
  events: Events,
  options: { readonly queue?: string } = {},
): Subscription<Events> {
  return { name, events, ...options };
}

/** The EventBridge pattern of a subscription: by exact type, never by prefix. */
export function patternOf(subscription: Subscription): { source: string[]; detailType: string[] } {
  return { source: [eventSource], detailType: subscription.events.map((each) => each.type) };
}

const BusMessage = z.object({ 'detail-type': z.string(), detail: Envelope });
const TypedMessage = z.object({ 'detail-type': z.string() });

/** Whether a message is one that a bus rule has put into the queue for this subscription. */
export function isEventMessage(subscription: Subscription, body: unknown): boolean {
  const { success, data } = TypedMessage.safeParse(body);
  return success && subscription.events.some((each) => each.type === data['detail-type']);
}

/**
 * Reads the event out of a queue message that a bus rule has put there.
 * Throws for anything that is not one of the subscribed events: such a message belongs in the dead letters.
 */
export function eventFromMessage<Events extends readonly EventDeclaration[]>(
  subscription: Subscription<Events>,
  body: unknown,
): EventOf<Events[number]> {
  const { detail } = BusMessage.parse(body);
  const declaration = subscription.events.find((each) => each.type === detail.type);
  if (declaration === undefined) throw new Error(`${subscription.name} does not subscribe to ${detail.type}`);
  return { ...detail, data: declaration.data.parse(detail.data) } as EventOf<Events[number]>;
}
