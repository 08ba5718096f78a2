/** What other domains may ask the invitations domain. */
import { hashOfToken, isToken } from '../../../shared/messaging/links.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Invitation, TestInvitation } from './invitations.schema.ts';
import { createInvitationsStore } from './invitations.store.ts';

export { invitationContent, invitationRenderer, template as invitationTemplate } from './invitations.mail.ts';
export {
  answered as invitationAnswered,
  createTestCounter,
  refused as invitationRefused,
  reminderStopped,
  suspected as invitationSuspected,
  type TestCounter,
  testInvitation,
} from './invitations.store.ts';

export { reminderGroupOf } from './operations/remind.ts';

export type InvitationReader = ReturnType<typeof createInvitationReader>;

export function createInvitationReader(table: Table) {
  const invitations = createInvitationsStore(table);
  return {
    /** The invitation behind the token of a link; undefined when nobody was ever sent this link. */
    findByToken: async (token: string): Promise<Invitation | undefined> =>
      isToken(token) ? invitations.find(hashOfToken(token)) : undefined,

    /** The test behind the token of a link. */
    findTestByToken: async (token: string): Promise<TestInvitation | undefined> =>
      isToken(token) ? invitations.findTest(hashOfToken(token)) : undefined,
  };
}
