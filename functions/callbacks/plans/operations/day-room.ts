/** How many callbacks a day has room for, by who works on it. */
import { findWorkingTime } from '../../../../shared/time/business-hours.ts';
import { instantAfter, now } from '../../../../shared/time/clock.ts';
import { resolveWallTime, wallTimeAt } from '../../../../shared/time/zones.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import {
  absenceAt,
  type Staff,
  type StaffReader,
  takesWork,
  workingHoursOf,
} from '../../../people/staff/index.ts';
import type { PlanDay } from '../plans.items.ts';
import { planLimit } from '../plans.rules.ts';
import type { Plan } from '../plans.schema.ts';

/** How many callbacks can be put on a day at most, over all plans; undefined: as many as come. */
export type DayLimit = (day: string) => number | undefined;

/** So long who works here, and when, is taken to be as it was. */
const freshSeconds = 60;

/** Reads who takes work, some read units a minute at most. */
export function createDayLimits(
  staff: Pick<StaffReader, 'listActive' | 'findMany'>,
): () => Promise<DayLimit> {
  let read: { readonly at: Instant; readonly limit: DayLimit } | undefined;
  return async () => {
    const at = now();
    if (read !== undefined && at < instantAfter(read.at, { seconds: freshSeconds }) && at >= read.at)
      return read.limit;
    const ids = (await staff.listActive()).map(({ id }) => id);
    const limit = dayLimit((await staff.findMany(ids)).filter(takesWork));
    read = { at, limit };
    return limit;
  };
}

/**
 * What those who work on a day take together, if each of them says how much; nothing on a day on which nobody works. Where
 * nobody is known to take work, nothing is known of days, either.
 */
export function dayLimit(people: readonly Staff[]): DayLimit {
  if (people.length === 0) return () => undefined;
  return (day) => {
    const there = people.filter((member) => worksOn(member, day));
    const taken = there.map(({ capacity }) => capacity.callbacks);
    return taken.some((each) => each === undefined)
      ? undefined
      : taken.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  };
}

function worksOn(member: Staff, day: string): boolean {
  const { timeZone } = member;
  const { instant: midnight } = resolveWallTime(`${day}T00:00`, timeZone);
  if (absenceAt(member, midnight) !== undefined) return false;
  const begins = findWorkingTime(workingHoursOf(member), midnight, { hours: 0 })?.instant;
  return begins !== undefined && wallTimeAt(begins, timeZone).startsWith(day);
}

/** Whether one more callback of a plan can be put on a day. */
export function hasRoom(
  day: string,
  filled: PlanDay | undefined,
  { plan, limit }: { readonly plan: Pick<Plan, 'id' | 'perDay'>; readonly limit: DayLimit },
): boolean {
  const byPlan = filled?.byPlan ?? {};
  const taken = Object.values(byPlan).reduce((sum, each) => sum + each, 0);
  const staffLimit = limit(day);
  return (
    taken < (staffLimit ?? Number.POSITIVE_INFINITY) && (byPlan[plan.id] ?? 0) < planLimit(plan, staffLimit)
  );
}
