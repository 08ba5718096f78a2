import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type ConsentReader, withdrawConsent } from '../../../contact/consents/index.ts';
import type { InvitationReader } from '../../invitations/index.ts';

interface Context {
  readonly invitations: InvitationReader;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly origin: EventContext;
}

/** Stops survey mails to the customer of a link, be it expired or answered; undefined when there is no such link. */
export async function unsubscribe(
  token: string,
  { invitations, consents, origin }: Context,
): Promise<{ writes: readonly Write[] } | undefined> {
  const invitation = await invitations.findByToken(token);
  if (invitation === undefined) return undefined;
  const { customerId } = invitation;
  const consent = { customerId, purpose: 'surveys', channel: 'email' } as const;
  const before = await consents.find(consent);
  const withdrawal = { ...consent, source: 'unsubscribe' } as const;
  return { writes: withdrawConsent(before, withdrawal, customerContext(origin, customerId)) };
}
