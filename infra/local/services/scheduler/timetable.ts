/** When an EventBridge Scheduler expression fires next: read as AWS writes it, decided by the product's own calendar. */
import { cronRuns, rateRuns } from '../../../../shared/scheduling/next-runs.ts';
import { resolveWallTime } from '../../../../shared/time/zones.ts';
import { type CronFields, InvalidCron, parseCron } from '../../../../shared/values/cron.ts';
import { canonicalTimeZone } from '../../../../shared/values/time-zone.ts';

/** Says in `message` what is wrong with the expression and what it should look like. */
export class InvalidExpression extends Error {}

export interface Timetable {
  /** Fires exactly once. */
  readonly once: boolean;
  /** The first firing later than `after`, in milliseconds since the epoch. */
  next(after: number): number | undefined;
}

/** `start` is where a rate begins: the StartDate, or the creation of the schedule. */
export function readTimetable(expression: string, timezone: string, start: number): Timetable {
  if (canonicalTimeZone(timezone) === undefined) {
    const why = `${timezone} is not an IANA time zone.`;
    throw new InvalidExpression(`Invalid Schedule Expression Timezone: ${why}`);
  }
  const [, kind, inner = ''] = /^(at|rate|cron)\((.*)\)$/s.exec(expression) ?? [];
  if (kind === 'at') return oneTime(inner, timezone);
  if (kind === 'rate') return rate(inner, start);
  if (kind === 'cron') return cron(inner, timezone);
  throw new InvalidExpression(`Invalid Schedule Expression ${expression}: write at(…), rate(…) or cron(…).`);
}

function oneTime(inner: string, timezone: string): Timetable {
  const [, minute = '', second] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):([0-5]\d)$/.exec(inner) ?? [];
  if (second === undefined) {
    throw new InvalidExpression(`Invalid Schedule Expression at(${inner}): write at(yyyy-mm-ddThh:mm:ss).`);
  }
  let at: number;
  try {
    at = Date.parse(resolveWallTime(minute, timezone).instant) + Number(second) * 1000;
  } catch {
    throw new InvalidExpression(`Invalid Schedule Expression at(${inner}): there is no such date or time.`);
  }
  return { once: true, next: (after) => (at > after ? at : undefined) };
}

function rate(inner: string, start: number): Timetable {
  if (!/^[1-9]\d* (minute|hour|day)s?$/.test(inner)) {
    throw new InvalidExpression(`Invalid Schedule Expression rate(${inner}): write e.g. rate(5 minutes).`);
  }
  return recurring((after) => rateRuns(inner, instantOf(start), after));
}

function cron(inner: string, timezone: string): Timetable {
  let fields: CronFields;
  try {
    fields = parseCron(inner);
  } catch (error) {
    if (!(error instanceof InvalidCron)) throw error;
    throw new InvalidExpression(`Invalid Schedule Expression cron(${inner}): ${error.message}.`);
  }
  return recurring((after) => cronRuns(fields, timezone, after));
}

function recurring(runsAfter: (after: string) => Generator<string>): Timetable {
  return {
    once: false,
    next(after) {
      const { value, done } = runsAfter(instantOf(after)).next();
      return done ? undefined : Date.parse(value);
    },
  };
}

function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
