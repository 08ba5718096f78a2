import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { syncSchedule as sync } from '../../../../shared/scheduling/sync-schedule.ts';
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

/** Makes the schedule of a callback what the callback says at present: one while its time is to come. */
export async function syncSchedule(
  callbackId: string,
  { callbacks, schedules, overdue }: Context,
): Promise<void> {
  const callback = await sync({
    name: scheduleNameOf(callbackId),
    find: () => callbacks.find(callbackId),
    scheduleOf: (present) => (isAhead(present) ? scheduleOf(present, now()) : undefined),
    basisOf: promiseOf,
    schedules,
  });
  if (callback?.status === 'scheduled' && !isAhead(callback)) await overdue(callback);
}

function isAhead({ status, due }: Callback): boolean {
  return status === 'scheduled' && due.instant > now();
}

/** A callback that becomes due has used its schedule up, so that is no change of the promise. */
function promiseOf({ status, scheduleVersion }: Callback): string {
  const waits = status === 'scheduled' || status === 'due';
  return `${waits ? 'promised' : 'none'} ${scheduleVersion}`;
}
