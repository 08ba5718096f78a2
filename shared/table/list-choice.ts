/** Choosing what answers a list from the filters that are given, and refusing what nothing carries. */
import { AppError, type Violation } from '../errors/app-error.ts';
import type { Filter } from './expressions.ts';
import type { ListRows } from './list-rows.ts';
import type { AccessPattern } from './pattern.ts';

/** A filter that a key answers. */
export interface KeyFilter {
  /** Its placeholder is named like the filter. */
  readonly pattern: AccessPattern;
  /** Answers the value `none`: the rows in which the field is null. */
  readonly none?: AccessPattern;
}

/** The error for filters that no list is kept for. */
export type Refusal = (violations: readonly Violation[]) => AppError;

/** What a list can be asked by. */
export interface Carriers {
  readonly all: AccessPattern | undefined;
  readonly keys: Readonly<Record<string, KeyFilter>>;
  readonly rows: Readonly<Record<string, Pick<ListRows<never>, 'item' | 'pattern'>>>;
  readonly bounded: readonly string[];
  /** So many of which narrow what a key or a list row answers. */
  readonly narrowedBy: number;
  /** The fields that hold several values, one of which a filter asks for. */
  readonly several: Readonly<Record<string, string>>;
  /** What whoever asks for more than that is told. */
  readonly toldBy: Refusal | undefined;
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
  const isBounded = (name: string) => carriers.bounded.includes(name);
  const carrying = [...Object.keys(carriers.keys), ...Object.keys(carriers.rows)];
  const narrows = (others: readonly string[]) =>
    others.length <= carriers.narrowedBy && others.every(isBounded);
  const carrier = carrying.find(
    (name) => names.includes(name) && narrows(names.filter((other) => other !== name)),
  );
  if (carrier !== undefined)
    return {
      ...asked(carriers, carrier, given[carrier] ?? ''),
      filter: filterOf(carriers, given, carrier),
    };
  if (carriers.all !== undefined && narrows(names))
    return { pattern: carriers.all, parts: {}, filter: filterOf(carriers, given) };
  throw refusal(carriers, carrying, names);
}

function filterOf(carriers: Carriers, given: Readonly<Record<string, Wanted>>, carrier?: string): Filter {
  const terms = Object.entries(termsOf(carriers, given, carrier) as Filter);
  return Object.fromEntries(
    terms.map(([name, value]) => {
      const field = carriers.several[name];
      return field === undefined ? [name, value] : [field, { includes: String(value) }];
    }),
  );
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

/** Names the key that is needed, or what is one filter too many. */
function refusal(
  { bounded, narrowedBy, all, toldBy = noSuchList }: Carriers,
  carrying: readonly string[],
  names: readonly string[],
): AppError {
  const present = carrying.filter((name) => names.includes(name));
  const [carrier, ...others] = present.filter((name) => !bounded.includes(name));
  const pointers = names.length === 0 ? ['/query'] : names.map((name) => `/query/${name}`);
  const needed = carrying.map((name) => `\`${name}\``).join(' or ');
  if (others.length > 0) return toldBy(others.map((name) => apart(name, carrier ?? '')));
  if (present.length === 0 && all === undefined)
    return toldBy(pointers.map((pointer) => ({ pointer, reason: `Needs ${needed}.` })));
  const [first, ...rest] = [...new Set([...(carrier === undefined ? [] : [carrier]), ...present, ...names])];
  return toldBy(
    rest.slice(narrowedBy).map((name) => ({
      pointer: `/query/${name}`,
      reason: `Is one filter too many: beside \`${first}\` stands one other.`,
    })),
  );
}

/** The refusal of two filters, each of which decides by itself whose rows are read. */
export function askedTogether(name: string, other: string, toldBy: Refusal = noSuchList): AppError {
  return toldBy([apart(name, other)]);
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
