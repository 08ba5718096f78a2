/** What the invitations domain is: what it keeps. */
import { domain } from '../../../shared/contract/domain.ts';
import { invitationItem, invitationRunItem, testCountItem, testInvitationItem } from './invitations.items.ts';
import { invitationId } from './invitations.schema.ts';

export const invitationsDomain = domain('invitations', {
  area: 'surveys',
  ids: [invitationId],
  items: [invitationItem, invitationRunItem, testInvitationItem, testCountItem],
});
