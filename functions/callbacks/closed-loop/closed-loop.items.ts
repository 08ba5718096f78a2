/** How the closed loop lies in the one table. */
import type { Restorable } from '../../../shared/events/restore.ts';
import { ownTrail, trailElsewhere } from '../../../shared/events/trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { periodOf } from '../../../shared/table/periods.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { loopOverdue, loopRulesChanged } from './closed-loop.events.ts';
import { Loop, LoopRules, LoopRulesEntry, LoopSummary, waitDays } from './closed-loop.schema.ts';

/** One row for all, and its changes beside it. */
export const loopRulesItem = defineItem({
  name: 'loop-rules',
  v: 1,
  retention: 'setting',
  schema: LoopRules,
  key: ['LOOP-RULES', '-'],
});

export const loopRulesTrail = ownTrail(loopRulesItem);

/** Stands with its customer, among those whose answers came in the same month and, while an answer is waited for, in the list of what is due. */
export const loopItem = defineItem({
  name: 'loop',
  v: 1,
  retention: 'record',
  schema: Loop,
  key: ['LOOP#{id}', '-'],
  indexes: {
    gsi1: ['C#{customerId}', 'LOOP#{answeredAt}#{id}'],
    gsi2: ['LOOPS#{month}#{shard}', '{answeredAt}#{id}'],
    gsi3: dueKeys,
  },
  parts: ({ id, answeredAt, status, outcomeAt }) => ({
    month: periodOf('month', answeredAt),
    shard: String(shardOf(id)),
    ...dueParts(
      loopOverdue,
      status === 'waiting' && outcomeAt !== undefined
        ? instantAfter(outcomeAt, { days: waitDays })
        : undefined,
      id,
    ),
  }),
  summary: LoopSummary,
});

/** The collection of the customer, in whose timeline it stands that a loop was closed. */
export const timelineOf = ({ customerId }: Loop) => `C#${customerId}`;

export const loopTrail = trailElsewhere(loopItem, timelineOf);

export const loopsOfMonth = definePattern({
  question: 'Which answers were followed up? Newest first.',
  item: loopItem,
  index: 'gsi2',
  partition: 'LOOPS#{month}#{shard}',
  newestFirst: true,
});

export const loopsOfCustomer = definePattern({
  question: 'Which answers of this customer were followed up? Newest first.',
  item: loopItem,
  index: 'gsi1',
  partition: 'C#{customerId}',
  prefix: 'LOOP#',
  newestFirst: true,
});

/** What can be taken back of it. */
export const loopRulesRestorable: Restorable = {
  changed: [loopRulesChanged],
  fields: Object.keys(LoopRulesEntry.shape),
};
