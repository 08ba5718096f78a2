/** How hand-overs lie in the one table. */
import * as z from 'zod';
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { HandoverSummary, handoverId, kindSchema, StoredHandover, undoDays } from './handovers.schema.ts';

export const handoverItem = defineItem({
  name: 'handover',
  v: 1,
  retention: 'record',
  schema: StoredHandover,
  key: ['HANDOVER#{id}', '-'],
  indexes: { gsi1: ['LIST#handover', '{createdAt}#{id}'] },
  summary: HandoverSummary,
  toSummary: ({ progress, ...handover }) => ({
    id: handover.id,
    from: handover.from,
    to: handover.to,
    cause: handover.cause,
    status: handover.status,
    by: handover.by,
    createdAt: handover.createdAt,
    moved: progress.reduce((sum, { moved }) => sum + moved, 0),
    left: progress.reduce((sum, { left }) => sum + left, 0),
  }),
});

export const handoverTrail = ownTrail(handoverItem);

/** Some days more than a hand-over can be taken back, for it is counted from its end. */
const keptDays = undoDays + 5;

/** What was moved, for whoever takes it back: written with the row, and gone when the row has returned. */
export const movedItem = defineItem({
  name: 'handed-over',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    handoverId: handoverId.schema,
    kind: kindSchema,
    id: z.string(),
    from: staffIdSchema,
    to: staffIdSchema.nullable(),
    version: z.int(),
    memo: z.record(z.string(), z.unknown()).optional(),
    at: instantSchema,
  }),
  key: ['HANDOVER#{handoverId}', 'MOVED#{kind}#{id}'],
  expires: ({ at }) => epochSeconds(at) + keptDays * 24 * 60 * 60,
});

/** Beside a person: that what they hold is being moved, so that it is moved once at a time. */
export const handingOverItem = defineItem({
  name: 'handing-over',
  v: 1,
  retention: 'state',
  schema: z.strictObject({ staffId: staffIdSchema, handoverId: handoverId.schema }),
  key: ['STAFF#{staffId}', 'HANDOVER'],
});

/** One partition: people come and go some dozens of times a year. */
export const handoversByTime = definePattern({
  question: 'What was handed over? Newest first.',
  item: handoverItem,
  index: 'gsi1',
  partition: 'LIST#handover',
  newestFirst: true,
});

export const movedBy = definePattern({
  question: 'What has this hand-over moved, and not put back?',
  item: movedItem,
  partition: 'HANDOVER#{handoverId}',
  prefix: 'MOVED#',
});

export const movedOfKind = definePattern({
  question: 'How much of one kind has this hand-over moved, and not put back?',
  item: movedItem,
  partition: 'HANDOVER#{handoverId}',
  prefix: 'MOVED#{kind}#',
});
