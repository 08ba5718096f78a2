/** How plans, and the customers in them, lie in the one table. */
import * as z from 'zod';
import { changeItem } from '../../../shared/events/change-event.ts';
import { entity } from '../../../shared/events/entity.ts';
import { Envelope } from '../../../shared/events/event.ts';
import type { Restorable } from '../../../shared/events/restore.ts';
import { timelinePrefix } from '../../../shared/events/timeline.ts';
import { ownTrail } from '../../../shared/events/trail.ts';
import { dueKeys, dueParts } from '../../../shared/scheduling/due-list.ts';
import { defineItem, type StoredRecord } from '../../../shared/table/item.ts';
import { defineList } from '../../../shared/table/list.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import { daySchema, type Instant, instantSchema } from '../../../shared/values/instant.ts';
import { callbackCorrected } from '../callbacks/callbacks.events.ts';
import { planId } from '../callbacks/callbacks.schema.ts';
import { entryOverdue, planChanged, planCreated } from './plans.events.ts';
import { shownStatus } from './plans.rules.ts';
import {
  EntrySummary,
  Plan,
  PlanPatch,
  PlanSummary,
  type SkipReason,
  StoredEntry,
  skipReasons,
  walkId,
} from './plans.schema.ts';

export const planItem = defineItem({
  name: 'callback-plan',
  v: 1,
  retention: 'record',
  schema: Plan.extend({ status: z.enum(['active', 'paused', 'ended', 'deleted']) }),
  key: ['PLAN#{id}', '-'],
  indexes: { gsi1: ['LIST#callback-plan', '{place}#{id}'] },
  parts: ({ status, order }) => ({
    place: status === 'deleted' ? undefined : String(order).padStart(4, '0'),
  }),
  summary: PlanSummary.extend({ status: PlanSummary.shape.status.or(z.literal('deleted')) }),
  toSummary: (plan) => {
    const { id, version, name, order, everyDays, holdReason, updatedAt } = plan;
    const audience = plan.audience.kind;
    const status = shownStatus(plan);
    return { id, version, name, order, everyDays, audience, status, holdReason, updatedAt };
  },
});
export type PlanRecord = z.infer<(typeof planItem)['schema']>;

export const planTrail = ownTrail(planItem);

export const planEntity = entity({
  item: planItem,
  noun: 'plan',
  subject: ({ id, version }) => ({ planId: id, version }),
  created: planCreated,
  changed: planChanged,
  isGone: ({ status }) => status === 'deleted',
});

/**
 * That a customer stands in a plan, once for each customer whatever plans there are, in the collection of the customer
 * and below the timeline, so that it goes with them.
 */
export const entryItem = defineItem({
  name: 'planned-customer',
  v: 1,
  retention: 'record',
  schema: StoredEntry,
  key: ['C#{customerId}', 'PLANNED'],
  indexes: { gsi1: ['PLANNED#{planId}#{shard}', '{dueAt}#{customerId}'], gsi3: dueKeys },
  parts: ({ customerId, dueAt }) => ({
    shard: String(shardOf(customerId)),
    ...dueParts(entryOverdue, dueAt, customerId),
  }),
  summary: EntrySummary,
});

/** How many customers stand in a plan, and how many of them are not called why: in four rows, one for each shard. */
export const countItem = defineItem({
  name: 'callback-plan-count',
  v: 1,
  retention: 'statistic',
  schema: z.strictObject({
    planId: planId.schema,
    shard: z.string(),
    customers: z.int().default(0),
    ...(Object.fromEntries(skipReasons.map((reason) => [reason, z.int().default(0)])) as Record<
      SkipReason,
      z.ZodDefault<z.ZodInt>
    >),
  }),
  key: ['PLANCOUNT#{planId}#{shard}', '-'],
});
export type PlanCount = z.infer<(typeof countItem)['schema']>;

