/**
 * Lists in days or months: a pattern with `{day}` or `{month}` in its partition is read period by period, so that no
 * partition grows for ever. Its sort keys begin with the instant that has put the row into its period (UTC).
 */
import { instantAfter, now } from '../time/clock.ts';
import { dayAfter } from '../time/days.ts';
import type { Instant } from '../values/instant.ts';
import { foreignCursor } from './cursor.ts';
import type { AccessPattern } from './pattern.ts';

export type PeriodUnit = 'day' | 'month';

/** The time that a walk through a list covers; both ends belong to it. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** How far back a list in months goes when nobody says it. What is older is a matter of an export. */
const recentDays = 730;

/** The last two years. */
export function recentMonths(at: Instant = now()): Span {
  return { from: instantAfter(at, { days: -recentDays }), to: at };
}

/** A month, `2026-11`, as far as it has come. */
export function spanOfMonth(month: string, at: Instant = now()): Span {
  const from = `${month}-01T00:00:00.000Z`;
  const end = new Date(from);
  end.setUTCMonth(end.getUTCMonth() + 1);
  const to = instantAfter(end.toISOString(), { seconds: -0.001 });
  return { from, to: to < at ? to : at };
}

export interface Period {
  /** `2026-11-21` or `2026-11`. */
  readonly name: string;
  /** A position before every row of the period and behind every row of the periods before it. */
  readonly before: string;
  /** The position within the period where reading begins; undefined at its beginning. */
  readonly after: string | undefined;
}

const lengths = { day: 'yyyy-mm-dd'.length, month: 'yyyy-mm'.length } as const;

/** Whether a pattern is read in days or months for these arguments; undefined also when the period is one of them. */
export function unitOf(
  pattern: AccessPattern,
  parts: Readonly<Record<string, unknown>>,
): PeriodUnit | undefined {
  return (['day', 'month'] as const).find(
    (unit) => pattern.partition.includes(`{${unit}}`) && parts[unit] === undefined,
  );
}

/** The day or month an instant lies in. */
export function periodOf(unit: PeriodUnit, instant: string): string {
  return instant.slice(0, lengths[unit]);
}

/** The periods to read, in the order of the list, from where it goes on; a cursor may lead far back. */
export function* periodsOf(
  unit: PeriodUnit,
  { question, newestFirst = false }: AccessPattern,
  { span, after }: { readonly span?: Span; readonly after?: string | undefined },
): Generator<Period> {
  if (span === undefined) throw new Error(`The pattern "${question}" needs the time it is asked for`);
  const [start, end] = newestFirst ? [after ?? span.to, span.from] : [after ?? span.from, span.to];
  const last = periodOf(unit, end);
  let position = after ?? (newestFirst ? undefined : start);
  let name = periodOf(unit, start);
  // A list may have moved on since it gave a cursor out, so one behind its end is no fault.
  const isBeforeBegin = newestFirst ? name > periodOf(unit, span.to) : start < span.from;
  if (!isPeriod(unit, name) || isBeforeBegin) throw foreignCursor();
  while (newestFirst ? name >= last : name <= last) {
    // `~` sorts above the `-` that goes on with a date.
    const before = newestFirst ? `${name}~` : name;
    yield { name, before, after: position };
    position = undefined;
    name = next(unit, name, newestFirst ? -1 : 1);
  }
}

function isPeriod(unit: PeriodUnit, name: string): boolean {
  const form = unit === 'day' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}$/;
  return form.test(name) && !Number.isNaN(Date.parse(name));
}

function next(unit: PeriodUnit, name: string, step: 1 | -1): string {
  if (unit === 'day') return dayAfter(name, step);
  const date = new Date(`${name}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + step);
  return periodOf('month', date.toISOString());
}
