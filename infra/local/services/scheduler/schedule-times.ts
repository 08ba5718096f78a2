/** When a kept schedule fires next, and what happens to firings that fell due while nothing ran. */
import { type ScheduleRequest, timetableOf } from './schedule-request.ts';

/** Instants in milliseconds of virtual time. */
export interface KeptSchedule {
  readonly group: string;
  readonly name: string;
  readonly origin: 'api' | 'template';
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly lastFired?: number;
}

/** One-time schedules ignore StartDate and EndDate; one that lies in the past fires at once. */
export function nextFiring(schedule: KeptSchedule): number | undefined {
  const { request, changedAt, lastFired } = schedule;
  if (request.State === 'DISABLED') return undefined;
  const timetable = timetableOf(request, changedAt);
  if (timetable.once) return lastFired === undefined ? timetable.next(Number.NEGATIVE_INFINITY) : undefined;
  // A rate without StartDate fires as soon as it is created, a cron expression later than that.
  const since = request.ScheduleExpression.startsWith('rate') ? changedAt - 1 : changedAt;
  const from = request.StartDate === undefined ? since : Math.max(since, request.StartDate * 1000 - 1);
  const next = timetable.next(lastFired ?? from);
  const end = request.EndDate === undefined ? Number.POSITIVE_INFINITY : request.EndDate * 1000;
  return next !== undefined && next <= end ? next : undefined;
}

const keptFirings = 10;

/**
 * AWS never stands still; this machine does. Up to ten missed firings happen one after another at the next
 * start; of more (a sweep every minute, a week away) only the newest does.
 */
export function skipMissed(schedule: KeptSchedule, now: number): KeptSchedule {
  let current = schedule;
  for (let missed = 0; missed <= keptFirings; missed += 1) {
    const next = nextFiring(current);
    if (next === undefined || next > now) return schedule;
    current = { ...current, lastFired: next };
  }
  return { ...schedule, lastFired: secondNewest(schedule, now) };
}

/** The instant after which exactly the newest missed firing is still to come. */
function secondNewest(schedule: KeptSchedule, now: number): number {
  for (let width = 60_000; ; width *= 2) {
    let before = now - width;
    let next = nextFiring({ ...schedule, lastFired: before });
    if (next === undefined || next > now) continue;
    for (;;) {
      const following = nextFiring({ ...schedule, lastFired: next });
      if (following === undefined || following > now) return before;
      before = next;
      next = following;
    }
  }
}

/** While the clock is being moved, a sweep every minute would be nearly all that happens. */
const stride = 6 * 3_600_000;

/** The newest firing within a stride after the latest one; the next one where there is none. */
export function nextStride(schedule: KeptSchedule): number | undefined {
  const next = nextFiring(schedule);
  const { lastFired } = schedule;
  if (next === undefined || lastFired === undefined || next > lastFired + stride) return next;
  return newestUntil({ ...schedule, lastFired: next }, lastFired + stride) ?? next;
}

/** The newest firing after the latest one and not after `until`. */
export function newestUntil(schedule: KeptSchedule, until: number): number | undefined {
  let newest: number | undefined;
  let next = nextFiring(schedule);
  while (next !== undefined && next <= until) {
    newest = next;
    next = nextFiring({ ...schedule, lastFired: next });
  }
  return newest;
}
