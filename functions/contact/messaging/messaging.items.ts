/** How messages lie in the one table. */
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardCount, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { messageOverdue } from './messaging.events.ts';
import { doubt, isSettled } from './messaging.rules.ts';
import {
  AnswerMark,
  Content,
  Hold,
  KeptShortLink,
  Lift,
  Message,
  MessageCount,
  Suppression,
} from './messaging.schema.ts';

/** What became of a message can be looked up this long after it has expired. */
const restSeconds = 365 * 24 * 60 * 60;

/**
 * The outbox. An insert is the event `message.requested`. A message to a customer stands in an index by its id alone,
 * which sorts by time and never changes, so that its states cost no write there; one that has to wait stands in the due
 * list, too.
 */
export const messageItem = defineItem({
  name: 'message',
  v: 1,
  retention: 'trace',
  schema: Message,
  key: ['MSG#{id}', '-'],
  indexes: { gsi1: ['C#{customerId}', '{relation}#{id}'], gsi3: dueKeys },
  parts: ({ waitsUntil, id, recipient, about }) => ({
    ...dueParts(messageOverdue, waitsUntil, id),
    ...(recipient.kind === 'customer'
      ? { customerId: recipient.id, relation: 'MSG' }
      : { customerId: about, relation: 'ABOUT' }),
  }),
  summary: Message.pick({ id: true }),
  expires: ({ expiresAt }) => epochSeconds(expiresAt) + restSeconds,
  afterRestore: (message, now) => (isSettled(message) ? message : doubt(message, now)),
});

export const messagesToCustomer = definePattern({
  question: 'What was written to this customer? Newest first.',
  item: messageItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'MSG#',
  newestFirst: true,
});

/** Rows over which the counts of one group are spread: two mails of a run hardly ever meet in one. */
export const countRows = 16;

/** Counts of messages, kept by the transactions that ask for them and settle them. Four rows in each of four partitions. */
export const messageCountItem = defineItem({
  name: 'message-count',
  v: 1,
  retention: 'statistic',
  schema: MessageCount,
  key: ['STAT#messages#{group}#{shard}', 'ROW#{row}'],
});

/** The row in which a message of a group is counted. */
export function countRowOf(group: string, messageId: string) {
  const row = shardOf(messageId, countRows);
  return { group, row: String(row).padStart(2, '0'), shard: String(row % shardCount) };
}

export const countsOfGroup = definePattern({
  question: 'What became of the messages of this group?',
  item: messageCountItem,
  partition: 'STAT#messages#{group}#{shard}',
});

export const contentItem = defineItem({
  name: 'message-content',
  v: 1,
  retention: 'trace',
  schema: Content,
  key: ['CONTENT#{id}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

export const holdItem = defineItem({
  name: 'message-hold',
  v: 1,
  retention: 'trace',
  schema: Hold,
  key: ['HOLD#{topic}', '-'],
  expires: ({ until }) => (until === undefined ? undefined : epochSeconds(until)),
});

export const suppressionItem = defineItem({
  name: 'suppression',
  v: 1,
  retention: 'proof',
  schema: Suppression,
  key: ['SUPPRESSION#{addressHash}', '-'],
  indexes: { gsi1: ['LIST#suppression#{shard}', '{since}#{addressHash}'] },
  parts: ({ addressHash }) => ({ shard: String(shardOf(addressHash)) }),
  summary: Suppression,
});

const allSuppressions = definePattern({
  question: 'Which addresses take no mail? Newest first.',
  item: suppressionItem,
  index: 'gsi1',
  partition: 'LIST#suppression#{shard}',
  newestFirst: true,
});

/** Which addresses take no messages, as managers ask for them. */
export const suppressionsList = defineList({
  item: suppressionItem,
  all: allSuppressions,
  bounded: ['reason', 'channel'],
});

export const shortLinkItem = defineItem({
  name: 'short-link',
  v: 1,
  retention: 'trace',
  schema: KeptShortLink,
  key: ['SHORT#{hash}', '-'],
  expires: ({ expiresAt }) => epochSeconds(expiresAt),
});

export const liftItem = defineItem({
  name: 'suppression-lift',
  v: 1,
  retention: 'trace',
  schema: Lift,
  key: ['SUPPRESSION#{addressHash}', 'LIFTED'],
  expires: ({ at }) => epochSeconds(at) + restSeconds,
});

/** A service tells again within hours, and dead letters are delivered again within two weeks. */
const replaySeconds = 30 * 24 * 60 * 60;

export const answerMarkItem = defineItem({
  name: 'answer-mark',
  v: 1,
  retention: 'trace',
  schema: AnswerMark,
  key: ['C#{customerId}', 'ANSWER#{hash}'],
  expires: ({ at }) => epochSeconds(at) + replaySeconds,
});
