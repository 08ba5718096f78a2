/** How the contact policy and what customers were sent lie in the one table. */

import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { contactPolicyChanged } from './budgets.events.ts';
import { forgottenAt } from './budgets.rules.ts';
import { ContactPolicy, ContactPolicyEntry, Contacts, ContactsSummary } from './budgets.schema.ts';

/** One row for all, and its changes beside it. */
export const policyItem = defineItem({
  name: 'contact-policy',
  v: 1,
  retention: 'setting',
  schema: ContactPolicy,
  key: ['CONTACT-POLICY', '-'],
});

export const policyTrail = ownTrail(policyItem);

/** Beside the profile, which shows when the customer was last written to and how much waits. */
export const contactsItem = defineItem({
  name: 'contacts',
  v: 1,
  retention: 'trace',
  schema: Contacts,
  key: ['C#{customerId}', '~contacts'],
  summary: ContactsSummary,
  toSummary: ({ sent, held }) => ({ lastContactAt: sent[0]?.at, held: held.length }),
  expires: forgottenAt,
});

/** What can be taken back of it. */
export const policyRestorable: Restorable = {
  changed: [contactPolicyChanged],
  fields: Object.keys(ContactPolicyEntry.shape),
};
