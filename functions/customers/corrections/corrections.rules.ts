/** Decisions about corrections that need nothing but the correction and a customer. */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Language } from '../../../shared/values/language.ts';
import { type Customer, type CustomerPatch, maximumTags } from '../customers/customers.schema.ts';
import type { Finding } from '../quality/quality.schema.ts';
import type {
  Correction,
  CorrectionChange,
  Counts,
  Outcome,
  Status,
  StoredCorrection,
  StoredRow,
} from './corrections.schema.ts';

/** Whoever may change the customers of all sees the corrections of all; others see their own. */
export function maySee({ by }: Pick<StoredCorrection, 'by'>, principal: Principal): boolean {
  return by.id === principal.id || principal.rowAccess['customers.write'] === 'all';
}

function refusalIn(status: Status): string {
  switch (status) {
    case 'previewing':
      return 'It is still looked up what would change. Wait until it is ready, or cancel it.';
    case 'ready':
      return 'It was not started yet.';
    case 'running':
      return 'It is being made. Wait until it is done, or cancel it.';
    case 'done':
      return 'It was made already.';
    case 'undoing':
      return 'It is being undone.';
    case 'undone':
      return 'It was undone already.';
    case 'cancelling':
      return 'It is being cancelled.';
    case 'cancelled':
      return 'It was cancelled.';
    case 'stopped':
      return 'It cannot go on, see `stopped`.';
  }
}

/** Throws `not-allowed-now` unless the correction is in one of these states. */
export function assertStatus(
  { status }: Pick<StoredCorrection, 'status'>,
  ...allowed: readonly Status[]
): void {
  if (!allowed.includes(status)) throw new AppError('not-allowed-now', refusalIn(status));
}

/** With its next part of the work in hand. */
export function nextStep(
  before: StoredCorrection,
  at: string,
  fields: Partial<StoredCorrection>,
): StoredCorrection {
  const { version, step } = before;
  return { ...before, ...fields, version: version + 1, step: step + 1, updatedAt: at };
}

/** The correction as the API shows it, in a language. */
export function shown(
  { asker, step, chunk, chunks, place, stopped, ...correction }: StoredCorrection,
  language: Language,
): Correction {
  return { ...correction, ...(stopped === undefined ? {} : { stopped: stopped[language] }) };
}

export const noCounts: Counts = {
  ...{ pending: 0, unchanged: 0, refused: 0, changed: 0 },
  ...{ left: 0, undone: 0, kept: 0 },
};

export function countsOf(rows: readonly { readonly outcome: Outcome }[]): Counts {
  const counts = { ...noCounts };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

/** Those of all customers, once those of a part are others. */
export function recounted(all: Counts, before: Counts, after: Counts): Counts {
  const names = Object.keys(all) as Outcome[];
  return Object.fromEntries(names.map((name) => [name, all[name] - before[name] + after[name]])) as Counts;
}

/**
 * What a correction wants of a customer; undefined where nothing is suggested.
 *
 * @param findings of the customer as they are; the first suggestion for a field counts, others are made from what is then
 */
export function patchFor(
  { tags }: Pick<Customer, 'tags'>,
  { set, addTags = [], removeTags = [], suggestions }: CorrectionChange,
  findings: readonly Finding[],
): CustomerPatch | undefined {
  if (suggestions !== undefined) {
    const suggested = findings.flatMap(({ code, suggestion }) =>
      code === suggestions && suggestion !== undefined ? [suggestion] : [],
    );
    return suggested.length === 0 ? undefined : Object.assign({}, ...suggested.toReversed());
  }
  const left = tags.filter((tag) => !removeTags.includes(tag));
  const next = [...left, ...addTags.filter((tag) => !left.includes(tag))];
  return { ...set, ...(isDeepStrictEqual(next, tags) ? {} : { tags: next }) };
}

type Values = Readonly<Record<string, unknown>>;

const customPrefix = 'custom.';

/**
 * Fields that differ, before and after: values of fields that were defined each by itself, null for one that is not there.
 *
 * @param changed their names
 */
export function differences(
  before: Customer,
  after: Customer,
  changed: readonly string[],
): { before: Values; after: Values } {
  const names = changed.flatMap((name) => (name === 'custom' ? customNames(before, after) : [name]));
  const fieldsOf = (customer: Customer) =>
    Object.fromEntries(names.map((name) => [name, fieldOf(customer, name)]));
  return { before: fieldsOf(before), after: fieldsOf(after) };
}

function customNames({ custom: before = {} }: Customer, { custom: after = {} }: Customer): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return changed.map((name) => `${customPrefix}${name}`);
}

