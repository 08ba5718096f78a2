/** How activities lie in the one table: with their customer, out of the way of head and timeline. */
import * as z from 'zod';
import type { RecordTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { Activity, ActivityKind, activityKindName, SummaryRecord } from './activities.schema.ts';

/** All definitions in one partition. The name is the id. */
export const activityKindItem = defineItem({
  name: 'activity-kind',
  v: 1,
  retention: 'setting',
  schema: ActivityKind.omit({ kind: true }).extend({ id: activityKindName }),
  key: ['ACTIVITY-KINDS', 'K#{id}'],
});
export type ActivityKindRecord = z.infer<(typeof activityKindItem)['schema']>;

/** Where the changes of a definition are kept. */
export function activityKindCollection(kind: string): string {
  return `ACTIVITY-KIND#${kind}`;
}

export const activityKindTrail: RecordTrail = async (kind) => ({
  collection: activityKindCollection(kind),
  isShared: false,
});

/** It is there for longer than it may be told again, so that a request on its way finds that it was recorded. */
const graceSeconds = 3600;

/** Its id follows from what makes it the same, so that the key alone keeps it from being recorded twice. */
export const activityItem = defineItem({
  name: 'activity',
  v: 1,
  retention: 'trace',
  schema: Activity,
  key: ['C#{customerId}', 'ACTIVITY#{at}#{id}'],
  // By which a list is narrowed.
  summary: z.strictObject({ kind: activityKindName }),
  expires: ({ keptUntil }) => epochSeconds(keptUntil) + graceSeconds,
});

/** Beside the activities, of which it counts also those that are gone. */
export const activitySummaryItem = defineItem({
  name: 'activity-summary',
  v: 1,
  retention: 'record',
  schema: SummaryRecord,
  key: ['C#{customerId}', 'ACTIVITIES#{kind}'],
});

export const activityKinds = definePattern({
  question: 'Which kinds of activities are defined? By name.',
  item: activityKindItem,
  partition: 'ACTIVITY-KINDS',
  prefix: 'K#',
});

export const activitiesOfCustomer = definePattern({
  question: 'What has this customer done? Newest first.',
  item: activityItem,
  partition: 'C#{customerId}',
  prefix: 'ACTIVITY#',
  newestFirst: true,
});

export const summariesOfCustomer = definePattern({
  question: 'How often has this customer done what?',
  item: activitySummaryItem,
  partition: 'C#{customerId}',
  prefix: 'ACTIVITIES#',
});
