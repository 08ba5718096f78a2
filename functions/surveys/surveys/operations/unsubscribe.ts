import type { EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { InvitationsStore } from '../surveys.invitations.store.ts';
import { hashOfToken, isToken } from '../surveys.tokens.ts';

interface Context {
  readonly invitations: Pick<InvitationsStore, 'find' | 'findRefusal' | 'refuse'>;
  readonly origin: EventContext;
}

/** Whether a link can be used to unsubscribe: expired and answered ones can. */
export async function isInvitation(
  token: string,
  { invitations }: Pick<Context, 'invitations'>,
): Promise<boolean> {
  return isToken(token) && (await invitations.find(hashOfToken(token))) !== undefined;
}

/** Stops survey mails to the customer of a link; undefined when there is no such link. */
export async function unsubscribe(
  token: string,
  { invitations, origin }: Context,
): Promise<{ writes: readonly Write[] } | undefined> {
  const invitation = isToken(token) ? await invitations.find(hashOfToken(token)) : undefined;
  if (invitation === undefined) return undefined;
  const { customerId } = invitation;
  const before = await invitations.findRefusal(customerId);
  return { writes: invitations.refuse(before, { customerId, source: 'unsubscribe' }, origin) };
}
