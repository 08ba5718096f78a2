/** Messages and what decides whether they may be sent, in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { customerContext, type EventContext } from '../../../shared/events/event.ts';
import type { ShortLink } from '../../../shared/messaging/short-links.ts';
import { keyOf, toRecord } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, put, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { addressReleased, addressSuppressed, textReceived } from './messaging.events.ts';
import {
  answerMarkItem,
  contentItem,
  countRowOf,
  holdItem,
  liftItem,
  messageCountItem,
  messageItem,
  messagesToCustomer,
  shortLinkItem,
  suppressionItem,
  suppressionsList,
} from './messaging.items.ts';
import { countedAs } from './messaging.rules.ts';
import type { AnswerMark, Lift, Message, Recipient, Suppression } from './messaging.schema.ts';

/** What the list of suppressed addresses can be narrowed by. */
export type SuppressionFilters = Partial<Record<'reason' | 'channel', string | undefined>>;

export type MessagesStore = ReturnType<typeof createMessagesStore>;

export function createMessagesStore(table: Table) {
  return {
    find: (id: string): Promise<Message | undefined> => table.find(messageItem, { id }),

    /**
     * Writes the next state and counts it with its group, all or nothing with what stands beside it. Throws
     * `ConcurrentModification` when somebody was faster.
     */
    async advance(before: Message, after: Message, beside: readonly Write[] = []): Promise<void> {
      await table.commit([...advanced(before, after), ...beside]);
    },

    /** One page of the messages to a customer, newest first; each of them costs one read unit. */
    async listToCustomer(customerId: string | ReadonlySet<string>, request: PageRequest) {
      const { items, cursor } = await table.listSummaries(messagesToCustomer, { customerId }, request);
      const found = new Map((await table.findMany(messageItem, items)).map((each) => [each.id, each]));
      return { items: items.flatMap(({ id }) => found.get(id) ?? []), cursor };
    },

    findContent: async (id: string) => (await table.find(contentItem, { id }))?.content,

    async isHeld(topic: string): Promise<boolean> {
      return (await table.find(holdItem, { topic })) !== undefined;
    },

    /** Makes a short link lead somewhere until then. Put again it is the same. */
    putShortLink: ({ hash, sealed }: ShortLink, expiresAt: Instant): Write =>
      put(shortLinkItem, { hash, sealed, expiresAt }),

    findSuppression: (addressHash: string): Promise<Suppression | undefined> =>
      table.find(suppressionItem, { addressHash }),

    /** When an address was last taken off the suppression list; undefined when that is longer than a year ago, or never was. */
    findLift: (addressHash: string): Promise<Lift | undefined> => table.find(liftItem, { addressHash }),

    listSuppressions: (filters: SuppressionFilters, request: PageRequest) =>
      suppressionsList.page(table, filters, request),

    /**
     * Puts the address of a message on the suppression list, with the event beside whoever it belongs to.
     *
     * @param before what stands there and stops less
     */
    suppress(
      { id: messageId, recipient: meant, redirected, channel }: Message,
      { addressHash, reason, purposes }: Pick<Suppression, 'addressHash' | 'reason' | 'purposes'>,
      context: EventContext,
      before?: Suppression,
    ): readonly Write[] {
      const recipient: Recipient = redirected ? { kind: 'department' } : meant;
      const told = { addressHash, channel, reason, messageId, recipient, since: context.at };
      const suppression = purposes === undefined ? told : { ...told, purposes };
      const data = { recipient, channel, reason, messageId };
      return [
        before === undefined
          ? insert(suppressionItem, suppression, { onConflict: 'retry' })
          : replaceSince(before, suppression),
        changeEvent(collectionOf(recipient), addressSuppressed, data, context, {
          before: {},
          after: { [channel]: 'suppressed', ...(purposes === undefined ? {} : { purposes }) },
        }),
      ];
    },

    /** Stops every text to a number, because whoever has it says so; none when nothing goes there already. */
    optOut(
      {
        addressHash,
        recipient,
        before,
      }: Pick<Suppression, 'addressHash' | 'recipient'> & { readonly before: Suppression | undefined },
      context: EventContext,
    ): readonly Write[] {
      if (before !== undefined) return [];
      const suppression = {
        addressHash,
        channel: 'sms',
        reason: 'opt-out',
        recipient,
        since: context.at,
      } as const;
      const kept = insert(suppressionItem, suppression, { onConflict: 'retry' });
      if (recipient === undefined) return [kept];
      const changes = { before: {}, after: { sms: 'suppressed' } };
      const data = { recipient, channel: 'sms', reason: 'opt-out' } as const;
      return [kept, changeEvent(collectionOf(recipient), addressSuppressed, data, context, changes)];
    },

    /** Takes that back, and nothing that has stopped it otherwise. */
    optIn: (before: Suppression | undefined, context: EventContext): readonly Write[] =>
      before?.reason === 'opt-out' ? released(before, undefined, context) : [],

    findAnswer: (key: Pick<AnswerMark, 'customerId' | 'hash'>): Promise<AnswerMark | undefined> =>
      table.find(answerMarkItem, key),

    /** Keeps what a customer has answered to a text, once, in their timeline. */
    keepAnswer(mark: AnswerMark, text: string, origin: EventContext): readonly Write[] {
      const { customerId } = mark;
      const changes = { before: {}, after: { text } };
      const context = customerContext(origin, customerId);
      const collection = collectionOf({ kind: 'customer', id: customerId });
      return [
        insert(answerMarkItem, mark, { onConflict: 'retry' }),
        changeEvent(collection, textReceived, { customerId }, context, changes),
      ];
    },

    /** Takes an address off the list, with the event beside whom its mail was for. */
    release: (suppression: Suppression, note: string, context: EventContext): readonly Write[] =>
      released(suppression, note, context),
  };
}

