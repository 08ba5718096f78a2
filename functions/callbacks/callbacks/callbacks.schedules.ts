/** The one-time schedules of callbacks: their names, and the message of a firing. */
import * as z from 'zod';
import { oneTimeExpression } from '../../../shared/scheduling/once.ts';
import {
  type ScheduleRequest,
  scheduledId,
  scheduledTime,
  scheduleName,
} from '../../../shared/scheduling/schedules.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import type { Callback } from './callbacks.schema.ts';
import { callbackIdSchema } from './callbacks.schema.ts';

const kind = 'callback';

/** What the names of all schedules of callbacks begin with. */
export const scheduleNamePrefix = `${kind}-`;

/** What a schedule puts into the queue when it fires. */
export const Firing = z.strictObject({
  callbackId: callbackIdSchema,
  scheduleVersion: z.int(),
  scheduledTime: z.string(),
});
export type Firing = z.infer<typeof Firing>;

export function scheduleNameOf(callbackId: string): string {
  return scheduleName(kind, callbackId);
}

/** The callback that a schedule of this name belongs to; undefined when the name is not of our making. */
export function callbackOfSchedule(name: string): string | undefined {
  const { success, data } = callbackIdSchema.safeParse(scheduledId(name));
  return success ? data : undefined;
}

/**
 * The schedule of a callback. EventBridge Scheduler fires to the minute and does not fire for the past, so a time
 * that is nearly here is moved to a minute from now.
 */
export function scheduleOf(callback: Callback, at: string): ScheduleRequest {
  const { id, due, scheduleVersion } = callback;
  const earliest = instantAfter(at, { minutes: 1 });
  const message: Firing = { callbackId: id, scheduleVersion, scheduledTime };
  return {
    name: scheduleNameOf(id),
    expression: oneTimeExpression(due.instant > earliest ? due.instant : earliest),
    timeZone: 'UTC',
    input: message,
    deleteAfterwards: true,
    description: `${id}, promise ${scheduleVersion}`,
  };
}
