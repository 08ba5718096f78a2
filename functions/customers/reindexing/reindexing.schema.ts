/** A walk through all customers, so that what is kept of each is brought up to date. */
import * as z from 'zod';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';

export const reindexingId = idKind('reindexing');

export const Reindexing = z
  .strictObject({
    id: reindexingId.schema,
    version: z.int().min(1).describe('Rises with each change; the ETag.'),
    status: z.enum(['running', 'done']),
    customers: z.int().min(0).describe('How many customers it has come to so far.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({
    id: 'Reindexing',
    description: 'All customers are taken up again in what is found and listed of them.',
  });
export type Reindexing = z.infer<typeof Reindexing>;

/** With how far it has come: which page of which shard of the list of all customers is next. */
export const StoredReindexing = Reindexing.extend({
  shard: z.int(),
  after: z.string().optional(),
});
export type StoredReindexing = z.infer<typeof StoredReindexing>;
