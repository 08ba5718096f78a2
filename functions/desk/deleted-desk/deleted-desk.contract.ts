/** Deleting a customer at the desk, and finding those who were deleted. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const oneCustomer = z.strictObject({ customerId: customerIdSchema });

export const deletedDeskContract = contract('deleted-desk', 'Deleted customers, at the desk.', {
  showDeleted: {
    ...page,
    method: 'GET',
    path: '/desk/customers/deleted',
    summary: 'See which customers were deleted, when and by whom',
    query: z.strictObject({
      month: z
        .string()
        .max(10)
        .optional()
        .describe('In which month in UTC, e.g. `2026-11`; else in this one.'),
      cursor: cursorSchema.optional(),
    }),
  },
  showDeletion: {
    ...page,
    method: 'GET',
    path: '/desk/customers/{customerId}/delete',
    summary: 'See what deleting a customer means',
    params: oneCustomer,
  },
  sendDeletion: {
    ...page,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    path: '/desk/customers/{customerId}/delete',
    summary: 'Delete a customer',
    params: oneCustomer,
  },
});
