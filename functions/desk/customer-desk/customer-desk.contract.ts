/** One customer at the desk: what is known of them, what has happened, and what is written down of it. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ customerId: customerIdSchema });
const page = { permission: 'session', params, replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

/** Filters that were left empty are sent as well. */
const filter = z.string().max(60).optional();

export const customerDeskContract = contract('customer-desk', 'One customer, at the desk.', {
  showProfile: {
    ...page,
    method: 'GET',
    path: '/desk/customers/{customerId}',
    summary: 'See what is known of a customer and what has happened',
    query: z.strictObject({
      cursor: cursorSchema.optional(),
      type: filter.describe('Only entries of this kind, e.g. `interaction`.'),
      via: filter.describe('Only contacts by this channel.'),
      author: z.string().max(128).optional().describe('Only what this member of staff has done.'),
      from: filter.describe('Only from this day on, e.g. `2026-11-01`.'),
      to: filter.describe('Only up to this day.'),
      done: z.string().max(20).optional().describe('What was done just now.'),
    }),
  },
  sendProfile: {
    ...form,
    upload: true,
    path: '/desk/customers/{customerId}',
    summary: 'Record a contact with a customer, take a merge back, or bring back who was deleted',
  },
});
