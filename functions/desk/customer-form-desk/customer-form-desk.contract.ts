/** The form of a customer, new or known. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ customerId: customerIdSchema });
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const form = { ...page, method: 'POST', body: DeskForm, form: true, example: { body: {} } } as const;

export const customerFormDeskContract = contract('customer-form-desk', 'The form of a customer.', {
  showNewCustomerForm: {
    ...page,
    method: 'GET',
    path: '/desk/customers/new',
    summary: 'Fill in who a new customer is',
    query: z.strictObject({
      kind: z
        .enum(['person', 'company'])
        .optional()
        .describe('Whether it is a company. A person if left out.'),
    }),
  },
  sendNewCustomer: {
    ...form,
    path: '/desk/customers/new',
    summary: 'Create a customer, or see who is probably the same',
  },
  showCustomerForm: {
    ...page,
    params,
    method: 'GET',
    path: '/desk/customers/{customerId}/edit',
    summary: 'Change what is known of a customer, as a form',
  },
  sendCustomer: {
    ...form,
    params,
    path: '/desk/customers/{customerId}/edit',
    summary: 'Save what is known of a customer',
  },
});
