/** Functions that take messages from a queue. A message that fails comes again, the others of its batch do not. */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import {
  causedBy,
  type EventContext,
  type EventDeclaration,
  type EventOf,
  systemContext,
} from '../events/event.ts';
import { eventFromMessage, isEventMessage, isWanted } from '../events/subscription.ts';
import { now } from '../time/clock.ts';
import type { Consumers, EventBatchHandler, EventHandler, Handler, MessageHandler } from './consumers.ts';
import type { Environment } from './environment.ts';
import { countFailures } from './failures.ts';
import { describeError, logger } from './logger.ts';
import { openResources, type Resources } from './resources.ts';

export type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

export interface QueueFunction<Message extends z.ZodType, E extends Environment, Services> {
  /** The actor of what follows from a message, e.g. `messaging-sending`. */
  readonly name: string;
  /** The schema that the producers of the queue share. */
  readonly message: Message;
  readonly environment: E;
  readonly build: (resources: Resources<E>) => Services;
  readonly handle: (message: z.output<Message>, services: Services, context: EventContext) => Promise<void>;
}

/** A function with a queue and a purpose of its own: handles messages one by one, all of a batch at the same time. */
export function queueFunction<Message extends z.ZodType, E extends Environment, Services>(
  declared: QueueFunction<Message, E, Services>,
): QueueHandler {
  const services = declared.build(openResources(declared.environment));
  return settling(async (record) => {
    const message = declared.message.parse(JSON.parse(record.body));
    await declared.handle(message, services, systemContext(declared.name, record.messageId, now()));
  });
}

/** The function of an events queue: each message goes to every handler that has subscribed to it. */
export function eventsFunction(domains: Readonly<Record<string, Consumers>>): QueueHandler {
  const handlers = Object.values(domains).flatMap((each) => each.build());
  const batches = handlers.filter((each) => each.kind === 'batch');
  return async ({ Records }) => {
    const bodies = new Map(Records.map((record) => [record, readJson(record)]));
    const failed = new Set<SQSRecord>();
    await Promise.all([
      ...Records.map(async (record) => {
        try {
          await dispatch(bodies.get(record), record, handlers);
        } catch (error) {
          failed.add(record);
          logFailure(record, error);
        }
      }),
      ...batches.map(async (handler) => {
        const own = Records.filter((record) => isEventMessage(handler.subscription, bodies.get(record)));
        for (const record of await failuresOfBatch(handler, own, bodies)) failed.add(record);
      }),
    ]);
    return responseOf(Records.filter((record) => failed.has(record)));
  };
}

/** Unreadable JSON is no event and no message of ours; whoever dispatches it finds no handler. */
function readJson({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** All handlers of a message run, whatever becomes of the others; then the first failure is told. */
async function dispatch(body: unknown, record: SQSRecord, handlers: readonly Handler[]): Promise<void> {
  const taking = handlers.filter((handler) => takes(handler, body));
  if (taking.length === 0) throw new Error('No handler takes this message');
  const outcomes = await Promise.allSettled(
    taking.map(async (handler) => {
      if (handler.kind === 'event') await handleEvent(handler, body);
      if (handler.kind === 'message') await handleMessage(handler, body, record);
    }),
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

function takes(handler: Handler, body: unknown): boolean {
  return handler.kind === 'message'
    ? handler.message.safeParse(body).success
    : isEventMessage(handler.subscription, body);
}

async function handleEvent(handler: EventHandler, body: unknown): Promise<void> {
  const event = eventFromMessage(handler.subscription, body);
  if (!isWanted(handler.subscription, event)) return;
  await handler.handle(event, causedBy(event, handler.subscription.name, now()));
}

async function handleMessage(handler: MessageHandler, body: unknown, record: SQSRecord): Promise<void> {
  await handler.handle(handler.message.parse(body), systemContext(handler.name, record.messageId, now()));
}

/** The records whose events a batch handler could not handle; all of them when it throws. */
async function failuresOfBatch(
  handler: EventBatchHandler,
  records: readonly SQSRecord[],
  bodies: ReadonlyMap<SQSRecord, unknown>,
): Promise<readonly SQSRecord[]> {
  if (records.length === 0) return [];
  try {
    const events = new Map<SQSRecord, EventOf<EventDeclaration>>();
    for (const record of records)
      events.set(record, eventFromMessage(handler.subscription, bodies.get(record)));
    const failed = await handler.handle([...events.values()]);
    return records.filter((record) => failed.has(events.get(record)?.id ?? ''));
  } catch (error) {
    for (const record of records) logFailure(record, error);
    return records;
  }
}

/** Handles messages one by one, all of a batch at the same time. */
function settling(handle: (record: SQSRecord) => Promise<void>): QueueHandler {
  return async ({ Records }) => {
    const outcomes = await Promise.allSettled(Records.map(async (record) => handle(record)));
    return responseOf(
      Records.filter((record, index) => {
        const outcome = outcomes[index];
        if (outcome?.status !== 'rejected') return false;
        logFailure(record, outcome.reason);
        return true;
      }),
    );
  };
}

function responseOf(failed: readonly SQSRecord[]): SQSBatchResponse {
  if (failed.length > 0) countFailures(failed.length);
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
}

function logFailure(record: SQSRecord, error: unknown): void {
  logger.error('message failed', {
    messageId: record.messageId,
    receiveCount: record.attributes.ApproximateReceiveCount,
    error: describeError(error),
  });
}
