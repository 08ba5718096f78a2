/** What the reindexing domain tells the others. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { customerIdSchema } from '../customers/customers.schema.ts';
import { reindexingId } from './reindexing.schema.ts';

const subject = { reindexingId: reindexingId.schema, version: z.int() };

export const reindexingStarted = event('reindexing.started', z.object(subject));
export const reindexingDone = event(
  'reindexing.done',
  z.object({ ...subject, changed: z.array(z.string()) }),
);

/**
 * What is kept of this customer elsewhere is to be brought up to date although nothing of them has changed. It lies in no
 * table: whoever misses one is told by the next walk.
 */
export const customerReindexing = event(
  'customer.reindexing',
  z.object({ customerId: customerIdSchema, reindexingId: reindexingId.schema }),
);
