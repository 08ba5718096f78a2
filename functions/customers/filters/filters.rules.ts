/** Whether a customer is meant by a filter, and what is wrong with one for whoever asks it. */
import type { Violation } from '../../../shared/errors/app-error.ts';
import type { FactField } from '../../../shared/values/fact-field.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Customer } from '../customers/customers.schema.ts';
import type { FieldDefinition } from '../fields/fields.schema.ts';
import {
  builtInFields,
  type Condition,
  type CustomerFilter,
  customPrefix,
  type FilterField,
  faultsOfNarrowing,
  faultsOfValue,
  type ValueKind,
} from './filters.schema.ts';

/** Whoever asks a filter: which fields that were defined they see, and whether how customers are reached. */
export interface Asker {
  readonly definitions: readonly FieldDefinition[];
  readonly sees: (definition: FieldDefinition) => boolean;
  readonly seesContact: boolean;
  /** What can be asked beside the profile. @default nothing */
  readonly facts?: Readonly<Record<string, FactField>>;
}

const kindOf: Readonly<Record<FieldDefinition['type'], ValueKind>> = {
  text: 'text',
  url: 'text',
  number: 'number',
  date: 'day',
  boolean: 'boolean',
  choice: 'choice',
  choices: 'list',
};

/**
 * What is wrong with a filter of the right form for whoever asks it: nobody learns by a filter what they are not shown.
 *
 * @param pointer where in the request it stands, such as `/body/filter`
 */
export function filterViolations(
  filter: CustomerFilter,
  asker: Asker,
  pointer: string,
): readonly Violation[] {
  if ('and' in filter || 'or' in filter) {
    const [name, inner] = 'and' in filter ? (['and', filter.and] as const) : (['or', filter.or] as const);
    return inner.flatMap((each, index) => filterViolations(each, asker, `${pointer}/${name}/${index}`));
  }
  if ('not' in filter) return filterViolations(filter.not, asker, `${pointer}/not`);
  const { field, where } = filter;
  const found = (faults: ReturnType<typeof faultsOfValue>) =>
    faults.map(({ path, reason }) => ({ pointer: `${pointer}/${path.join('/')}`, reason }));
  const fact =
    asker.facts !== undefined && Object.hasOwn(asker.facts, field) ? asker.facts[field] : undefined;
  if (!field.startsWith(customPrefix)) {
    const builtIn = Object.hasOwn(builtInFields, field) ? builtInFields[field] : undefined;
    const kept = fact ?? builtIn;
    if (kept === undefined) {
      const all = [...Object.keys(builtInFields), ...Object.keys(asker.facts ?? {})].join(', ');
      const reason = `must be one of ${all}, or a defined field as custom.name`;
      return [{ pointer: `${pointer}/field`, reason }];
    }
    if (kept.isContact && !asker.seesContact)
      return [{ pointer: `${pointer}/field`, reason: 'Your role is not shown this field.' }];
    return found([...faultsOfValue(filter, kept, []), ...faultsOfNarrowing(where ?? {}, fact ?? {}, [])]);
  }
  const definition = asker.definitions.find(({ name }) => `${customPrefix}${name}` === field);
  if (definition === undefined || !asker.sees(definition))
    return [
      {
        pointer: `${pointer}/field`,
        reason: 'There is no such field for you. GET /customer-fields lists those that are defined.',
      },
    ];
  return found([
    ...faultsOfValue(filter, fieldOf(definition), []),
    ...faultsOfNarrowing(where ?? {}, {}, []),
  ]);
}

/** Retired options can be asked for: customers may have them. */
function fieldOf({ type, options }: FieldDefinition): FilterField {
  const kind = kindOf[type];
  return options === undefined ? { kind } : { kind, values: options.map(({ value }) => value) };
}

export type FilteredCustomer = Pick<
  Customer,
  'kind' | 'name' | 'language' | 'timeZone' | 'stage' | 'tags' | 'owner' | 'createdAt' | 'updatedAt'
> &
  Partial<
    Pick<
      Customer,
      | 'company'
      | 'email'
      | 'otherEmails'
      | 'phone'
      | 'otherPhones'
      | 'gender'
      | 'birthday'
      | 'lunarBirthday'
      | 'preferences'
      | 'externalIds'
      | 'address'
      | 'otherAddresses'
      | 'source'
      | 'custom'
    >
  >;

/** What a field has to equal in whatever the filter means; undefined where it may be anything. */
export function termOf(filter: CustomerFilter | undefined, field: string): string | undefined {
  const terms = filter === undefined ? [] : 'and' in filter ? filter.and : [filter];
  const term = terms.find((each) => 'field' in each && each.field === field && each.op === 'eq');
  return term !== undefined && 'value' in term && typeof term.value === 'string' ? term.value : undefined;
}

/** What a condition asks for beside the profile; undefined of one that asks for the profile. */
export type FactReader<Subject> = (condition: Condition) => ((subject: Subject) => unknown) | undefined;

/**
 * The test of a filter, made once for many customers.
 *
 * @param now to which days before are counted
 * @param factOf how facts are read. @default there are none
 */
