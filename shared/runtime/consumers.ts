/**
 * What a domain does when something has happened: handlers of events, and of the messages that share their queue.
 * One queue of an area feeds all handlers of its domains; several may take the same event, each is idempotent alone.
 */
import * as z from 'zod';
import type { EventContext, EventDeclaration, EventOf } from '../events/event.ts';
import type { Subscription } from '../events/subscription.ts';
import { type Environment, tableEnvironment } from './environment.ts';
import { openResources, type Resources } from './resources.ts';

/** Takes every event of a subscription by itself. */
export interface EventHandler {
  readonly kind: 'event';
  readonly subscription: Subscription;
  readonly handle: (event: EventOf<EventDeclaration>, context: EventContext) => Promise<void>;
}

/** Takes all events of a batch together, so that they are summed before they are written. */
export interface EventBatchHandler {
  readonly kind: 'batch';
  readonly subscription: Subscription;
  /** Answers the ids of the events that could not be handled. */
  readonly handle: (events: readonly EventOf<EventDeclaration>[]) => Promise<ReadonlySet<string>>;
}

/** Takes messages that are no events: firings of schedules, work that was handed over. */
export interface MessageHandler {
  readonly kind: 'message';
  readonly name: string;
  readonly message: z.ZodType;
  readonly handle: (message: unknown, context: EventContext) => Promise<void>;
}

export type Handler = EventHandler | EventBatchHandler | MessageHandler;

/** A projection or a reaction: handles the events of a subscription one by one. */
export function on<Events extends readonly EventDeclaration[]>(
  subscription: Subscription<Events>,
  handle: (event: EventOf<Events[number]>, context: EventContext) => Promise<void>,
): EventHandler {
  return { kind: 'event', subscription, handle: handle as EventHandler['handle'] };
}

/**
 * A counter: `handle` is given all events of a batch, whatever the subscription wants to have changed, and answers the ids
 * of those that could not be counted.
 */
export function onBatch<Events extends readonly EventDeclaration[]>(
  subscription: Subscription<Events>,
  handle: (events: readonly EventOf<Events[number]>[]) => Promise<ReadonlySet<string>>,
): EventBatchHandler {
  return { kind: 'batch', subscription, handle: handle as EventBatchHandler['handle'] };
}

/** Handles what has the shape of `message`; `name` is the actor of what follows, e.g. `callbacks-due`. */
export function onMessage<Message extends z.ZodType>(
  name: string,
  message: Message,
  handle: (message: z.output<Message>, context: EventContext) => Promise<void>,
): MessageHandler {
  return { kind: 'message', name, message, handle: handle as MessageHandler['handle'] };
}

/** What a schedule of the templates puts into the queue of its function: which job is to run, and for when. */
export const Job = z.strictObject({ job: z.string(), scheduledTime: z.string() });

/** Runs when the schedule of this name fires. */
export function onJob(name: string, run: (context: EventContext) => Promise<void>): MessageHandler {
  const message = Job.extend({ job: z.literal(name) });
  return { kind: 'message', name, message, handle: (_, context) => run(context) };
}

/** The handlers of one domain; built once when a function starts. */
export interface Consumers {
  readonly build: () => readonly Handler[];
}

/** Declares the handlers of a domain. @param environment what they need beside the table */
export function consumers<E extends Environment = typeof tableEnvironment>(
  build: (resources: Resources<E>) => readonly Handler[],
  environment?: E,
): Consumers {
  return { build: () => build(openResources(environment ?? (tableEnvironment as unknown as E))) };
}