function released(
  suppression: Suppression,
  note: string | undefined,
  context: EventContext,
): readonly Write[] {
  const { addressHash, channel, recipient, reason, messageId, since } = suppression;
  const removal: Write = {
    action: 'Delete',
    key: keyOf(suppressionItem, suppression),
    ...stillSince(since),
  };
  const lifted = { addressHash, at: context.at, by: context.actor.id, recipient, reason, note };
  const kept = [removal, put(liftItem, lifted)];
  // A number of nobody has no timeline: who has lifted it is kept beside it, and nothing where its owner has sent START.
  if (recipient === undefined && note === undefined) return kept;
  const collection = recipient === undefined ? removal.key.pk : collectionOf(recipient);
  const data = { recipient, channel, reason, messageId };
  const after = { [channel]: 'released', ...(note === undefined ? {} : { note }) };
  const changes = { before: { [channel]: 'suppressed' }, after };
  return [...kept, changeEvent(collection, addressReleased, data, context, changes)];
}

/** The condition that an address was not suppressed anew, or lifted, in the meantime. */
function stillSince(since: Instant) {
  return { condition: 'since = :since', values: { ':since': since }, onConflict: 'retry' } as const;
}

function replaceSince({ since }: Suppression, suppression: Suppression): Write {
  const key = keyOf(suppressionItem, suppression);
  return { action: 'Put', key, record: toRecord(suppressionItem, suppression), ...stillSince(since) };
}

/** The writes of the next state of a message, and of its count. */
export function advanced(before: Message, after: Message): readonly Write[] {
  const next = replace(messageItem, after, { ifVersion: before.version, onConflict: 'retry' });
  return [next, ...countsMoved(before, after)];
}

/** A message counts once in what it has come to, whatever it counted as before. */
function countsMoved(before: Message, after: Message): readonly Write[] {
  const [from, to] = [countedAs(before), countedAs(after)];
  if (after.group === undefined || from === to) return [];
  const amounts = { ...(from && { [from]: -1 }), ...(to && { [to]: 1 }) };
  return [increment(messageCountItem, countRowOf(after.group, after.id), amounts)];
}

/** Where what becomes of somebody is kept. */
function collectionOf(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'customer':
      return `C#${recipient.id}`;
    case 'staff':
      return `STAFF#${recipient.id}`;
    case 'department':
      return 'DEPARTMENT';
  }
}
