import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type ConsentReader, grantConsent, withdrawConsent } from '../../../contact/consents/index.ts';
import type { InvitationReader } from '../../invitations/index.ts';

interface Context {
  readonly invitations: InvitationReader;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly origin: EventContext;
}

type Decision = { readonly writes: readonly Write[] } | undefined;

/** Stops survey mails to the customer of a link, be it expired or answered; undefined when there is no such link. */
export function unsubscribe(token: string, context: Context): Promise<Decision> {
  return decide(token, withdrawConsent, context);
}

/** Takes that back. */
export function resubscribe(token: string, context: Context): Promise<Decision> {
  return decide(token, grantConsent, context);
}

async function decide(
  token: string,
  change: typeof withdrawConsent,
  { invitations, consents, origin }: Context,
): Promise<Decision> {
  const invitation = await invitations.findByToken(token);
  // Behind the link of a test there is nobody whose mails could be stopped.
  if (invitation === undefined) return (await invitations.findTestByToken(token)) && { writes: [] };
  const { customerId } = invitation;
  const consent = { customerId, purpose: 'surveys', channel: 'email' } as const;
  const said = { ...consent, source: 'unsubscribe' } as const;
  return { writes: change(await consents.find(consent), said, customerContext(origin, customerId)) };
}
