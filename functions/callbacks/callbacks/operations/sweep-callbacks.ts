import type { Schedules } from '../../../../shared/scheduling/schedules.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import { callbackOfSchedule, type DueMessage, scheduleNamePrefix } from '../callbacks.schedules.ts';
import type { CallbackSummary } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'findMany' | 'listWaiting'>;
  readonly schedules: Pick<Schedules, 'list'>;
  /** Makes the schedule of a callback what the callback says. */
  readonly align: (callbackId: string) => Promise<void>;
  /** Puts messages into the due queue. */
  readonly tell: (messages: readonly DueMessage[]) => Promise<void>;
}

/** A schedule may fire a minute late, and the list that is read here lags a moment behind. */
const patienceMinutes = 2;
/** So long a standstill of the sweep itself is made good. */
const lookBackDays = 7;
/** A lost schedule is put again at least this long before it is needed; the sweep comes every hour. */
const lookAheadHours = 25;

/**
 * Repairs what was lost between callbacks and schedules, in both directions: what should have fallen due is told to
 * the due queue, a promise for the next day without a schedule gets one, a schedule without a promise goes.
 */
export async function sweepCallbacks(at: string, context: Context): Promise<Record<string, number>> {
  const { waited, ahead } = await readWaiting(at, context);
  await context.tell(waited.map(({ id }) => ({ kind: 'overlooked', callbackId: id })));

  const scheduled = await readScheduled(context);
  const missing = ahead.filter(({ id }) => !scheduled.has(id)).map(({ id }) => id);
  const orphans = await findOrphans([...scheduled], context);
  for (const callbackId of [...missing, ...orphans]) await context.align(callbackId);
  return { overlooked: waited.length, missing: missing.length, orphans: orphans.length };
}

async function readWaiting(at: string, { callbacks }: Context) {
  const overdue = instantAfter(at, { minutes: -patienceMinutes });
  const horizon = instantAfter(at, { hours: lookAheadHours });
  const waited: CallbackSummary[] = [];
  const ahead: CallbackSummary[] = [];
  const days = { first: dayAfter(at.slice(0, 10), -lookBackDays), last: horizon.slice(0, 10) };
  for (let day = days.first; day <= days.last; day = dayAfter(day)) {
    for await (const summary of callbacks.listWaiting(day)) {
      const until = summary.claim?.until ?? summary.dueAt;
      if (until > horizon) break;
      if (until <= overdue) waited.push(summary);
      else if (summary.status === 'scheduled' && summary.dueAt > at) ahead.push(summary);
    }
  }
  return { waited, ahead };
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
