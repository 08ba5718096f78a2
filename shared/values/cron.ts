/**
 * Cron expressions of EventBridge Scheduler: six fields, checked as strictly as AWS does and in words that name
 * the field. Source: EventBridge Scheduler user guide, "Schedule types", and EventBridge, "Cron expressions
 * reference". Where the two are silent (ranges that run backwards, `L-3`, lists with L, W or #) we refuse.
 */
interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  readonly steps: boolean;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const minutes: Field = { name: 'minutes', min: 0, max: 59, names: [], steps: true };
const hours: Field = { name: 'hours', min: 0, max: 23, names: [], steps: true };
const dayOfMonth: Field = { name: 'day-of-month', min: 1, max: 31, names: [], steps: true };
const month: Field = { name: 'month', min: 1, max: 12, names: months, steps: true };
const dayOfWeek: Field = { name: 'day-of-week', min: 1, max: 7, names: weekdays, steps: false };
const year: Field = { name: 'year', min: 1970, max: 2199, names: [], steps: true };

/** Which days a day field means, beyond a plain set of numbers. */
export type DayRule =
  | { readonly rule: 'any' }
  | { readonly rule: 'on'; readonly days: ReadonlySet<number> }
  | { readonly rule: 'last' }
  | { readonly rule: 'last-working-day' }
  | { readonly rule: 'working-day-near'; readonly day: number }
  | { readonly rule: 'last-weekday'; readonly weekday: number }
  | { readonly rule: 'nth-weekday'; readonly weekday: number; readonly nth: number };

export interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly dayOfMonth: DayRule;
  readonly months: ReadonlySet<number>;
  /** Weekdays count from 1, Sunday, to 7. */
  readonly dayOfWeek: DayRule;
  readonly years: ReadonlySet<number>;
}

export class InvalidCron extends Error {}

/** Why AWS would refuse these six fields; `undefined` when it would take them. */
export function whyNotCron(text: string): string | undefined {
  try {
    parseCron(text);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidCron) return error.message;
    throw error;
  }
}

/** @throws InvalidCron with a reason for people */
export function parseCron(text: string): CronFields {
  const [first, second, third, fourth, fifth, sixth, ...rest] = text.trim().toUpperCase().split(/\s+/);
  if (
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined ||
    fifth === undefined ||
    sixth === undefined ||
    rest.length > 0
  ) {
    throw new InvalidCron(
      'must have six fields: minutes hours day-of-month month day-of-week year, such as "0 9 ? * MON *"',
    );
  }
  if ((third === '?') === (fifth === '?')) {
    throw new InvalidCron('exactly one of day-of-month and day-of-week must be "?"');
  }
  const fields = {
    minutes: readSet(minutes, first),
    hours: readSet(hours, second),
    dayOfMonth: readDayOfMonth(third),
    months: readSet(month, fourth),
    dayOfWeek: readDayOfWeek(fifth),
    years: readSet(year, sixth),
  };
  assertDayExists(fields.dayOfMonth, fields.months);
  return fields;
}

function readDayOfMonth(text: string): DayRule {
  if (text === '?') return { rule: 'any' };
  if (text === 'L') return { rule: 'last' };
  if (text === 'LW' || text === 'WL') return { rule: 'last-working-day' };
  const near = /^(\d{1,2})W$/.exec(text)?.[1];
  if (near !== undefined) return { rule: 'working-day-near', day: readNumber(dayOfMonth, near) };
  return { rule: 'on', days: readSet(dayOfMonth, text) };
}

function readDayOfWeek(text: string): DayRule {
  if (text === '?') return { rule: 'any' };
  if (text === 'L') return { rule: 'on', days: new Set([7]) };
  const last = /^(\d|[A-Z]{3})L$/.exec(text)?.[1];
  if (last !== undefined) return { rule: 'last-weekday', weekday: readNumber(dayOfWeek, last) };
  const [, weekday, nth] = /^(\d|[A-Z]{3})#(\d)$/.exec(text) ?? [];
  if (weekday === undefined || nth === undefined) return { rule: 'on', days: readSet(dayOfWeek, text) };
  if (!/[1-5]/.test(nth)) throw new InvalidCron(`day-of-week: "#${nth}" must be #1 to #5`);
  return { rule: 'nth-weekday', weekday: readNumber(dayOfWeek, weekday), nth: Number(nth) };
}

function readSet(field: Field, text: string): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const { from, to, step } = readPart(field, part);
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

function readPart(field: Field, part: string): { from: number; to: number; step: number } {
  const [range = '', stepText, ...rest] = part.split('/');
  if (rest.length > 0) throw new InvalidCron(`${field.name}: "${part}" has more than one "/"`);
  if (stepText !== undefined && !field.steps) {
    throw new InvalidCron(`${field.name}: "/" is not allowed here; name the days, such as MON,WED,FRI`);
  }
  const step = stepText === undefined ? 1 : readStep(field, part, stepText);
  if (range === '*') return { from: field.min, to: field.max, step };
  const [fromText = '', toText, ...more] = range.split('-');
  if (more.length > 0)
    throw new InvalidCron(`${field.name}: "${part}" is not a range such as ${example(field)}`);
  const from = readNumber(field, fromText);
  if (toText === undefined) return { from, to: stepText === undefined ? from : field.max, step };
  const to = readNumber(field, toText);
  if (to < from)
    throw new InvalidCron(`${field.name}: the range "${range}" runs backwards; write two ranges`);
  return { from, to, step };
}

function readStep(field: Field, part: string, text: string): number {
  const step = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (step < 1 || step > field.max)
    throw new InvalidCron(`${field.name}: "${part}" has no step such as */15`);
  return step;
}

function readNumber(field: Field, text: string): number {
  const named = field.names.indexOf(text);
  if (named >= 0) return named + field.min;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= field.min && value <= field.max)) {
    throw new InvalidCron(`${field.name}: "${text}" is not ${describe(field)}`);
  }
  return value;
}

// 31 February passes AWS's grammar and never fires.
function assertDayExists(days: DayRule, inMonths: ReadonlySet<number>): void {
  const longest = Math.max(
    ...[...inMonths].map((each) => (each === 2 ? 29 : [4, 6, 9, 11].includes(each) ? 30 : 31)),
  );
  const first = days.rule === 'on' ? Math.min(...days.days) : days.rule === 'working-day-near' ? days.day : 1;
  if (first > longest) throw new InvalidCron(`day-of-month: the months named have no day ${first}`);
}

function describe(field: Field): string {
  const numbers = `a number from ${field.min} to ${field.max}`;
  return field.names.length === 0 ? numbers : `${numbers} or ${field.names[0]} to ${field.names.at(-1)}`;
}

function example(field: Field): string {
  return field.names.length === 0 ? `${field.min}-${field.min + 4}` : `${field.names[1]}-${field.names[3]}`;
}
