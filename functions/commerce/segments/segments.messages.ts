/** What lies in the queue of filling beside events. */
import * as z from 'zod';
import { SegmentWalk, segmentId } from './segments.schema.ts';

/** The next page of a shard of all customers, to be held against a new rule. */
export const WalkMessage = z.strictObject({
  segmentId: segmentId.schema,
  walkId: SegmentWalk.shape.walkId,
  shard: z.int().min(0),
  page: z.int().min(1),
});
export type WalkMessage = z.infer<typeof WalkMessage>;
