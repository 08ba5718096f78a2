/** Who listens to which event. A subscription makes the bus rule and types the consumer. */
import * as z from 'zod';
import { Envelope, type EventDeclaration, type EventOf, eventSource } from './event.ts';

export interface Subscription<Events extends readonly EventDeclaration[] = readonly EventDeclaration[]> {
  /** Kebab-case and unique: names the rule, and is the actor of what follows. */
  readonly name: string;
  readonly events: Events;
  /** Kebab-case name of the queue of a function of its own. @default the events queue of the domain's area */
  readonly queue?: string;
  /**
   * Of events that name what has changed (`changed`), only those that name this field: the bus keeps back the others, so
   * that no function is called for nothing.
   */
  readonly ifChanged?: string;
}

/** Declares what a domain listens to. */
export function subscription<const Events extends readonly EventDeclaration[]>(
  name: string,
  events: Events,
  options: { readonly queue?: string; readonly ifChanged?: string } = {},
): Subscription<Events> {
  return { name, events, ...options };
}

export interface BusPattern {
  readonly source: string[];
  readonly detailType: string[];
  readonly detail?: { readonly data: { readonly changed: string[] } };
}

/**
 * The EventBridge patterns of everything that listens by one queue: by exact type, never by prefix. Each type stands in
 * one of them, so that an event to which two subscriptions listen comes once; of a list of texts one has to be named.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function patternsOf(subscriptions: readonly Subscription[]): readonly BusPattern[] {
  const wanted = new Map<string, string[]>();
  for (const { type } of subscriptions.flatMap(({ events }) => events)) {
    const listening = subscriptions.filter(({ events }) => events.some((each) => each.type === type));
    const fields = listening.flatMap((each) => conditionOf(each, type) ?? []);
    wanted.set(type, fields.length === listening.length ? [...new Set(fields)].toSorted() : []);
  }
  const byFields = Map.groupBy(wanted, ([, fields]) => fields.join());
  return [...byFields.values()].map((alike) => {
    const detailType = alike.map(([type]) => type).toSorted();
    const [[, changed] = ['', []]] = alike;
    const pattern = { source: [eventSource], detailType };
    return changed.length === 0 ? pattern : { ...pattern, detail: { data: { changed } } };
  });
}

/** The field that an event of this type has to name as changed; undefined: each of them is wanted. */
function conditionOf({ events, ifChanged }: Subscription, type: string): string | undefined {
  const declaration = events.find((each) => each.type === type);
  return declaration !== undefined && 'changed' in declaration.data.shape ? ifChanged : undefined;
}

/**
 * Whether a subscription wants this event of its types. The queue may hold others: what another subscription listens to,
 * and what came before a deployment.
 */
export function isWanted(subscription: Subscription, event: Pick<Envelope, 'type' | 'data'>): boolean {
  const field = conditionOf(subscription, event.type);
  const { changed } = event.data;
  return field === undefined || (Array.isArray(changed) && changed.includes(field));
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
