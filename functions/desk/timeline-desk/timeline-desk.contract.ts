/** One contact of the timeline of a customer. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { customerIdSchema, interactionId } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ customerId: customerIdSchema, interactionId: interactionId.schema });
const page = { permission: 'session', params, replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const timelineDeskContract = contract('timeline-desk', 'Contacts with a customer, at the desk.', {
  showContact: {
    ...page,
    method: 'GET',
    path: '/desk/customers/{customerId}/contacts/{interactionId}',
    summary: 'Correct what was written of a contact, as a form',
  },
  sendContact: {
    ...form,
    path: '/desk/customers/{customerId}/contacts/{interactionId}',
    summary: 'Save what was written of a contact, or delete it',
  },
});
