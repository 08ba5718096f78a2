/** The calls to one customer at the desk: those to come, those that are closed, and one more to be promised. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const params = z.strictObject({ customerId: customerIdSchema });
const page = { permission: 'session', params, replies: pageReplies, errors: [] } as const;
const path = '/desk/customers/{customerId}/calls';

export const customerCallsDeskContract = contract(
  'customer-calls-desk',
  'Calls to a customer, at the desk.',
  {
    showCustomerCalls: {
      ...page,
      path,
      method: 'GET',
      summary: 'See which calls a customer was promised, and what came of those that are closed',
      query: z.strictObject({ cursor: cursorSchema.optional().describe('Of closed ones.') }),
    },
    sendCustomerCall: {
      ...page,
      path,
      ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
      summary: 'Promise a customer a call',
    },
  },
);
