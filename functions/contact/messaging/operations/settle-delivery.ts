import type { EventContext } from '../../../../shared/events/event.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type ConsentReader, withdrawConsent } from '../../consents/index.ts';
import type { MailEvent } from '../messaging.messages.ts';
import { applyDeliveryEvent, type DeliveryEvent, policies, readSendId } from '../messaging.rules.ts';
import type { Message } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';

interface Context {
  readonly messages: Pick<MessagesStore, 'find' | 'findSuppression' | 'suppress' | 'advance'>;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly origin: EventContext;
}

/**
 * Takes what the mail service tells of a mail: settles a message of which nobody knew whether it went, and in the same
 * transaction sends no more to who complains or to an address that does not work. So news that come again, be it after
 * somebody has said that the address works, do nothing. News of mails of others are left alone.
 *
 * @returns the message that was told of
 */
export async function settleDelivery({ detail }: MailEvent, context: Context): Promise<Message | undefined> {
  const named = readSendId(detail.mail.tags.sendId?.[0] ?? '');
  const news = newsOf(detail);
  if (named === undefined || news === undefined) return undefined;
  const { messages, origin } = context;
  return retryOnConflict(async () => {
    const before = await messages.find(named.id);
    const after = before && applyDeliveryEvent(before, { news, attempt: named.attempt, now: origin.at });
    if (before === undefined || after === undefined) return before;
    // What is known of the address is that of the last attempt.
    const isCurrent = after.attempt === named.attempt;
    await messages.advance(before, after, isCurrent ? await stopSending(after, news, context) : []);
    return after;
  });
}

async function stopSending(
  message: Message,
  news: DeliveryEvent,
  { messages, consents, origin }: Context,
): Promise<readonly Write[]> {
  const { recipient, channel, purpose, addressHash } = message;
  const context = { ...origin, correlationId: message.correlationId };
  const { consent } = policies[purpose];
  if (news === 'complained' && consent !== undefined && recipient.kind === 'customer') {
    const key = { customerId: recipient.id, purpose: consent, channel };
    return withdrawConsent(await consents.find(key), { ...key, source: 'complaint' }, context);
  }
  if (addressHash === undefined || (news !== 'complained' && news !== 'bounced')) return [];
  if ((await messages.findSuppression(addressHash)) !== undefined) return [];
  const reason = news === 'bounced' ? 'bounce' : 'complaint';
  return messages.suppress(message, { addressHash, reason }, context);
}

function newsOf({ eventType, bounce }: MailEvent['detail']): DeliveryEvent | undefined {
  switch (eventType) {
    case 'Send':
    case 'Delivery':
      return 'taken';
    case 'Reject':
      return 'rejected';
    case 'Bounce':
      // A mailbox that is full today is none of our business: the mail service tries again.
      return bounce?.bounceType === 'Permanent' ? 'bounced' : undefined;
    case 'Complaint':
      return 'complained';
    default:
      return undefined;
  }
}