function fieldOf(customer: Customer, name: string): unknown {
  const value: unknown = name.startsWith(customPrefix)
    ? customer.custom?.[name.slice(customPrefix.length)]
    : Reflect.get(customer, name);
  return value ?? null;
}

/** What is known of an address, and goes where that goes. */
const marks: readonly string[] = ['emailInvalid', 'phoneInvalid'];

/** The patch by which a customer gets what was previewed. */
export function patchTo(after: Values): CustomerPatch {
  return asFields(Object.fromEntries(Object.entries(after).filter(([name]) => !marks.includes(name))));
}

/** `custom.size` as a member of `custom`. */
export function asFields(values: Values): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    if (name.startsWith(customPrefix)) custom[name.slice(customPrefix.length)] = value;
    else fields[name] = value;
  return Object.keys(custom).length === 0 ? fields : { ...fields, custom };
}

/** Fields that are given back together or not at all: of several addresses one is the primary one, and none stands twice. */
const families = [
  ['email', 'otherEmails', 'emailInvalid'],
  ['phone', 'otherPhones', 'phoneInvalid'],
  ['address', 'otherAddresses'],
] as const;

/**
 * What a customer gets back of a correction, as whole fields, and what others have changed since, which stays as it is. Of
 * tags those go that were added and those come back that were taken, whichever else there are by now.
 */
export function givenBack(
  customer: Customer,
  { before = {}, after = {} }: Pick<StoredRow, 'before' | 'after'>,
): { readonly fields: Values; readonly changedSince: readonly string[] } {
  const { tags: tagsBefore, ...others } = before;
  const fields: Record<string, unknown> = {};
  const changedSince: string[] = [];
  for (const family of familiesOf(Object.keys(others))) {
    const told = family.filter((name) => !marks.includes(name));
    const is = (values: Values) =>
      told.every((name) => isDeepStrictEqual(fieldOf(customer, name), values[name]));
    if (is(after)) for (const name of family) fields[name] = before[name];
    else if (!is(before)) changedSince.push(...told);
  }
  if (tagsBefore !== undefined) {
    const tags = tagsBack(customer.tags, tagsBefore as string[], (after.tags ?? []) as string[]);
    if (tags.length > maximumTags) changedSince.push('tags');
    else if (!isDeepStrictEqual(tags, customer.tags)) fields.tags = tags;
  }
  return { fields: withWholeCustom(customer, fields), changedSince };
}

function familiesOf(names: readonly string[]): readonly (readonly string[])[] {
  const single = names.filter((name) => !families.some((family) => family.some((each) => each === name)));
  const joint = families.map((family) => family.filter((name) => names.includes(name)));
  return [...single.map((name) => [name]), ...joint.filter((family) => family.length > 0)];
}

function tagsBack(present: readonly string[], before: readonly string[], after: readonly string[]): string[] {
  if (isDeepStrictEqual(present, after)) return [...before];
  const left = present.filter((tag) => before.includes(tag) || !after.includes(tag));
  return [...left, ...before.filter((tag) => !after.includes(tag) && !left.includes(tag))];
}

function withWholeCustom({ custom = {} }: Customer, fields: Values): Values {
  const { custom: given, ...others } = asFields(fields);
  if (given === undefined) return others;
  const kept = Object.entries({ ...custom, ...Object(given) }).filter(([, value]) => value !== null);
  return { ...others, custom: kept.length === 0 ? null : Object.fromEntries(kept) };
}
