/** The routes of what customers are worth. */
import { contract } from '../../../shared/contract/route.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { currencySchema } from '../../../shared/values/money.ts';
import { pageQuery } from '../../../shared/values/page.ts';
import { ownersQuery, ValuePage } from './insights.schema.ts';

export const insightsContract = contract('insights', 'Who has bought most or longest ago.', {
  listValues: {
    method: 'GET',
    path: '/values',
    permission: 'commerce.read',
    summary: 'List customers by what they have spent, who has spent most first',
    description:
      'Each stands in the list of the currency in which most of their orders were placed; currencies are never added up. The list follows what is told of orders within a second or so.',
    query: pageQuery.extend({ currency: currencySchema, ...ownersQuery }),
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
      ...ownersQuery,
    }),
    replies: { 200: ValuePage },
    errors: [],
  },
});
