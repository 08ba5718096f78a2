import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import {
  type ConsentReader,
  grantConsent,
  timesUndone,
  withdrawConsent,
} from '../../../contact/consents/index.ts';
import type { InvitationReader } from '../../invitations/index.ts';

interface Context {
  readonly invitations: InvitationReader;
  readonly consents: Pick<ConsentReader, 'find'>;
  readonly origin: EventContext;
}

interface Decision {
  readonly writes: readonly Write[];
  /**
   * Why the link does not take it back. `said-otherwise`: than by a link. `too-often`: links have done so often enough
   * today; whoever plays with them, or a program, would otherwise fill the customer's timeline.
   */
  readonly refused?: 'said-otherwise' | 'too-often';
}

/** So often on one day the links of a customer can take back that survey mails stop. Stopping them is always possible. */
const undoingsPerDay = 3;

/** Stops survey mails to the customer of a link, be it expired or answered; undefined when there is no such link. */
export function unsubscribe(token: string, context: Context): Promise<Decision | undefined> {
  return decide(token, withdrawConsent, context);
}

/**
 * Takes that back, some times a day. Links are kept and forwarded, so they undo only what a link has done: what staff
 * have noted, or a complaint, stands.
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
    return (await invitations.findTestByToken(token)) && { writes: [] };
  }
  const { customerId } = invitation;
  const consent = { customerId, purpose: 'surveys', channel: 'email' } as const;
  const said = { ...consent, source: 'unsubscribe' } as const;
  const before = await consents.find(consent);
  if (before?.status === 'withdrawn' && change === grantConsent) {
    if (before.source !== said.source) return { writes: [], refused: 'said-otherwise' };
    if (timesUndone(before, origin.at) >= undoingsPerDay) return { writes: [], refused: 'too-often' };
  }
  return { writes: change(before, said, customerContext(origin, customerId)) };
}
