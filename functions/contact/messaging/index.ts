/** What other domains may ask the messaging domain. Asking is a `Write`, so that it is part of their own transaction. */
import { type EventContext, raise } from '../../../shared/events/event.ts';
import { hashOfCode, isCode, targetOf } from '../../../shared/messaging/short-links.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, put, remove, type Write } from '../../../shared/table/write.ts';
import { hashOfEmail } from '../../../shared/values/address-hash.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Contact } from '../../customers/customers/index.ts';
import { createContactForecast } from '../budgets/index.ts';
import type { Channel } from '../consents/consents.schema.ts';
import { createConsentsReader } from '../consents/index.ts';
import { messageRequested } from './messaging.events.ts';
import {
  contentItem,
  countRowOf,
  countRows,
  countsOfGroup,
  holdItem,
  messageCountItem,
  messageItem,
  shortLinkItem,
  suppressionItem,
} from './messaging.items.ts';
import { applyDeliveryEvent, sumCounts } from './messaging.rules.ts';
import { type Message, type MessageCounts, MessageRequest, type Suppression } from './messaging.schema.ts';
import { advanced } from './messaging.store.ts';
import { foreseeSending } from './operations/foresee-sending.ts';

export { type MessageCounts, type MessageRequest, messageId, type Suppression } from './messaging.schema.ts';

/**
 * Asks for messages, all or none, and counts them with their group. Whether each may be sent is decided when its turn
 * comes: consent, suppression list, held topics, expiry. Asking again under the same id changes nothing; with others
 * beside it, these are not asked for either, so ask for them one by one when the commit answers `already`.
 *
 * @throws ZodError when a request is not one, e.g. its data has more than 4 KB
 */
export function requestMessages(
  requests: readonly MessageRequest[],
  context: EventContext,
): readonly Write[] {
  const messages = requests.map((request) => plannedMessage(MessageRequest.parse(request), context));
  return [
    ...messages.map((message) => {
      const event = raise(messageRequested, { messageId: message.id }, context);
      return insert(messageItem, message, { event, onConflict: 'ok' });
    }),
    ...countsPlanned(messages),
  ];
}

/** Asks for one message. Asking again under the same id changes nothing. */
export function requestMessage(request: MessageRequest, context: EventContext): readonly Write[] {
  return requestMessages([request], context);
}

function plannedMessage(request: MessageRequest, { correlationId }: EventContext): Message {
  return { ...request, version: 1, correlationId, state: 'planned', attempt: 0 };
}

/** One row for all of a group: whoever asks for many at once seldom meets others there. */
function countsPlanned(messages: readonly Message[]): readonly Write[] {
  const groups = Map.groupBy(messages, ({ group }) => group);
  return [...groups].flatMap(([group, [first, ...others]]) =>
    group === undefined || first === undefined
      ? []
      : [increment(messageCountItem, countRowOf(group, first.id), { planned: 1 + others.length })],
  );
}

/** Keeps what many messages share until they have expired. Content never changes: putting it again does nothing. */
export function putContent(
  id: string,
  content: Readonly<Record<string, unknown>>,
  expiresAt: Instant,
): Write {
  return insert(contentItem, { id, content: { ...content }, expiresAt }, { onConflict: 'ok' });
}

/**
 * From now on no message about this topic is sent, until it is released; what is skipped meanwhile stays unsent.
 *
 * @param until when no message about it can be left, for a topic that nobody releases
 */
export function holdTopic(topic: string, { at: since }: EventContext, until?: Instant): Write {
  return put(holdItem, { topic, since, ...(until === undefined ? {} : { until }) });
}

/** Messages about this topic may be sent. */
export function releaseTopic(topic: string): Write {
  return remove(holdItem, { topic });
}

/**
 * The writes by which a mail has arrived because its link was used: whatever is still unknown of it, it is not sent
 * again. None when it is settled already.
 */
export function messageArrived(message: Message, { at: now }: EventContext): readonly Write[] {
  const after = applyDeliveryEvent(message, { news: 'taken', attempt: message.attempt, now });
  return after === undefined ? [] : advanced(message, after);
}

export type SuppressionReader = ReturnType<typeof createSuppressionReader>;

export function createSuppressionReader(table: Pick<Table, 'find'>) {
  return {
    /** Why nothing is sent to an address; undefined when it takes mail. */
    ofAddress: (email: string): Promise<Suppression | undefined> =>
      table.find(suppressionItem, { addressHash: hashOfEmail(email) }),
  };
}

export type SendForecast = ReturnType<typeof createSendForecast>;

/** Tells what would become of invitations to customers, see `foreseeSending`. */
export function createSendForecast(
  table: Table,
  { sendsTexts, askAgainAfterDays }: { readonly sendsTexts: boolean; readonly askAgainAfterDays: number },
) {
  const context = {
    consents: createConsentsReader(table),
    contacts: createContactForecast(table, { askAgainAfterDays }),
    findSuppressions: (hashes: readonly string[]) =>
      table.findMany(
        suppressionItem,
        hashes.map((addressHash) => ({ addressHash })),
        { consistent: false },
      ),
    sendsTexts,
  };
  return (customers: readonly Contact[], sending: { readonly channel: Channel; readonly at: Instant }) =>
    foreseeSending(customers, sending, context);
}

export type MessageReader = ReturnType<typeof createMessageReader>;

export function createMessageReader(table: Pick<Table, 'find' | 'findMany'>) {
  return {
    /** What became of a message, and in which language it was sent. */
    find: (id: string): Promise<Message | undefined> => table.find(messageItem, { id }),

    /** The same of many, in no order. */
    findMany: (ids: readonly string[]): Promise<readonly Message[]> =>
      table.findMany(
        messageItem,
        ids.map((id) => ({ id })),
      ),
  };
}

export function createMessageCounts(table: Pick<Table, 'listItems'>) {
  return {
    /** What became of the messages of each group: 2 read units for a group. */
    async ofGroups(groups: readonly string[]): Promise<ReadonlyMap<string, MessageCounts>> {
      const counts = groups.map(async (group) => {
        const { items } = await table.listItems(countsOfGroup, { group }, { limit: countRows });
        return [group, sumCounts(items)] as const;
      });
      return new Map(await Promise.all(counts));
    },
  };
}

export function createShortLinkReader(table: Pick<Table, 'find'>) {
  return {
    /** Where the short link of a text leads; undefined when there is no such link any more. */
    async find(code: string, now: Instant): Promise<string | undefined> {
      const link = isCode(code) ? await table.find(shortLinkItem, { hash: hashOfCode(code) }) : undefined;
      return link === undefined || link.expiresAt <= now ? undefined : targetOf(link.sealed, code);
    },
  };
}
