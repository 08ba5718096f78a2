/** The routes of the merges domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { Customer, customerIdSchema } from '../customers/customers.schema.ts';
import { MergePreview, MergeRequest, Merges, UnmergeResult } from './merges.schema.ts';

const oneCustomer = z.strictObject({ customerId: customerIdSchema });
const example = {
  body: { customerId: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pr', fields: { phone: 'loser' as const } },
};

export const mergesContract = contract(
  'merges',
  'Several records of one customer, made one, and taken apart.',
  {
    previewMerge: {
      method: 'POST',
      path: '/customers/{customerId}/merges/preview',
      permission: 'customers.write',
      summary: 'See what merging two records would make of them',
      description: 'The same checks and the same result as the merge itself, and nothing is written.',
      params: oneCustomer,
      body: MergeRequest,
      idempotent: false,
      replies: { 200: MergePreview },
      errors: ['not-found', 'not-allowed-now', 'precondition-failed'],
      example,
    },
    mergeCustomers: {
      method: 'POST',
      path: '/customers/{customerId}/merges',
      permission: 'customers.write',
      summary: 'Merge another record of the same customer into this one',
      description:
        'The other record keeps what it has and answers as the survivor does: by its id, its addresses and its numbers the survivor is found. Timeline, messages, answers, calls, consents and open work of both are seen as one, and what comes from now on belongs to the survivor. It can be taken back at any time. Needs the right to change both.',
      params: oneCustomer,
      body: MergeRequest,
      replies: { 200: Customer },
      errors: ['not-found', 'not-allowed-now', 'precondition-failed'],
      example,
    },
    listMerges: {
      method: 'GET',
      path: '/customers/{customerId}/merges',
      permission: 'customers.read',
      summary: 'List the records that were merged into a customer’s',
      params: oneCustomer,
      opens: 'customerId',
      replies: { 200: Merges },
      errors: ['not-found'],
    },
    undoMerge: {
      method: 'POST',
      path: '/customers/{customerId}/merges/{mergedId}/undo',
      permission: 'customers.write',
      summary: 'Take a merge back, at any time',
      description:
        'The record comes back with everything that is its own, and with what was merged into it before. The survivor keeps what it has gained since; values that came with the record go, and in their place comes what was there before, unless somebody has changed them since. What somebody else has by now stays theirs: `lost` names it.',
      params: oneCustomer.extend({ mergedId: customerIdSchema }),
      replies: { 200: UnmergeResult },
      errors: ['not-found', 'not-allowed-now'],
      example: { params: { mergedId: example.body.customerId } },
    },
  },
);
