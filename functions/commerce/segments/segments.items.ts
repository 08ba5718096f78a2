/** How segments lie in the one table, and what customers are to them. */
import * as z from 'zod';
import { ownTrail } from '../../../shared/events/trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { segmentedOverdue } from './segments.events.ts';
import { dueOf } from './segments.rules.ts';
import { SegmentedCustomer, SegmentRecord, SegmentSummary, SegmentWalk } from './segments.schema.ts';

export const segmentItem = defineItem({
  name: 'segment',
  v: 1,
  retention: 'record',
  schema: SegmentRecord,
  key: ['SEGMENT#{id}', '-'],
  indexes: { gsi1: ['LIST#segment', '{sortName}#{id}'] },
  parts: ({ name, deletedAt }) => ({
    // Cut by characters, so that a cursor made of the sort key stays short. A deleted one leaves.
    sortName: deletedAt === undefined ? [...name].slice(0, 30).join('') : undefined,
  }),
  summary: SegmentSummary,
});

export const segmentTrail = ownTrail(segmentItem);

/** Which segments there are: two rules that are saved at once may not name each other, nor be one too many. */
export const segmentsRegisterItem = defineItem({
  name: 'segments-register',
  v: 1,
  retention: 'state',
  schema: z.strictObject({ version: z.int().min(1), ids: z.array(z.string()) }),
  key: ['SEGMENTS', '-'],
});
export type SegmentsRegister = z.infer<(typeof segmentsRegisterItem)['schema']>;

/** In the collection of the customer, below the timeline, so that it goes with them; one entry of the due list each. */
export const segmentedItem = defineItem({
  name: 'segmented-customer',
  v: 1,
  retention: 'record',
  schema: SegmentedCustomer,
  key: ['C#{customerId}', 'SEGMENTED'],
  indexes: { gsi3: dueKeys },
  parts: ({ customerId, places }) => dueParts(segmentedOverdue, dueOf(places), customerId),
});

export const segmentWalkItem = defineItem({
  name: 'segment-walk',
  v: 1,
  retention: 'state',
  schema: SegmentWalk,
  key: ['SEGMENT#{segmentId}', 'WALK#{shard}'],
});

/** One partition: there are a hundred at most. */
export const segmentsByName = definePattern({
  question: 'Which segments are there? By name.',
  item: segmentItem,
  index: 'gsi1',
  partition: 'LIST#segment',
});
