import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type ConsentReader, grantConsent, withdrawConsent } from '../../../contact/consents/index.ts';
import type { InvitationReader } from '../../invitations/index.ts';

interface Context {
  readonly invitations: InvitationReader;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly origin: EventContext;
}

interface Decision {
  readonly writes: readonly Write[];
  /** Said otherwise than by a link, which therefore cannot take it back. */
  readonly isFixed: boolean;
}

/** Stops survey mails to the customer of a link, be it expired or answered; undefined when there is no such link. */
export function unsubscribe(token: string, context: Context): Promise<Decision | undefined> {
  return decide(token, withdrawConsent, context);
}

/**
 * Takes that back. Links are kept and forwarded, so they undo only what a link has done: what staff have noted, or a
 * complaint, stands.
 */
export function resubscribe(token: string, context: Context): Promise<Decision | undefined> {
  return decide(token, grantConsent, context);
}

async function decide(
  token: string,
  change: typeof withdrawConsent,
  { invitations, consents, origin }: Context,
): Promise<Decision | undefined> {
  const invitation = await invitations.findByToken(token);
  // Behind the link of a test there is nobody whose mails could be stopped.
  if (invitation === undefined) {
    return (await invitations.findTestByToken(token)) && { writes: [], isFixed: false };
  }
  const { customerId } = invitation;
  const consent = { customerId, purpose: 'surveys', channel: 'email' } as const;
  const said = { ...consent, source: 'unsubscribe' } as const;
  const before = await consents.find(consent);
  if (before?.status === 'withdrawn' && before.source !== said.source) return { writes: [], isFixed: true };
  return { writes: change(before, said, customerContext(origin, customerId)), isFixed: false };
}
