/** The routes of the budgets domain: how often and when customers are written to. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { ContactPolicy, ContactPolicyEntry, CustomerContacts } from './budgets.schema.ts';

export const budgetsContract = contract('budgets', 'How often and when customers are written to.', {
  getContactPolicy: {
    method: 'GET',
    path: '/contact-policy',
    permission: 'contact.read',
    summary: 'Read how often and when customers are written to',
    description:
      'While nobody has set anything: at most two messages in seven days, at any hour. What has to wait is kept and sent when it may be, or dropped when it has expired (`held-too-long`). Notices to staff and answers to what a customer has asked for are never held.',
    replies: { 200: ContactPolicy },
    errors: [],
  },
  putContactPolicy: {
    method: 'PUT',
    path: '/contact-policy',
    permission: 'contact.write',
    summary: 'Say how often and when customers are written to',
    description:
      'For managers. Holds for what is sent from a minute later on; what waits already is looked at again within a day. Beside it nobody is asked twice within the days of the setting `askAgainAfterDays`: such a message is not held but skipped (`recently-asked`).',
    body: ContactPolicyEntry,
    ifMatch: true,
    replies: { 200: ContactPolicy },
    errors: [],
    example: {
      body: {
        limits: [
          { atMost: 1, days: 7, purpose: 'surveys' },
          { atMost: 4, days: 30 },
        ],
        priorities: ['surveys'],
        quietHours: { from: '21:00', to: '09:00' },
        quietDays: ['sunday'],
      },
    },
  },
  restoreContactPolicy: {
    method: 'POST',
    path: '/contact-policy/changes/{eventId}/restore',
    permission: 'contact.write',
    summary: 'Give the contact policy back what it was before a change',
    description:
      'For managers. The change is a `contact-policy.changed` of the trail, named by its id. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
    params: z.strictObject({ eventId: eventId.schema }),
    replies: { 200: ContactPolicy },
    errors: ['not-found', 'conflict', 'not-allowed-now'],
  },
  getContacts: {
    method: 'GET',
    path: '/customers/{customerId}/contacts',
    permission: 'contact.read',
    summary: 'Read what a customer was sent lately, what waits and why, and when the next message may go',
    params: z.strictObject({ customerId: customerIdSchema }),
    opens: 'customerId',
    replies: { 200: CustomerContacts },
    errors: ['not-found'],
  },
});
