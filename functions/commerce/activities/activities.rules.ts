/** What an activity may be, and what activities come to. */
import { isDeepStrictEqual } from 'node:util';
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { dayAfter } from '../../../shared/time/days.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import { daySchema, type Instant } from '../../../shared/values/instant.ts';
import { text } from '../../../shared/values/text.ts';
import {
  type Activity,
  type ActivityField,
  type ActivityKind,
  type ActivityKindEntry,
  type ActivityRow,
  type ActivityValue,
  type ActivityValues,
  activityId,
  type CountedBy,
  type KindSummary,
  maximumPeriods,
  maximumText,
  maximumValuesBytes,
  type SummaryRecord,
} from './activities.schema.ts';

/** Clocks differ by some minutes. */
const toleranceMinutes = 5;

/** The id of an activity: the same whenever it is told. */
export function idOfActivity({ at, kind, key }: Pick<ActivityRow, 'at' | 'kind' | 'key'>): string {
  return derivedId(activityId, at, JSON.stringify([kind, key]));
}

/** From when on activities of a kind are taken: what is older would be gone, and nobody could tell whether it was counted. */
export function reachOf(
  { retentionDays, reachesBackTo = '' }: Pick<ActivityKind, 'retentionDays' | 'reachesBackTo'>,
  now: Instant,
): Instant {
  const kept = instantAfter(now, { days: -retentionDays });
  return reachesBackTo > kept ? reachesBackTo : kept;
}

/** The activity of a row, or everything that is wrong with it. */
export function readActivity(
  row: ActivityRow,
  kind: ActivityKind | undefined,
  { customerId, now }: { readonly customerId: string; readonly now: Instant },
): Activity | AppError {
  if (kind === undefined || kind.retired)
    return refused([
      {
        pointer: '/body/kind',
        reason:
          kind === undefined
            ? 'There is no such kind. Define it with PUT /activity-kinds/{kind}.'
            : 'This kind is retired: what was recorded stays, and nothing is added.',
      },
    ]);
  const { fields, violations } = readFields(row.fields, kind.fields);
  const untimely = whyUntimely(row.at, kind, now);
  if (untimely !== undefined) violations.unshift({ pointer: '/body/at', reason: untimely });
  if (violations.length > 0) return refused(violations);
  return {
    ...{ id: idOfActivity(row), customerId, kind: row.kind, key: row.key, at: row.at, fields },
    ...{ recordedAt: now, keptUntil: instantAfter(row.at, { days: kind.retentionDays }) },
  };
}

function refused(violations: readonly Violation[]): AppError {
  return new AppError('invalid-request', 'This activity cannot be recorded.', { violations });
}

function whyUntimely(at: Instant, kind: ActivityKind, now: Instant): string | undefined {
  if (at > instantAfter(now, { minutes: toleranceMinutes }))
    return `Lies in the future: it is ${now} now. Set the clock of whoever tells it.`;
  const reach = reachOf(kind, now);
  if (at > reach) return undefined;
  return `Must lie after ${reach}: what is older is not kept, and whether it was counted before nobody could tell.`;
}

function readFields(told: ActivityValues, defined: readonly ActivityField[]) {
  const violations: Violation[] = [];
  const fields: ActivityValues = {};
  const known = new Map(defined.map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(told)) {
    const field = known.get(name);
    const read =
      field === undefined ? wrongField(name, 'This kind has no such field.') : readValue(field, value);
    if ('reason' in read) violations.push(read);
    else fields[name] = read.value;
  }
  for (const { name, required } of defined)
    if (required && told[name] === undefined) violations.push(wrongField(name, 'Required.'));
  if (Buffer.byteLength(JSON.stringify(fields)) > maximumValuesBytes)
    violations.push({
      pointer: '/body/fields',
      reason: `All values together may take ${maximumValuesBytes} bytes.`,
    });
  return { fields, violations };
}

type Read = { readonly value: ActivityValue } | Violation;

function wrongField(name: string, reason: string): Violation {
  return { pointer: `/body/fields/${name}`, reason };
}

const oneLine = text(maximumText);

function readValue({ name, type }: ActivityField, value: ActivityValue): Read {
  switch (type) {
    case 'text': {
      const { data } = oneLine.safeParse(value);
      return data === undefined
        ? wrongField(name, `must be a text of 1 to ${maximumText} characters, on one line`)
        : { value: data };
    }
    case 'number':
      return typeof value === 'number' ? { value } : wrongField(name, 'must be a number');
    case 'boolean':
      return typeof value === 'boolean' ? { value } : wrongField(name, 'must be true or false');
    case 'date': {
      const { data } = daySchema.safeParse(value);
      return data === undefined ? wrongField(name, 'must be a day such as 2026-11-21') : { value: data };
    }
  }
}

