/** What the preferences domain keeps of a person: that they were asked to confirm, found by the link they were sent. */
import { keyOf } from '../../../shared/table/item.ts';
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { consentRequestItem } from './preferences.items.ts';

export const personalRequests: PersonalData = {
  items: [{ item: consentRequestItem }],
  elsewhere: ({ linkHashes }) => linkHashes.map((hash) => keyOf(consentRequestItem, { hash })),
};
