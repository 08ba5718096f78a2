import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { MailEvent, TextEvent } from '../messaging.messages.ts';
import { applyDeliveryEvent, type DeliveryEvent, readSendId } from '../messaging.rules.ts';
import type { Message } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';
import { type StopContext, stopSending } from './stop-sending.ts';

interface Context extends StopContext {
  readonly messages: StopContext['messages'] & Pick<MessagesStore, 'find' | 'advance'>;
}

/**
 * Takes what the mail service tells of a mail: settles a message of which nobody knew whether it went, and in the same
 * transaction sends no more to who complains or to an address that does not work. So news that come again, be it after
 * somebody has said that the address works, do nothing. News of mails of others are left alone.
 *
 * @returns the message that was told of
 */
export async function settleDelivery(
  event: MailEvent | TextEvent,
  context: Context,
): Promise<Message | undefined> {
  return settleNews(isOfText(event) ? newsOfText(event) : newsOfMail(event), context);
}

/** The same, of a service whose way to tell has been understood already. */
export async function settleNews(
  { sendId = '', news }: News,
  context: Context,
): Promise<Message | undefined> {
  const named = readSendId(sendId);
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

/**
 * The sub-types of a bounce of a mail that SES has not sent, because one of its own lists has the address
 * (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html).
 */
const withheldBy: readonly string[] = ['OnAccountSuppressionList', 'Suppressed'];

export interface News {
  readonly sendId: string | undefined;
  /** Undefined when it says nothing that matters. */
  readonly news: DeliveryEvent | undefined;
}

function newsOfMail({ detail }: MailEvent): News {
  return { sendId: detail.mail.tags.sendId?.[0], news: mailNews(detail) };
}

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html */
const textNews: Readonly<Record<string, DeliveryEvent>> = {
  TEXT_QUEUED: 'taken',
  TEXT_PENDING: 'taken',
  TEXT_SUCCESSFUL: 'taken',
  TEXT_DELIVERED: 'taken',
  // It was taken, and nobody could say what became of it.
  TEXT_UNKNOWN: 'taken',
  // There is no such number.
  TEXT_INVALID: 'bounced',
  // This time; the phone was off, or somebody between has kept it.
  TEXT_INVALID_MESSAGE: 'undelivered',
  TEXT_UNREACHABLE: 'undelivered',
  TEXT_CARRIER_UNREACHABLE: 'undelivered',
  TEXT_BLOCKED: 'undelivered',
  TEXT_CARRIER_BLOCKED: 'undelivered',
  TEXT_PROTECT_BLOCKED: 'undelivered',
  TEXT_SPAM: 'undelivered',
  TEXT_TTL_EXPIRED: 'undelivered',
};

function isOfText(event: MailEvent | TextEvent): event is TextEvent {
  return 'context' in event;
}

/** A carrier that cannot reach a phone now may yet. */
function newsOfText({ eventType, isFinal, context }: TextEvent): News {
  const news = textNews[eventType];
  return { sendId: context.sendId, news: news === 'taken' || isFinal ? news : undefined };
}

function mailNews({ eventType, bounce }: MailEvent['detail']): DeliveryEvent | undefined {
  switch (eventType) {
    case 'Send':
    case 'Delivery':
      return 'taken';
    case 'Reject':
      return 'rejected';
    case 'Bounce':
      // A mailbox that is full today is none of our business: the mail service tries again.
      if (bounce?.bounceType !== 'Permanent') return undefined;
      return withheldBy.includes(bounce.bounceSubType ?? '') ? 'withheld' : 'bounced';
    case 'Complaint':
      return 'complained';
    default:
      return undefined;
  }
}
