import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
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
export async function sweepCallbacks(at: string, context: Context): Promise<Record<string, number>> {
  const ahead = await readAhead(at, context);
  const scheduled = await readScheduled(context);
  const missing = ahead.filter((callbackId) => !scheduled.has(callbackId));
  const orphans = await findOrphans([...scheduled], context);
  for (const callbackId of [...missing, ...orphans]) await context.align(callbackId);
  return { missing: missing.length, orphans: orphans.length };
}

/** Ids of the callbacks whose time comes soon. */
async function readAhead(at: string, { callbacks }: Context): Promise<readonly string[]> {
  const horizon = instantAfter(at, { hours: lookAheadHours });
  const ahead: string[] = [];
  for (let day = at.slice(0, 10); day <= horizon.slice(0, 10); day = dayAfter(day)) {
    for await (const { id, status, dueAt, claim } of callbacks.listWaiting(day)) {
      if ((claim?.until ?? dueAt) > horizon) break;
      if (status === 'scheduled' && dueAt > at) ahead.push(id);
    }
  }
  return ahead;
}

async function readScheduled({ schedules }: Context): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const name of schedules.list(scheduleNamePrefix)) {
    const callbackId = callbackOfSchedule(name);
    if (callbackId !== undefined) ids.add(callbackId);
  }
  return ids;
}

/** Those that have a schedule and wait for nothing. */
async function findOrphans(scheduled: readonly string[], { callbacks }: Context): Promise<string[]> {
  const found = await callbacks.findMany(scheduled);
  const waiting = new Set(found.filter(({ status }) => status === 'scheduled').map(({ id }) => id));
  return scheduled.filter((callbackId) => !waiting.has(callbackId));
}