export function filterTest<Subject extends FilteredCustomer = FilteredCustomer>(
  filter: CustomerFilter,
  now: Instant,
  factOf: FactReader<Subject> = () => undefined,
): (customer: Subject) => boolean {
  if ('and' in filter) {
    const tests = filter.and.map((each) => filterTest(each, now, factOf));
    return (customer) => tests.every((test) => test(customer));
  }
  if ('or' in filter) {
    const tests = filter.or.map((each) => filterTest(each, now, factOf));
    return (customer) => tests.some((test) => test(customer));
  }
  if ('not' in filter) {
    const test = filterTest(filter.not, now, factOf);
    return (customer) => !test(customer);
  }
  const test = conditionTest(filter, now);
  const fact = factOf(filter);
  if (fact !== undefined) return (customer) => test(fact(customer));
  const read = filter.field === 'owner' && filter.op !== 'exists' ? ownerOf : reader(filter.field);
  const beside = othersOf[filter.field.split('.')[0] ?? ''];
  if (beside === undefined) return (customer) => test(read(customer));
  // None of them is it, or one of them is.
  const isNone = filter.op === 'ne' || (filter.op === 'exists' && filter.value === false);
  return (customer) => {
    const found = [read(customer), ...beside(customer).map((other) => read({ ...customer, ...other }))];
    return isNone ? found.every(test) : found.some(test);
  };
}

/** The conditions of a filter, each with where in it it stands, such as `/and/0`. */
export function conditionsOf(
  filter: CustomerFilter,
  pointer = '',
): readonly { readonly condition: Condition; readonly pointer: string }[] {
  if ('and' in filter)
    return filter.and.flatMap((each, index) => conditionsOf(each, `${pointer}/and/${index}`));
  if ('or' in filter) return filter.or.flatMap((each, index) => conditionsOf(each, `${pointer}/or/${index}`));
  if ('not' in filter) return conditionsOf(filter.not, `${pointer}/not`);
  return [{ condition: filter, pointer }];
}

/** The days that a condition on the profile of a customer is counted from; none of one that no time changes. */
export function daysAsked({ field, op }: Condition, customer: FilteredCustomer): readonly string[] {
  if (op !== 'withinLastDays') return [];
  const found = reader(field)(customer);
  return typeof found === 'string' ? [dayOf(found)] : [];
}

/** What stands beside a primary address, such as what has come with a record that was merged: each as if it were the primary one. */
const othersOf: Readonly<
  Record<string, (customer: FilteredCustomer) => readonly Partial<FilteredCustomer>[]>
> = {
  email: ({ otherEmails = [] }) => otherEmails.map(({ email }) => ({ email })),
  phone: ({ otherPhones = [] }) => otherPhones.map(({ phone }) => ({ phone })),
  address: ({ otherAddresses = [] }) => otherAddresses.map(({ label, ...address }) => ({ address })),
};

/** Nobody is called `none`, as in the lists. */
function ownerOf({ owner }: FilteredCustomer): string {
  return owner ?? 'none';
}

function reader(field: string): (customer: FilteredCustomer) => unknown {
  if (field.startsWith(customPrefix)) {
    const name = field.slice(customPrefix.length);
    return ({ custom }) => (custom !== undefined && Object.hasOwn(custom, name) ? custom[name] : undefined);
  }
  if (field === 'externalSources') return ({ externalIds = [] }) => externalIds.map(({ source }) => source);
  const [first = '', second] = field.split('.');
  return second === undefined
    ? (customer) => Reflect.get(customer, first)
    : (customer) => Reflect.get(Object(Reflect.get(customer, first)), second);
}

const millisecondsOfDay = 24 * 60 * 60 * 1000;

function conditionTest({ op, value }: Condition, now: Instant): (found: unknown) => boolean {
  switch (op) {
    case 'exists':
      return (found) => isThere(found) === value;
    case 'eq':
      return isOneOf([value]);
    case 'ne': {
      const isIt = isOneOf([value]);
      return (found) => !isIt(found);
    }
    case 'in':
      return isOneOf(value as readonly unknown[]);
    case 'contains': {
      const part = String(comparable(value));
      return (found) =>
        Array.isArray(found)
          ? found.some((each) => comparable(each) === part)
          : typeof found === 'string' && String(comparable(found)).includes(part);
    }
    case 'starts': {
      const start = String(comparable(value));
      return (found) => typeof found === 'string' && String(comparable(found)).startsWith(start);
    }
    case 'lt':
      return (found) => typeof found === 'number' && found < Number(value);
    case 'gt':
      return (found) => typeof found === 'number' && found > Number(value);
    case 'before':
      return (found) => typeof found === 'string' && dayOf(found) < String(value);
    case 'after':
      return (found) => typeof found === 'string' && dayOf(found) > String(value);
    case 'withinLastDays': {
      const first = dayOf(new Date(Date.parse(now) - Number(value) * millisecondsOfDay).toISOString());
      const last = dayOf(now);
      return (found) => typeof found === 'string' && dayOf(found) > first && dayOf(found) <= last;
    }
    case 'birthdayMonth': {
      const month = String(value).padStart(2, '0');
      // With or without a year: 1990-11-21, --11-21.
      return (found) =>
        typeof found === 'string' ? found.slice(-5, -3) === month : Object(found).month === value;
    }
  }
}

function isOneOf(values: readonly unknown[]): (found: unknown) => boolean {
  const wanted = new Set(values.map(comparable));
  return (found) =>
    Array.isArray(found) ? found.some((each) => wanted.has(comparable(each))) : wanted.has(comparable(found));
}

/** Neither the case of letters nor the width of characters tells texts apart; of an instant counts the day. */
function comparable(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.normalize('NFKC').toLowerCase();
  return /^\d{4}-\d\d-\d\dt/.test(text) ? dayOf(text) : text;
}

function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

function isThere(found: unknown): boolean {
  return found !== undefined && found !== null && !(Array.isArray(found) && found.length === 0);
}
