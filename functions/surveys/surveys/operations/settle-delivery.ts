import type { EventContext } from '../../../../shared/events/event.ts';
import { retryOnConflict } from '../../../../shared/table/retry.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { Invitation } from '../surveys.answers.schema.ts';
import type { InvitationsStore } from '../surveys.invitations.store.ts';
import { applyDeliveryEvent, type DeliveryEvent } from '../surveys.mail.rules.ts';
import { type MailEvent, readSendId } from '../surveys.messages.ts';

interface Context {
  readonly invitations: Pick<InvitationsStore, 'find' | 'advance' | 'findRefusal' | 'refuse' | 'commit'>;
  readonly now: () => Instant;
}

/**
 * Takes what the mail service tells of a mail: settles one of which nobody knew whether it went, and stops mails to
 * who complains or cannot be reached. News of mails of others are left alone.
 */
export async function settleDelivery({ detail }: MailEvent, context: Context): Promise<void> {
  const named = readSendId(detail.mail.tags.sendId?.[0] ?? '');
  const news = newsOf(detail);
  if (named === undefined || news === undefined) return;
  const { invitations, now } = context;
  const invitation = await retryOnConflict(async () => {
    const present = await invitations.find(named.hash);
    const next = present && applyDeliveryEvent(present, news, named.attempt);
    if (present !== undefined && next !== undefined) await invitations.advance(present, next);
    return present;
  });
  if (invitation === undefined || (news !== 'bounced' && news !== 'complained')) return;
  const address = news === 'bounced' ? detail.bounce?.bouncedRecipients[0]?.emailAddress : undefined;
  const source = news === 'bounced' ? ('bounce' as const) : ('complaint' as const);
  await retryOnConflict(async () => {
    const { customerId } = invitation;
    const before = await invitations.findRefusal(customerId);
    const refusal = { customerId, source, address };
    await invitations.commit(invitations.refuse(before, refusal, originOf(invitation, now())));
  });
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

function originOf(invitation: Invitation, at: Instant): EventContext {
  return {
    actor: { kind: 'system', id: 'surveys-deliveries' },
    correlationId: invitation.runId,
    hops: 0,
    at,
  };
}
