/** Customers at the desk: found by what somebody types, or listed. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { pageReplies } from '../desk/desk.schema.ts';

export const customersDeskContract = contract('customers-desk', 'Finding customers, at the desk.', {
  showCustomers: {
    permission: 'session',
    replies: pageReplies,
    errors: [],
    method: 'GET',
    path: '/desk/customers',
    summary: 'Find customers by what is typed, or see one’s own',
    query: z.strictObject({
      q: z.string().max(200).optional().describe('What was typed; left out, the customers are listed.'),
      owner: z.enum(['me', 'none', 'all']).optional().describe('Whose customers are listed.'),
      cursor: cursorSchema.optional(),
    }),
  },
});
