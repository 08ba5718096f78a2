import type { EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId, instantOfId } from '../../../../shared/values/derived-id.ts';
import type { AddressMarks } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { purposeSchema } from '../../consents/consents.schema.ts';
import { type ConsentReader, obeyAnswer, withdrawConsent } from '../../consents/index.ts';
import { requestMessage } from '../index.ts';
import { type Returned, template as returnedTemplate } from '../messaging.mail.ts';
import { addressOf, consentedPurposes, type DeliveryEvent, policies } from '../messaging.rules.ts';
import { type Message, messageId, type Suppression } from '../messaging.schema.ts';
import type { MessagesStore } from '../messaging.store.ts';

export interface StopContext {
  readonly messages: Pick<MessagesStore, 'findSuppression' | 'findLift' | 'suppress' | 'optOut'>;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly marks: Pick<AddressMarks, 'mark'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly origin: EventContext;
}

/** So long the department is told of a mail that came back. */
const usefulDays = 7;

const suppressionReasons = {
  bounced: 'bounce',
  withheld: 'withheld',
  complained: 'complaint',
} as const satisfies Partial<Record<DeliveryEvent, Suppression['reason']>>;

/**
 * The writes by which nothing more goes to who complains, or to an address that does not work: it is suppressed, to be
 * corrected, and told of where it is that of a member of staff.
 */
export async function stopSending(
  message: Message,
  news: DeliveryEvent,
  { messages, consents, marks, staff, origin }: StopContext,
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

/**
 * The writes after a service has refused a text because whoever has the number has answered STOP to it, of which we may have
 * heard nothing (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-self-managed.html): as if we had.
 */
export async function optOut(
  { addressHash, recipient, correlationId }: Message,
  { messages, consents, origin }: StopContext,
): Promise<readonly Write[]> {
  if (addressHash === undefined || recipient.kind !== 'customer') return [];
  const context = { ...origin, correlationId };
  const before = await messages.findSuppression(addressHash);
  const withdrawn = await Promise.all(
    purposeSchema.options.map(async (purpose) => {
      const key = { customerId: recipient.id, purpose, channel: 'sms' } as const;
      return obeyAnswer(await consents.find(key), 'stop', key, context);
    }),
  );
  return [...messages.optOut({ addressHash, recipient, before }, context), ...withdrawn.flat()];
}

/** Whoever complains of a message to which customers have to agree agrees no more. */
async function withdrawing(
  { recipient, channel, purpose }: Message,
  { consents, context }: Pick<StopContext, 'consents'> & { readonly context: EventContext },
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
  { messages, marks, context }: Pick<StopContext, 'messages' | 'marks'> & { readonly context: EventContext },
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
  { staff, context }: { readonly staff: StopContext['staff']; readonly context: EventContext },
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
