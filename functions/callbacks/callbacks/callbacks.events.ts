/** What the callbacks domain tells the others. Each event stands in the timeline of the customer. */
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { overdueEvent } from '../../../shared/events/overdue.ts';
import { CorrectedEvent, trigger } from '../../../shared/events/trigger.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { teamId } from '../../people/teams/teams.schema.ts';
import { outcomeSchema } from '../calling/calling.schema.ts';
import { callbackIdSchema, type Reason } from './callbacks.schema.ts';

/** Kinds of what a callback is for. */
const reasons = ['low-score', 'answer', 'manual', 'plan'] as const satisfies readonly Reason['kind'][];

const subject = {
  callbackId: callbackIdSchema,
  customerId: customerIdSchema,
  version: z.int(),
  /** Rises whenever another time is promised. */
  scheduleVersion: z.int(),
};

const change = {
  /** Names of the fields; their values are in the change item. */
  changed: z.array(z.string()),
  /** Rises whenever somebody else becomes the owner. */
  ownerVersion: z.int().optional(),
  /** There when a hand-over to one person has moved it, who is told of all at once. */
  handoverId: z.string().optional(),
};

export const callbackOpened = event(
  'callback.opened',
  z.object({
    ...subject,
    reason: z.string(),
    owner: staffIdSchema.nullable(),
    team: teamId.schema.optional(),
  }),
);
/** Whether the customer was spoken with, where it tells of a call; absent in calls of before there were settings. */
const called = { reached: z.boolean().optional() };

/** Another time was promised, by hand or as the outcome of a call. */
export const callbackRescheduled = event(
  'callback.rescheduled',
  z.object({ ...subject, ...change, ...called }),
);
/** Handed over, or a note or priority changed; the time is as before. */
export const callbackChanged = event('callback.changed', z.object({ ...subject, ...change }));
/** It was left to a team, nobody of which was available. */
export const callbackQueued = event(
  'callback.queued',
  z.object({ ...subject, ...change, team: teamId.schema }),
);
/** The promised time has come. */
export const callbackDue = event('callback.due', z.object(subject));
export const callbackClaimed = event('callback.claimed', z.object({ ...subject, by: z.string() }));
/** A claim ended before the call was completed: it ran out, or somebody has ended it; then `holder` is whose it was. */
export const callbackReleased = event(
  'callback.released',
  z.object({ ...subject, holder: z.string().optional() }),
);
export const callbackCompleted = event(
  'callback.completed',
  z.object({
    ...subject,
    ...called,
    outcome: outcomeSchema,
    attempts: z.int(),
    reason: z.enum(reasons).optional(),
  }),
);
/** What was recorded of the last call was wrong: another outcome, and with it another time, or none. */
export const callbackCorrected = event(
  'callback.corrected',
  z.object({
    ...subject,
    ...change,
    ...called,
    outcome: outcomeSchema,
    reason: z.enum(reasons),
    /** What was told when the customer was called; it stands where the callback is closed. */
    ofEvent: CorrectedEvent,
  }),
);
/** By whether the customer was spoken with: outcomes are named by the department, and may be others tomorrow. */
export const callbackCompletedTrigger = trigger(
  callbackCompleted,
  { reached: ['true', 'false'], reason: reasons },
  { correctedBy: callbackCorrected },
);
/** Its time comes soon: who calls is reminded. */
export const callbackReminded = event('callback.reminded', z.object(subject));
/** Its time has passed for so long that those who answer for whoever calls are told. */
export const callbackEscalated = event('callback.escalated', z.object(subject));
export const callbackCancelled = event('callback.cancelled', z.object(subject));

/** A promise whose schedule did not fire, or a claim that ran out. */
export const callbackOverdue = overdueEvent('callback', 'work');
