/** What lies in the queue of planning beside events. */
import * as z from 'zod';
import { planId } from '../callbacks/callbacks.schema.ts';
import { walkId } from './plans.schema.ts';

/** The next page of a shard of the customers that a plan may mean. */
export const WalkMessage = z.strictObject({
  planId: planId.schema,
  walkId: walkId,
  shard: z.int().min(0),
  page: z.int().min(1),
  /** A walk that needs more pages than this is taken for a loop. */
  ceiling: z.int().min(1),
});
export type WalkMessage = z.infer<typeof WalkMessage>;
