/**
 * Events. An item that is inserted into the table with a top-level string `event` *is* the event: the stream
 * carries it to the relay, the relay puts its envelope on the bus. On the bus events are thin: ids, versions
 * and names of changed fields. Personal data stays in the table.
 */
import * as z from 'zod';
import { idKind, newId } from '../values/ids.ts';

/** The `source` of every event we put on the bus. */
export const eventSource = 'rapport';

/** An event that went through this many consumers is taken for a loop: the relay parks it. */
export const maximumHops = 10;

export interface EventDeclaration<Type extends string = string, Data extends z.ZodObject = z.ZodObject> {
  /** `entity.past-participle`, e.g. `customer.created`. */
  readonly type: Type;
  /** Thin data; only ever gains fields, because old and new code run together during a deploy. */
  readonly data: Data;
}

export const eventId = idKind('event');

/** Declares an event that a domain raises. */
export function event<const Type extends string, Data extends z.ZodObject>(
  type: Type,
  data: Data,
): EventDeclaration<Type, Data> {
  return { type, data };
}

/** Who caused a change. */
export const Actor = z.strictObject({
  kind: z.enum(['person', 'machine', 'customer', 'system']),
  id: z.string(),
});
export type Actor = z.infer<typeof Actor>;

/** Who causes a change, when and because of what; every write that raises an event is given one. */
export interface EventContext {
  readonly actor: Actor;
  /** The same for everything that follows from one request or one firing. */
  readonly correlationId: string;
  /** The event that led to this change. */
  readonly causationId?: string | undefined;
  /** The change that is taken back. */
  readonly restores?: string | undefined;
  readonly hops: number;
  /** The instant at which the change happens, RFC 3339 UTC. */
  readonly at: string;
}

/** What travels on the bus as `detail`. */
export const Envelope = z.object({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  data: z.record(z.string(), z.unknown()),
  actor: Actor,
  correlationId: z.string(),
  causationId: z.string().optional(),
  restores: z.string().optional(),
  hops: z.int(),
});
export type Envelope = z.infer<typeof Envelope>;

/** An event as a consumer sees it: the envelope with parsed data. */
export type EventOf<Declaration extends EventDeclaration> =
  Declaration extends EventDeclaration<infer Type, infer Data>
    ? Omit<Envelope, 'type' | 'data'> & { readonly type: Type; readonly data: z.output<Data> }
    : never;

/** The attributes that make an inserted item an event: `event` for the stream's filter, `envelope` for the bus. */
export interface EventAttributes {
  readonly event: string;
  readonly envelope: Envelope;
}

/** Makes the event attributes for an item. The data is checked, so that nothing undeclared reaches the bus. */
export function raise<Declaration extends EventDeclaration>(
  declaration: Declaration,
  data: z.input<Declaration['data']>,
  origin: EventContext,
): EventAttributes {
  return {
    event: declaration.type,
    envelope: {
      id: newId(eventId),
      type: declaration.type,
      at: origin.at,
      data: declaration.data.parse(data),
      actor: origin.actor,
      correlationId: origin.correlationId,
      ...(origin.causationId === undefined ? {} : { causationId: origin.causationId }),
      ...(origin.restores === undefined ? {} : { restores: origin.restores }),
      hops: origin.hops,
    },
  };
}

/** The context of what the system does by itself, e.g. when a schedule fires or a queue hands over work. */
export function systemContext(name: string, correlationId: string, at: string): EventContext {
  return { actor: { kind: 'system', id: name }, correlationId, hops: 0, at };
}

/** The context of a public request once its link has told which customer is behind it. */
export function customerContext(request: EventContext, customerId: string): EventContext {
  return { ...request, actor: { kind: 'customer', id: customerId } };
}

/** The context of whatever a consumer does because of an event. */
export function causedBy(cause: Omit<Envelope, 'data' | 'type'>, consumer: string, at: string): EventContext {
  return {
    actor: { kind: 'system', id: consumer },
    correlationId: cause.correlationId,
    causationId: cause.id,
    hops: cause.hops + 1,
    at,
  };
}
