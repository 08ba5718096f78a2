/** One contact of the timeline of a customer. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { attachmentId, customerIdSchema, interactionId } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ customerId: customerIdSchema, interactionId: interactionId.schema });
const page = { permission: 'session', params, replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const timelineDeskContract = contract('timeline-desk', 'Contacts with a customer, at the desk.', {
  showContact: {
    ...page,
    method: 'GET',
    path: '/desk/customers/{customerId}/contacts/{interactionId}',
    summary: 'Correct what was written of a contact, and see its files',
    query: z.strictObject({ done: z.string().max(20).optional().describe('What was done just now.') }),
  },
  sendContact: {
    ...form,
    upload: true,
    path: '/desk/customers/{customerId}/contacts/{interactionId}',
    summary: 'Save what was written of a contact, attach a file or remove one, or delete it',
  },
  downloadFile: {
    ...page,
    method: 'GET',
    path: '/desk/customers/{customerId}/contacts/{interactionId}/files/{attachmentId}',
    summary: 'Go to where a file that is attached to a contact is downloaded',
    params: params.extend({ attachmentId: attachmentId.schema }),
  },
});
