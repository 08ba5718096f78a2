/** What other domains may ask the messaging domain. Asking is a `Write`, so that it is part of their own transaction. */
import { type EventContext, raise } from '../../../shared/events/event.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { messageRequested } from './messaging.events.ts';
import { contentItem, holdItem, messageItem } from './messaging.items.ts';
import { type Message, MessageRequest } from './messaging.schema.ts';

export { type MessageRequest, messageId } from './messaging.schema.ts';

/**
 * Asks for a message. Whether it may be sent is decided when its turn comes: consent, suppression list, held topics,
 * expiry. Asking again under the same id changes nothing.
 *
 * @throws ZodError when the request is not one, e.g. its data has more than 4 KB
 */
export function requestMessage(request: MessageRequest, context: EventContext): Write {
  const { id, purpose, channel, ...rest } = MessageRequest.parse(request);
  const { at: requestedAt, correlationId } = context;
  const message: Message = {
    ...{ id, version: 1, purpose, channel, ...rest },
    ...{ requestedAt, correlationId, state: 'planned', attempt: 0 },
  };
  const event = raise(messageRequested, { messageId: id, purpose, channel }, context);
  return insert(messageItem, message, { event, onConflict: 'ok' });
}

/** Keeps what many messages share until they have expired. Content never changes: putting it again does nothing. */
export function putContent(
  id: string,
  content: Readonly<Record<string, unknown>>,
  expiresAt: Instant,
): Write {
  return insert(contentItem, { id, content: { ...content }, expiresAt }, { onConflict: 'ok' });
}

/** From now on no message about this topic is sent, until it is released; what is skipped meanwhile stays unsent. */
export function holdTopic(topic: string, { at: since }: EventContext): Write {
  return put(holdItem, { topic, since });
}

/** Messages about this topic may be sent. */
export function releaseTopic(topic: string): Write {
  return remove(holdItem, { topic });
}

export function createMessageReader(table: Pick<Table, 'find'>) {
  return {
    /** What became of a message, and in which language it was sent. */
    find: (id: string): Promise<Message | undefined> => table.find(messageItem, { id }),
  };
}
