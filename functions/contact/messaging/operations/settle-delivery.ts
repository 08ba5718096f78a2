import type { EventContext } from '../../../../shared/events/event.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId, instantOfId } from '../../../../shared/values/derived-id.ts';
import type { AddressMarks } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { type ConsentReader, withdrawConsent } from '../../consents/index.ts';
import { requestMessage } from '../index.ts';
import { type Returned, template as returnedTemplate } from '../messaging.mail.ts';
import type { MailEvent, TextEvent } from '../messaging.messages.ts';
import {
  addressOf,
  applyDeliveryEvent,
  consentedPurposes,
  type DeliveryEvent,
  policies,
  readSendId,
} from '../messaging.rules.ts';
import { type Message, messageId, type Suppression } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';

interface Context {
  readonly messages: Pick<MessagesStore, 'find' | 'findSuppression' | 'findLift' | 'suppress' | 'advance'>;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly marks: Pick<AddressMarks, 'mark'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly origin: EventContext;
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
  const { sendId = '', news } = isOfText(event) ? newsOfText(event) : newsOfMail(event);
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

/** So long the department is told of a mail that came back. */
const usefulDays = 7;

const suppressionReasons = {
  bounced: 'bounce',
  withheld: 'withheld',
  complained: 'complaint',
} as const satisfies Partial<Record<DeliveryEvent, Suppression['reason']>>;

async function stopSending(
  message: Message,
  news: DeliveryEvent,
  { messages, consents, marks, staff, origin }: Context,
): Promise<readonly Write[]> {
  const { addressHash } = message;
  if (addressHash === undefined || news === 'taken' || news === 'rejected' || news === 'undelivered')
    return [];
  const context = { ...origin, correlationId: message.correlationId };
  const [suppressed, withdrawn, told] = await Promise.all([
    suppressing({ ...message, addressHash }, news, { messages, marks, context }),
    news === 'complained' ? withdrawing(message, { consents, context }) : [],
    tellDepartment(message, news, { staff, context }),
  ]);
  return [...withdrawn, ...suppressed, ...told];
}

/** Whoever complains of a message to which customers have to agree agrees no more. */
async function withdrawing(
  { recipient, channel, purpose }: Message,
  { consents, context }: Pick<Context, 'consents'> & { readonly context: EventContext },
): Promise<readonly Write[]> {
  const { consent } = policies[purpose];
  if (consent === undefined || recipient.kind !== 'customer') return [];
  const key = { customerId: recipient.id, purpose: consent, channel };
  return withdrawConsent(await consents.find(key), { ...key, source: 'complaint' }, context);
}

/** The address takes no more, and is to be corrected where it does not work; nothing when that is known already. */
async function suppressing(
  message: Message & { readonly addressHash: string },
  news: keyof typeof suppressionReasons,
  { messages, marks, context }: Pick<Context, 'messages' | 'marks'> & { readonly context: EventContext },
): Promise<readonly Write[]> {
  const { addressHash, channel, purpose, recipient, sentAt } = message;
  const stopped =
    news === 'complained' && policies[purpose].consent !== undefined ? consentedPurposes : undefined;
  // One after the other: whoever lifts in between is seen.
  const before = await messages.findSuppression(addressHash);
  if (before !== undefined && (before.purposes === undefined || stopped !== undefined)) return [];
  // What came back of before an address was lifted says nothing of what it is since; a complaint is no matter of its state.
  const lift = news === 'complained' ? undefined : await messages.findLift(addressHash);
  if (lift !== undefined && sentAt !== undefined && sentAt < lift.at) return [];
  const reason = suppressionReasons[news];
  const purposes = stopped && [...stopped];
  const writes = messages.suppress(message, { addressHash, reason, purposes }, context, before);
  if (reason === 'complaint' || recipient.kind !== 'customer') return writes;
  const marked = await marks.mark(recipient.id, { ...addressOf({ addressHash, channel }), reason }, context);
  return [...writes, ...marked];
}

/** What has not reached a member of staff is told to the department, once for each mail. */
async function tellDepartment(
  { id, recipient, redirected, topics }: Message,
  news: DeliveryEvent,
  { staff, context }: { readonly staff: Context['staff']; readonly context: EventContext },
): Promise<readonly Write[]> {
  if (recipient.kind !== 'staff' || redirected || news === 'complained') return [];
  const name = (await staff.find(recipient.id))?.name ?? recipient.id;
  const data: Returned = { id: recipient.id, name, topics };
  return requestMessage(
    {
      id: derivedId(messageId, instantOfId(id), `${id}\nreturned`),
      recipient: { kind: 'department' },
      purpose: 'notifications',
      channel: 'email',
      template: returnedTemplate,
      data,
      topics: [],
      expiresAt: instantAfter(context.at, { days: usefulDays }),
    },
    context,
  );
}

/**
 * The sub-types of a bounce of a mail that SES has not sent, because one of its own lists has the address
 * (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html).
 */
const withheldBy: readonly string[] = ['OnAccountSuppressionList', 'Suppressed'];

interface News {
  readonly sendId: string | undefined;
  /** Undefined when it says nothing that matters. */
  readonly news: DeliveryEvent | undefined;
}

function newsOfMail({ detail }: MailEvent): News {
  return { sendId: detail.mail.tags.sendId?.[0], news: mailNews(detail) };
}

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html */
const textNews: Readonly<Record<string, DeliveryEvent>> = {
  TEXT_SENT: 'taken',
  TEXT_QUEUED: 'taken',
  TEXT_PENDING: 'taken',
  TEXT_SUCCESSFUL: 'taken',
  TEXT_DELIVERED: 'taken',
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
  return 'context' in event.detail;
}

function newsOfText({ detail: { eventType, context } }: TextEvent): News {
  return { sendId: context.sendId, news: textNews[eventType] };
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
