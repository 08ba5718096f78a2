import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { sweepSchedules } from '../../../../shared/scheduling/sweep-schedules.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { callbackOfSchedule, scheduleNamePrefix } from '../callbacks.schedules.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'findMany' | 'listWaiting'>;
  readonly schedules: Pick<Schedules, 'list'>;
  /** Makes the schedule of a callback what the callback says. */
  readonly align: (callbackId: string) => Promise<void>;
}

/** A lost schedule is put again at least this long before it is needed; the sweep comes every hour. */
const lookAheadHours = 25;

/**
 * Brings callbacks and schedules together that have lost each other: a promise for the next day without a schedule
 * gets one, a schedule without a promise goes. What should have fallen due by now comes up through the due list.
 */
export function sweepCallbacks(at: string, context: Context): Promise<Record<string, number>> {
  const { callbacks, schedules, align } = context;
  return sweepSchedules({
    schedules,
    align,
    prefix: scheduleNamePrefix,
    idOf: callbackOfSchedule,
    expected: () => readAhead(at, context),
    findWaiting: async (ids) => {
      const found = await callbacks.findMany(ids);
      return new Set(found.filter(({ status }) => status === 'scheduled').map(({ id }) => id));
    },
  });
}

/** Ids of the callbacks whose time comes soon. */
async function readAhead(at: string, { callbacks }: Context): Promise<readonly string[]> {
  const horizon = instantAfter(at, { hours: lookAheadHours });
  const ahead: string[] = [];
  for await (const { id, status, dueAt } of callbacks.listWaiting(horizon)) {
    if (status === 'scheduled' && dueAt > at && dueAt <= horizon) ahead.push(id);
  }
  return ahead;
}