/** How far a walk through the customers that a plan may mean has come in one shard. */
export const walkItem = defineItem({
  name: 'callback-plan-walk',
  v: 1,
  retention: 'state',
  schema: z.strictObject({
    planId: planId.schema,
    shard: z.int().min(0),
    version: z.int().min(1),
    /** The event that began it: of two walks the later one goes on. */
    walkId: walkId,
    startedAt: instantSchema,
    page: z.int().min(0),
    after: z.string().optional(),
    isDone: z.boolean(),
    /** Who should have been called by now: they are spread over the days to come. */
    backlog: z.int().min(0),
  }),
  key: ['PLAN#{planId}', 'WALK#{shard}'],
});
export type PlanWalk = z.infer<(typeof walkItem)['schema']>;

/** Kept so many seconds behind the day. */
const daySeconds = 60 * 24 * 60 * 60;

/** How many callbacks plans have put on a day. */
export const dayItem = defineItem({
  name: 'callback-plan-day',
  v: 1,
  retention: 'trace',
  schema: z.strictObject({
    day: daySchema,
    version: z.int().min(1),
    byPlan: z.record(z.string(), z.int()),
  }),
  key: ['PLANDAY#{day}', '-'],
  expires: ({ day }) => epochSeconds(`${day}T00:00:00.000Z`) + daySeconds,
});
export type PlanDay = z.infer<(typeof dayItem)['schema']>;

/** Which plans there are. */
export const plansList = defineList({
  item: planItem,
  all: definePattern({
    question: 'Which plans of periodic callbacks are there? The first that means a customer counts.',
    item: planItem,
    index: 'gsi1',
    partition: 'LIST#callback-plan',
  }),
  bounded: ['status'],
});

export const entriesOfPlan = definePattern({
  question: 'Which customers stand in this plan of periodic callbacks? By when they are looked at next.',
  item: entryItem,
  index: 'gsi1',
  partition: 'PLANNED#{planId}#{shard}',
});

export const contactsOfCustomer = definePattern({
  question: 'When was a customer really in touch? Newest first, among the timeline.',
  item: changeItem,
  partition: 'C#{customerId}',
  prefix: timelinePrefix,
  newestFirst: true,
});

/**
 * Whether an entry of a timeline tells that somebody was really in touch: a contact that was recorded, as long as it is no
 * note and not internal; a callback that reached the customer; an answer to a survey.
 */
export function isRealContact(record: StoredRecord): boolean {
  const { success, data: envelope } = Envelope.safeParse(record.envelope);
  if (!success) return false;
  switch (envelope.type) {
    case 'interaction.recorded':
      return record.channel !== 'note' && record.direction !== 'internal';
    case 'callback.completed':
    case 'callback.rescheduled':
      // Calls of before there were settings say it by their outcome alone.
      return envelope.data.reached === undefined
        ? envelope.data.outcome === 'reached'
        : envelope.data.reached === true;
    case 'response.recorded':
      return true;
    default:
      return false;
  }
}

/** Which call an entry of a timeline tells of; a call that is corrected is told of twice. */
export function callIn(record: StoredRecord): string {
  const { data: envelope } = Envelope.safeParse(record.envelope);
  return `${envelope?.data.callbackId} ${envelope?.at}`;
}

/** What really came of a call. */
export interface Correction {
  /** As `callIn` names it. */
  readonly of: string;
  readonly calledAt: Instant;
  readonly reached: boolean;
}

/** What an entry of a timeline corrects; undefined of one that corrects no call. */
export function correctionIn(record: StoredRecord): Correction | undefined {
  const { data: envelope } = Envelope.safeParse(record.envelope);
  if (envelope?.type !== callbackCorrected.type) return undefined;
  const { callbackId, ofEvent, reached } = callbackCorrected.data.parse(envelope.data);
  return { of: `${callbackId} ${ofEvent.at}`, calledAt: ofEvent.at, reached: reached === true };
}

/** What can be taken back of it. */
export const planRestorable: Restorable = {
  changed: [planChanged],
  created: [planCreated],
  fields: Object.keys(PlanPatch.shape),
  patch: PlanPatch,
};
