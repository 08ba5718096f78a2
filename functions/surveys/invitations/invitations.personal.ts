/** What the invitations domain keeps of a person: that they were asked, found by the link they were sent. */
import { keyOf } from '../../../shared/table/item.ts';
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { invitationItem } from './invitations.items.ts';

export const personalInvitations: PersonalData = {
  items: [{ item: invitationItem }],
  elsewhere: ({ linkHashes }) => linkHashes.map((hash) => keyOf(invitationItem, { hash })),
};
