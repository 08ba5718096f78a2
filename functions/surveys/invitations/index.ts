/** What other domains may ask the invitations domain. */
import { hashOfToken, isToken } from '../../../shared/messaging/links.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Invitation } from './invitations.schema.ts';
import { createInvitationsStore } from './invitations.store.ts';

export { answered as invitationAnswered } from './invitations.store.ts';

export type InvitationReader = ReturnType<typeof createInvitationReader>;

export function createInvitationReader(table: Table) {
  const invitations = createInvitationsStore(table);
  return {
    /** The invitation behind the token of a link; undefined when nobody was ever sent this link. */
    findByToken: async (token: string): Promise<Invitation | undefined> =>
      isToken(token) ? invitations.find(hashOfToken(token)) : undefined,
  };
}
