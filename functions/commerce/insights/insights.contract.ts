/** The routes of what customers are worth. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { currencySchema } from '../../../shared/values/money.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { CustomerValue, ValuePage } from './insights.schema.ts';

const owners = {
  owner: z
    .string()
    .optional()
    .describe(
      'Whose customers: a person, the caller (`me`) or nobody (`none`). Own ones where the caller reaches no others.',
    ),
  team: z.string().optional().describe('Those of the people in this team, or in one of the caller’s (`me`).'),
};

export const insightsContract = contract(
  'insights',
  'What customers have bought so far, and who has bought most or longest ago.',
  {
    getCustomerValue: {
      method: 'GET',
      path: '/customers/{customerId}/value',
      permission: 'commerce.read',
      summary: 'Read what a customer has bought so far',
      description:
        'Folded from their orders, with those of records that were merged into theirs: orders that are awaited, cancelled or given back as a whole do not count. Follows what is told of orders within a second or so.',
      params: z.strictObject({ customerId: customerIdSchema }),
      opens: 'customerId',
      replies: { 200: CustomerValue },
      errors: ['not-found'],
    },
    listValues: {
      method: 'GET',
      path: '/values',
      permission: 'commerce.read',
      summary: 'List customers by what they have spent, who has spent most first',
      description:
        'Each stands in the list of the currency in which most of their orders were placed; currencies are never added up. The list follows what is told of orders within a second or so.',
      query: pageQuery.extend({ currency: currencySchema, ...owners }),
      replies: { 200: ValuePage },
      errors: [],
      example: { query: { currency: 'CNY' } },
    },
    listLastOrders: {
      method: 'GET',
      path: '/last-orders',
      permission: 'commerce.read',
      summary: 'List customers by their last order, who has ordered nothing for longest first',
      query: pageQuery.extend({
        from: instantSchema.optional().describe('Only who has ordered last then or later.'),
        to: instantSchema.optional().describe('Only who has ordered last before then.'),
        ...owners,
      }),
      replies: { 200: ValuePage },
      errors: [],
    },
  },
);
