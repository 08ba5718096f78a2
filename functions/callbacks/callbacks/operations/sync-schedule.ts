import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { now } from '../../../../shared/time/clock.ts';
import { scheduleNameOf, scheduleOf } from '../callbacks.schedules.ts';
import type { Callback } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find'>;
  readonly schedules: Pick<Schedules, 'put' | 'remove'>;
  /** What to do with a scheduled callback whose time has passed. */
  readonly overdue: (callback: Callback) => Promise<void>;
}

const maximumRounds = 5;

/**
 * Makes the schedule of a callback what the callback says at present: one while it is scheduled, none otherwise. It
 * does not matter which event is told first, or how often. The callback is read once more afterwards: if it has
 * changed meanwhile, whoever wrote last could have written the older state.
 */
export async function syncSchedule(callbackId: string, context: Context): Promise<void> {
  let callback = await context.callbacks.find(callbackId);
  for (let round = 1; round <= maximumRounds; round += 1) {
    await act(callbackId, callback, context);
    const after = await context.callbacks.find(callbackId);
    if (promiseOf(after) === promiseOf(callback)) return;
    callback = after;
  }
  throw new Error(`${callbackId} changes faster than its schedule can follow`);
}

async function act(callbackId: string, callback: Callback | undefined, context: Context): Promise<void> {
  const { schedules, overdue } = context;
  if (callback?.status !== 'scheduled') return schedules.remove(scheduleNameOf(callbackId));
  const at = now();
  if (callback.due.instant > at) return schedules.put(scheduleOf(callback, at));
  await schedules.remove(scheduleNameOf(callbackId));
  await overdue(callback);
}

/** What the schedule depends on. A callback that becomes due has used its schedule up, so that is no change. */
function promiseOf(callback: Callback | undefined): string {
  if (callback === undefined) return 'none';
  const waits = callback.status === 'scheduled' || callback.status === 'due';
  return `${waits ? 'promised' : 'none'} ${callback.scheduleVersion}`;
}
