/** How the mail of an invitation goes from state to state. */
import type { Instant } from '../../../shared/values/instant.ts';
import type { Invitation } from './surveys.answers.schema.ts';

/** A mail of which nobody knows anything after so many attempts is given up. */
const maximumAttempts = 5;

/**
 * What to do about an invitation whose turn it is: send it, leave it, or write this next state instead.
 *
 * @param settleLater until when the mail service may tell what became of a mail nobody knows about
 */
export function beforeSending(
  invitation: Invitation,
  now: Instant,
  settleLater: Instant,
): 'send' | 'nothing' | Invitation {
  const { settleAt, ...rest } = invitation;
  switch (invitation.mail) {
    case 'sent':
    case 'failed':
    case 'skipped':
      return 'nothing';
    case 'planned':
      return 'send';
    case 'sending':
      // The claim of a process that died, or the same message twice. Either way the mail may have gone.
      return { ...rest, mail: 'unknown', settleAt: settleLater };
    case 'unknown':
      if (settleAt !== undefined && settleAt > now) return 'nothing';
      return invitation.attempt < maximumAttempts ? 'send' : { ...rest, mail: 'failed', reason: 'unsettled' };
  }
}

/** What the attempt to send came to. `code` is the mail service's name for it. */
export type Outcome =
  | { readonly outcome: 'accepted' | 'unknown' }
  | { readonly outcome: 'retry' | 'refused'; readonly permanent: boolean; readonly code: string };

/** The next state of an invitation that was being sent; what was certainly not taken is planned again. */
export function afterSending(invitation: Invitation, outcome: Outcome, settleLater: Instant): Invitation {
  const { settleAt, ...rest } = invitation;
  switch (outcome.outcome) {
    case 'accepted':
      return { ...rest, mail: 'sent' };
    case 'unknown':
      return { ...rest, mail: 'unknown', settleAt: settleAt ?? settleLater };
    case 'retry':
    case 'refused':
      return outcome.permanent
        ? { ...rest, mail: 'failed', reason: outcome.code }
        : { ...rest, mail: 'planned' };
  }
}

/** What the mail service tells of a mail later on. */
export type DeliveryEvent = 'taken' | 'rejected' | 'bounced' | 'complained';

/**
 * The next state after news of one attempt; undefined when there is nothing to change. News of an earlier attempt
 * count too: if that mail has arrived after all, it must not be sent again.
 */
export function applyDeliveryEvent(
  invitation: Invitation,
  news: DeliveryEvent,
  attempt: number,
): Invitation | undefined {
  const { settleAt, ...rest } = invitation;
  const isCurrent = attempt === invitation.attempt;
  if (invitation.mail === 'sending' && !isCurrent) return undefined;
  if (news === 'rejected' || news === 'bounced') {
    if (!isCurrent || invitation.mail === 'failed' || invitation.mail === 'skipped') return undefined;
    return { ...rest, mail: 'failed', reason: news };
  }
  const isOpen = ['planned', 'sending', 'unknown'].includes(invitation.mail);
  return isOpen ? { ...rest, mail: 'sent' } : undefined;
}
