/** Whom a customer is related to, at the desk. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ customerId: customerIdSchema });
const page = { permission: 'session', params, replies: pageReplies, errors: [] } as const;
const path = '/desk/customers/{customerId}/relations';

export const relationsDeskContract = contract('relations-desk', 'Relations of customers, at the desk.', {
  showRelations: {
    ...page,
    path,
    method: 'GET',
    summary: 'See whom a customer is related to, and relate them to somebody else',
    query: z.strictObject({
      only: z.string().max(20).optional().describe('Only relations of this kind, e.g. `contact`.'),
      cursor: cursorSchema.optional(),
      q: z.string().max(200).optional().describe('Words by which somebody is found to be related.'),
      other: customerIdSchema.optional().describe('Who was chosen to be related.'),
      kind: z.string().max(20).optional().describe('Which relation to the one who was chosen is changed.'),
      done: z.string().max(20).optional().describe('What was done just now.'),
    }),
  },
  sendRelation: {
    ...page,
    path,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    summary: 'Relate a customer to another one, change what is known of it, or take it away',
  },
});
