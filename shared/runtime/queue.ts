/** Handlers of functions that take messages from a queue. A message that fails comes again, the others do not. */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { causedBy, type EventContext, type EventDeclaration, type EventOf } from '../events/event.ts';
import { eventFromMessage, type Subscription } from '../events/subscription.ts';
import { now } from '../time/clock.ts';
import { describeError, logger } from './logger.ts';

type QueueHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** Handles messages one by one, all of a batch at the same time. */
export function queueHandler(handle: (record: SQSRecord) => Promise<void>): QueueHandler {
  return async ({ Records }) => {
    const outcomes = await Promise.allSettled(Records.map(async (record) => handle(record)));
    return failuresOf(
      Records.filter((record, index) => {
        const outcome = outcomes[index];
        if (outcome?.status !== 'rejected') return false;
        logFailure(record, outcome.reason);
        return true;
      }),
    );
  };
}

/** A projection or a reaction: handles the events of a subscription one by one. */
export function eventHandler<Events extends readonly EventDeclaration[]>(
  subscription: Subscription<Events>,
  handle: (event: EventOf<Events[number]>, origin: EventContext) => Promise<void>,
): QueueHandler {
  return queueHandler(async (record) => {
    const event = eventFromMessage(subscription, record.body);
    await handle(event, causedBy(event, subscription.name, now()));
  });
}

/**
 * A counter: takes all events of a batch together, so that they are summed before they are written.
 * `handle` answers the ids of the events that could not be counted.
 */
export function eventBatchHandler<Events extends readonly EventDeclaration[]>(
  subscription: Subscription<Events>,
  handle: (events: readonly EventOf<Events[number]>[]) => Promise<ReadonlySet<string>>,
): QueueHandler {
  return async ({ Records }) => {
    const read = Records.map((record) => {
      try {
        return { record, event: eventFromMessage(subscription, record.body) };
      } catch (error) {
        logFailure(record, error);
        return { record, event: undefined };
      }
    });
    const failed = await handle(read.flatMap(({ event }) => (event === undefined ? [] : [event])));
    return failuresOf(
      read.filter(({ event }) => event === undefined || failed.has(event.id)).map(({ record }) => record),
    );
  };
}

function failuresOf(records: readonly SQSRecord[]): SQSBatchResponse {
  return { batchItemFailures: records.map((record) => ({ itemIdentifier: record.messageId })) };
}

function logFailure(record: SQSRecord, error: unknown): void {
  logger.error('message failed', {
    messageId: record.messageId,
    receiveCount: record.attributes.ApproximateReceiveCount,
    error: describeError(error),
  });
}
