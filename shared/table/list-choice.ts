/** Choosing what answers a list from the filters that are given, and refusing what nothing carries. */
import { AppError, type Violation } from '../errors/app-error.ts';
import type { Filter } from './expressions.ts';
import type { AccessPattern } from './pattern.ts';

/** A filter that a key answers. */
export interface KeyFilter {
  /** Its placeholder is named like the filter. */
  readonly pattern: AccessPattern;
  /** Answers the value `none`: the rows in which the field is null. */
  readonly none?: AccessPattern;
}

/** What a list can be asked by. */
export interface Carriers {
  readonly all: AccessPattern | undefined;
  readonly keys: Readonly<Record<string, KeyFilter>>;
  readonly rows: Readonly<Record<string, { readonly pattern: AccessPattern }>>;
  readonly bounded: readonly string[];
}

/** What a filter asks for; a set asks for any of its values, and only a key carries it. */
export type Wanted = string | boolean | ReadonlySet<string>;

/** What is read: a pattern with its arguments, narrowed by the filters that it does not answer itself. */
export interface Choice {
  readonly pattern: AccessPattern;
  readonly parts: Readonly<Record<string, Wanted>>;
  readonly filter: Filter;
}

/** The first key or list row, in the order of declaration, within which every other filter can be read. */
export function choose(carriers: Carriers, given: Readonly<Record<string, Wanted>>): Choice {
  const names = Object.keys(given);
  const others = (name?: string) => names.filter((other) => other !== name);
  const isBounded = (name: string) => carriers.bounded.includes(name);
  const carrying = [...Object.keys(carriers.keys), ...Object.keys(carriers.rows)];
  const carrier = carrying.find((name) => names.includes(name) && others(name).every(isBounded));
  if (carrier !== undefined) {
    const filter = termsOf(carriers, given, carrier) as Filter;
    return { ...asked(carriers, carrier, given[carrier] ?? ''), filter };
  }
  if (carriers.all !== undefined && names.every(isBounded)) {
    return { pattern: carriers.all, parts: {}, filter: termsOf(carriers, given) as Filter };
  }
  throw refusal(carrying, names, isBounded);
}

/** What the fields of a row have to be for these filters. */
export function termsOf(
  { keys }: Pick<Carriers, 'keys'>,
  given: Readonly<Record<string, Wanted>>,
  except?: string,
): Readonly<Record<string, Wanted | null>> {
  const terms = Object.entries(given).filter(([name]) => name !== except);
  return Object.fromEntries(
    terms.map(([name, value]) => [name, value === 'none' && keys[name]?.none ? null : value]),
  );
}

function asked({ keys, rows }: Carriers, name: string, value: Wanted): Omit<Choice, 'filter'> {
  const key = keys[name];
  if (key?.none !== undefined && value === 'none') return { pattern: key.none, parts: {} };
  if (key !== undefined) return { pattern: key.pattern, parts: { [name]: value } };
  const row = rows[name];
  if (row === undefined) throw new Error(`Nothing carries ${name}`);
  return { pattern: row.pattern, parts: { [name]: value } };
}

/** Names the key that is needed, or the one that stands in the way. */
function refusal(
  carrying: readonly string[],
  names: readonly string[],
  isBounded: (name: string) => boolean,
): AppError {
  const [carrier, ...others] = carrying.filter((name) => names.includes(name) && !isBounded(name));
  const pointers = names.length === 0 ? ['/query'] : names.map((name) => `/query/${name}`);
  const needed = carrying.map((name) => `\`${name}\``).join(' or ');
  return noSuchList(
    carrier === undefined
      ? pointers.map((pointer) => ({ pointer, reason: `Needs ${needed}.` }))
      : others.map((name) => apart(name, carrier)),
  );
}

/** The refusal of two filters, each of which decides by itself whose rows are read. */
export function askedTogether(name: string, other: string): AppError {
  return noSuchList([apart(name, other)]);
}

function apart(name: string, other: string): Violation {
  return {
    pointer: `/query/${name}`,
    reason: `Cannot be asked for together with \`${other}\`. Ask for either alone.`,
  };
}

function noSuchList(violations: readonly Violation[]): AppError {
  return new AppError('invalid-request', 'No list is kept for these filters.', { violations });
}
