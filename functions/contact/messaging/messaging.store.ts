/** Messages and what decides whether they may be sent, in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { increment, insert, put, replace, type Write } from '../../../shared/table/write.ts';
import { addressReleased, addressSuppressed } from './messaging.events.ts';
import {
  allSuppressions,
  contentItem,
  countRowOf,
  holdItem,
  liftItem,
  messageCountItem,
  messageItem,
  messagesToCustomer,
  suppressionItem,
} from './messaging.items.ts';
import { countedAs } from './messaging.rules.ts';
import type { Lift, Message, Recipient, Suppression } from './messaging.schema.ts';

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
    async listToCustomer(customerId: string, request: PageRequest) {
      const { items, cursor } = await table.listSummaries(messagesToCustomer, { customerId }, request);
      const found = new Map((await table.findMany(messageItem, items)).map((each) => [each.id, each]));
      return { items: items.flatMap(({ id }) => found.get(id) ?? []), cursor };
    },

    findContent: async (id: string) => (await table.find(contentItem, { id }))?.content,

    async isHeld(topic: string): Promise<boolean> {
      return (await table.find(holdItem, { topic })) !== undefined;
    },

    findSuppression: (addressHash: string): Promise<Suppression | undefined> =>
      table.find(suppressionItem, { addressHash }),

    /** When an address was last taken off the suppression list; undefined when that is longer than a year ago, or never was. */
    findLift: (addressHash: string): Promise<Lift | undefined> => table.find(liftItem, { addressHash }),

    listSuppressions: (request: PageRequest) => table.listSummaries(allSuppressions, {}, request),

    /** Puts the address of a message on the suppression list, with the event beside whoever it belongs to. */
    suppress(
      { id: messageId, recipient: meant, redirected, channel }: Message,
      { addressHash, reason }: Pick<Suppression, 'addressHash' | 'reason'>,
      context: EventContext,
    ): readonly Write[] {
      const recipient: Recipient = redirected ? { kind: 'department' } : meant;
      const suppression = { addressHash, reason, messageId, recipient, since: context.at };
      const data = { recipient, channel, reason, messageId };
      return [
        insert(suppressionItem, suppression, { onConflict: 'retry' }),
        changeEvent(collectionOf(recipient), addressSuppressed, data, context, {
          before: {},
          after: { [channel]: 'suppressed' },
        }),
      ];
    },

    /** Takes an address off the list, with the event beside whom its mail was for. */
    release(suppression: Suppression, note: string, context: EventContext): readonly Write[] {
      const { addressHash, recipient, reason, messageId, since } = suppression;
      const removal: Write = {
        action: 'Delete',
        key: keyOf(suppressionItem, suppression),
        condition: 'since = :since',
        values: { ':since': since },
        onConflict: 'retry',
      };
      // What may be about a customer stands beside them alone, where it goes with them.
      const why = recipient?.kind === 'customer' ? {} : { note };
      const lifted = { addressHash, at: context.at, by: context.actor.id, recipient, ...why };
      const kept = [removal, put(liftItem, lifted)];
      if (recipient === undefined) return kept;
      const data = { recipient, channel: 'email', reason, messageId } as const;
      const changes = { before: { email: 'suppressed' }, after: { email: 'released', note } };
      return [...kept, changeEvent(collectionOf(recipient), addressReleased, data, context, changes)];
    },
  };
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