/** What is wrong with telling an activity again that was recorded; nothing where it is told the same. */
export function conflictOf(recorded: Activity, told: Activity): AppError | undefined {
  if (isDeepStrictEqual(recorded.fields, told.fields)) return undefined;
  return new AppError('conflict', 'This activity was recorded with other values.', {
    violations: [
      {
        pointer: '/body/key',
        reason: `Was recorded at ${recorded.recordedAt}. What has happened does not change: another activity has another key.`,
      },
    ],
  });
}

/** The first day of the span of time in which an activity is counted. */
export function periodOfActivity(unit: CountedBy, at: Instant): string {
  const day = at.slice(0, 10);
  if (unit === 'day') return day;
  if (unit === 'month') return `${day.slice(0, 7)}-01`;
  const sinceMonday = (new Date(at).getUTCDay() + 6) % 7;
  return dayAfter(day, -sinceMonday);
}

/** What is counted of a kind, with activities that were not before, in whichever order they come. */
export function counting(
  before: SummaryRecord | undefined,
  unit: CountedBy,
  activities: readonly [Activity, ...Activity[]],
): SummaryRecord {
  const [{ customerId, kind, at }] = activities;
  const present = before ?? {
    ...{ customerId, kind, countedBy: unit, version: 0, count: 0, firstAt: at, lastAt: at, periods: {} },
  };
  const instants = activities.map((each) => each.at).toSorted();
  const counts = instants.map((instant) => [periodOfActivity(present.countedBy, instant), 1] as const);
  return {
    ...present,
    version: present.version + 1,
    count: present.count + activities.length,
    firstAt: earlier(present.firstAt, instants[0]),
    lastAt: later(present.lastAt, instants.at(-1)),
    periods: Object.fromEntries(latest([...Object.entries(present.periods), ...counts])),
  };
}

/** What a customer does, whose records these summaries are kept with: several were merged into one. */
export function unitedSummary(summaries: readonly SummaryRecord[]): readonly KindSummary[] {
  const byKind = Map.groupBy(summaries, ({ kind }) => kind);
  const kinds = [...byKind.values()].flatMap(([first, ...others]): KindSummary[] => {
    if (first === undefined) return [];
    const all = [first, ...others];
    const periods = latest(all.flatMap((each) => Object.entries(each.periods)));
    return [
      {
        ...{ kind: first.kind, countedBy: first.countedBy },
        count: all.reduce((sum, { count }) => sum + count, 0),
        firstAt: all.map(({ firstAt }) => firstAt).reduce(earlier),
        lastAt: all.map(({ lastAt }) => lastAt).reduce(later),
        periods: periods.map(([from, count]) => ({ from, count })),
      },
    ];
  });
  return kinds.toSorted((one, other) => (one.lastAt > other.lastAt ? -1 : 1));
}

/** The latest periods, added up, the last one first: which they are does not follow from the order in which they were counted. */
function latest(counts: readonly (readonly [string, number])[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [period, count] of counts) sums.set(period, (sums.get(period) ?? 0) + count);
  return [...sums].toSorted(([one], [other]) => (one > other ? -1 : 1)).slice(0, maximumPeriods);
}

const earlier = (one: Instant, other: Instant = one): Instant => (other < one ? other : one);
const later = (one: Instant, other: Instant = one): Instant => (other > one ? other : one);

/** A kind after it was put. Throws `invalid-request` for what would take something from activities that are there. */
export function kindAfter(
  kind: string,
  before: ActivityKind | undefined,
  entry: ActivityKindEntry,
  at: Instant,
): ActivityKind {
  if (before === undefined) return { kind, ...entry, version: 1, createdAt: at, updatedAt: at };
  const violations = fixedViolations(before, entry);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'This of a kind of activity is for good.', { violations });
  const reachesBackTo =
    before.retentionDays === entry.retentionDays ? before.reachesBackTo : reachOf(before, at);
  return {
    ...{ kind, ...entry, version: before.version + 1, createdAt: before.createdAt, updatedAt: at },
    ...(reachesBackTo === undefined ? {} : { reachesBackTo }),
  };
}

function fixedViolations(before: ActivityKind, entry: ActivityKindEntry): Violation[] {
  const violations: Violation[] = [];
  if (entry.countedBy !== before.countedBy)
    violations.push({
      pointer: '/body/countedBy',
      reason: `Its activities are counted by ${before.countedBy}. Retire it and define another kind.`,
    });
  for (const { name, type } of before.fields) {
    const index = entry.fields.findIndex((field) => field.name === name);
    if (index < 0)
      violations.push({
        pointer: '/body/fields',
        reason: `Lacks "${name}", which activities may have. Let it stand, and not be required.`,
      });
    else if (entry.fields[index]?.type !== type)
      violations.push({
        pointer: `/body/fields/${index}/type`,
        reason: `The field ${name} keeps its type, ${type}, for activities have values of it.`,
      });
  }
  return violations;
}
