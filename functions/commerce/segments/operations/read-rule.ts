/** Rules of segments, ready to be held against customers. */
import type { Fact } from '../../../../shared/table/fact.ts';
import { dayAfter } from '../../../../shared/time/days.ts';
import type { FactField } from '../../../../shared/values/fact-field.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { asFilter, type Condition, type CustomerFilter } from '../../../customers/filters/filters.schema.ts';
import {
  conditionsOf,
  daysAsked,
  type FactReader,
  type FilteredCustomer,
  filterTest,
} from '../../../customers/filters/index.ts';
import * as registry from '../../../facts.ts';
import type { SegmentRecord } from '../segments.schema.ts';

/** Facts by the names of those who keep them. */
const facts: Readonly<Record<string, Fact>> = registry;

/** By which rules ask for other segments. */
export const inSegments = 'segments';

/** Everything that can be asked beside the profile. */
export const factFields: Readonly<Record<string, FactField>> = {
  ...Object.assign({}, ...Object.values(facts).map(({ fields }) => fields)),
  [inSegments]: { kind: 'list', words: ['分群', 'segments'] },
};

/** The fact that keeps a field; undefined of the profile and of other segments. */
export function keeperOf(field: string): string | undefined {
  return Object.keys(facts).find((name) => Object.hasOwn(facts[name]?.fields ?? {}, field));
}

/** A segment with what its rule asks for. */
export interface Rule extends Pick<SegmentRecord, 'id' | 'listId' | 'rule'> {
  readonly filter: CustomerFilter;
  /** Fields of the profile, as changes name them. */
  readonly profile: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
  /** Other segments. */
  readonly asksFor: readonly string[];
}

export function readRule({
  id,
  listId,
  rule,
  filter: checked,
}: Pick<SegmentRecord, 'id' | 'listId' | 'rule' | 'filter'>): Rule {
  const filter = asFilter(checked);
  const conditions = conditionsOf(filter).map(({ condition }) => condition);
  const own = conditions.filter(({ field }) => field !== inSegments);
  return {
    ...{ id, listId, rule, filter },
    facts: new Set(own.flatMap(({ field }) => keeperOf(field) ?? [])),
    profile: new Set(own.filter(({ field }) => keeperOf(field) === undefined).flatMap(profileFields)),
    asksFor: conditions.filter(({ field }) => field === inSegments).flatMap(({ value }) => textsIn(value)),
  };
}

/** What stands beside a primary address counts as one, and a condition on any part of a field asks for the whole of it. */
export function profileFields({ field }: Condition): readonly string[] {
  const [first = ''] = field.split('.');
  if (field === 'externalSources') return ['externalIds'];
  if (first === 'email') return [first, 'otherEmails'];
  if (first === 'phone') return [first, 'otherPhones'];
  return first === 'address' ? [first, 'otherAddresses'] : [first];
}

export function textsIn(value: Condition['value']): readonly string[] {
  return typeof value === 'object'
    ? value.map(String)
    : [String(value)].filter((each) => each !== 'true' && each !== 'false');
}

/** A customer with what their rules ask for beside the profile. */
export interface Subject extends FilteredCustomer {
  readonly found: Readonly<Record<string, unknown>>;
  /** In which segments they are. */
  readonly segments: readonly string[];
}

function readerAt(at: Instant): FactReader<Subject> {
  return ({ field, where = {} }) => {
    if (field === inSegments) return ({ segments }) => segments;
    const name = keeperOf(field);
    if (name === undefined) return undefined;
    return ({ found }) => facts[name]?.value(field, found[name], where, at);
  };
}

/** Whether a rule means a customer at an instant. */
export function means(filter: CustomerFilter, subject: Subject, at: Instant): boolean {
  return filterTest(filter, at, readerAt(at))(subject);
}

/** So many instants are looked at; beyond them the customer is looked at again at the last of them. */
const mostInstants = 400;

/**
 * When a rule comes to mean a customer, or ceases to, by time alone; undefined when it never does. Of each condition that
 * time changes, the days on which it can are known; at each of them the whole rule is looked at, so that nobody is touched
 * who would stay where they are.
 */
export function turnOf(filter: CustomerFilter, subject: Subject, at: Instant): Instant | undefined {
  const days = new Set(conditionsOf(filter).flatMap(({ condition }) => turningDays(condition, subject)));
  const instants = [...days].map((day) => `${day}T00:00:00.000Z`).filter((each) => each > at);
  const looked = instants.toSorted().slice(0, mostInstants);
  const present = means(filter, subject, at);
  const turn = looked.find((each) => means(filter, subject, each) !== present);
  return turn ?? (instants.length > mostInstants ? looked.at(-1) : undefined);
}

/** Days on which a condition may come to be met, or no longer be. */
function turningDays(condition: Condition, subject: Subject): readonly string[] {
  const { field, op, value, where = {} } = condition;
  const periods = [where.lastDays, op === 'withinLastDays' ? Number(value) : undefined].filter(
    (each) => each !== undefined,
  );
  if (periods.length === 0) return [];
  const name = keeperOf(field);
  const counted =
    name === undefined ? daysAsked(condition, subject) : (facts[name]?.days(subject.found[name]) ?? []);
  return counted.filter(isDay).flatMap((day) => [day, ...periods.map((each) => dayAfter(day, each))]);
}

/** Birthdays may lack their year. */
function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

/**
 * Where in a rule it was decided that it means a customer, or that it does not: the innermost part that decides alone.
 *
 * @param isTouched whether a condition may have changed just now: of several that decide, one of these is named
 */
export function clauseOf(
  filter: CustomerFilter,
  subject: Subject,
  { at, isTouched }: { readonly at: Instant; readonly isTouched: (condition: Condition) => boolean },
): string {
  if ('not' in filter) return `/not${clauseOf(filter.not, subject, { at, isTouched })}`;
  if (!('and' in filter || 'or' in filter)) return '';
  const [name, parts] = 'and' in filter ? (['and', filter.and] as const) : (['or', filter.or] as const);
  const isMet = means(filter, subject, at);
  // Of an "and" that is met, and of an "or" that is not, no part decides alone.
  const isJoint = isMet === (name === 'and');
  const deciding = parts.flatMap((part, index) =>
    isJoint || means(part, subject, at) === isMet ? [{ part, index }] : [],
  );
  const touched = deciding.filter(({ part }) =>
    conditionsOf(part).some(({ condition }) => isTouched(condition)),
  );
  const [one] = isJoint ? (touched.length === 1 ? touched : []) : [...touched, ...deciding];
  return one === undefined ? '' : `/${name}/${one.index}${clauseOf(one.part, subject, { at, isTouched })}`;
}

/** The part of a rule that a clause names. */
export function partAt(filter: CustomerFilter, clause: string): CustomerFilter {
  let part: unknown = filter;
  for (const step of clause.split('/').slice(1)) part = Reflect.get(Object(part), step);
  return asFilter(part as Parameters<typeof asFilter>[0]);
}

/** What of the facts that rules ask for is read of a customer. */
export function readersOf(names: ReadonlySet<string>): readonly [name: string, fact: Fact][] {
  return Object.entries(facts).filter(([name]) => names.has(name));
}

/** Which fact an event is about, and whom it names; undefined of one that is about none. */
export function factTold(
  type: string,
): { readonly name: string; readonly alsoNamed: readonly string[] } | undefined {
  const [name, fact] =
    Object.entries(facts).find(([, { changedBy }]) => changedBy.some((each) => each.type === type)) ?? [];
  return name === undefined || fact === undefined ? undefined : { name, alsoNamed: fact.alsoNamed ?? [] };
}
