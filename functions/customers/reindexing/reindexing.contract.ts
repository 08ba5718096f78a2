/** The routes of the reindexing domain. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { Reindexing, reindexingId } from './reindexing.schema.ts';

export const reindexingContract = contract(
  'reindexing',
  'Taking all customers up again in what is found and listed of them.',
  {
    startReindexing: {
      method: 'POST',
      path: '/customers/reindexings',
      permission: 'customers.write',
      summary: 'Take all customers up again in what is found of them',
      description:
        'For managers. Needed once after an update that finds or lists customers by something new; everything else is kept up to date by itself. It changes no customer, and may be begun again at any time: some 100 customers in a fraction of a second.',
      replies: { 201: Reindexing },
      errors: [],
    },
    getReindexing: {
      method: 'GET',
      path: '/customers/reindexings/{reindexingId}',
      permission: 'customers.write',
      summary: 'Read how far it has come',
      params: z.strictObject({ reindexingId: reindexingId.schema }),
      replies: { 200: Reindexing },
      errors: ['not-found'],
    },
  },
);
