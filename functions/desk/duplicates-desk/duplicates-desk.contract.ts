/** Customers who may be there twice: the pairs, and two of them side by side. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { cursorSchema } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const onePair = z.strictObject({
  customerId: customerIdSchema,
  otherId: customerIdSchema.meta({ examples: ['customer_01jd3x5y9hf1bvt6w0k2m4n8pr'] }),
});
const page = { permission: 'session', replies: pageReplies, errors: [] } as const;
const path = '/desk/customers/{customerId}/duplicates/{otherId}';

export const duplicatesDeskContract = contract('duplicates-desk', 'Customers who may be one, at the desk.', {
  showPairs: {
    ...page,
    method: 'GET',
    path: '/desk/duplicates',
    summary: 'See pairs of customers who may be one',
    query: z.strictObject({
      owner: z.enum(['me', 'none', 'all']).optional().describe('Whose customers.'),
      cursor: cursorSchema.optional(),
      done: z.string().max(20).optional().describe('What was done just now.'),
    }),
  },
  sendPairs: {
    ...page,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    path: '/desk/duplicates',
    summary: 'Say of several pairs at once that they are two customers each',
  },
  showDuplicateSettings: {
    ...page,
    method: 'GET',
    path: '/desk/duplicates/settings',
    summary:
      'See from which score on customers are taken for one, and whether that is asked before one is created',
    query: z.strictObject({ saved: z.literal('1').optional().describe('Saved just now.') }),
  },
  sendDuplicateSettings: {
    ...page,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    path: '/desk/duplicates/settings',
    summary: 'Save from which score on customers are taken for one',
  },
  showPair: {
    ...page,
    method: 'GET',
    path,
    summary: 'Compare two customers, and see what would come of a merge',
    params: onePair,
  },
  sendPair: {
    ...page,
    ...{ method: 'POST', body: DeskForm, form: true, example: { body: {} } },
    path,
    summary: 'Merge two customers, or say that they are two',
    params: onePair,
  },
});
