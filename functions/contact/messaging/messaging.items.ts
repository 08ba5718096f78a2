/** How messages lie in the one table. */
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { messageOverdue } from './messaging.events.ts';
import { Content, Hold, Message, Suppression } from './messaging.schema.ts';

/** What became of a message can be looked up this long after it has expired. */
const restSeconds = 365 * 24 * 60 * 60;

/** The outbox. An insert is the event `message.requested`; only a message that has to wait stands in an index. */
export const messageItem = defineItem({
  name: 'message',
  v: 1,
  schema: Message,
  key: ['MSG#{id}', '-'],
  indexes: { gsi3: dueKeys },
  parts: ({ waitsUntil, id }) => dueParts(messageOverdue, waitsUntil, id),
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + restSeconds,
});

export const contentItem = defineItem({
  name: 'message-content',
  v: 1,
  schema: Content,
  key: ['CONTENT#{id}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

export const holdItem = defineItem({
  name: 'message-hold',
  v: 1,
  schema: Hold,
  key: ['HOLD#{topic}', '-'],
});

export const suppressionItem = defineItem({
  name: 'suppression',
  v: 1,
  schema: Suppression,
  key: ['SUPPRESSION#{addressHash}', '-'],
});
