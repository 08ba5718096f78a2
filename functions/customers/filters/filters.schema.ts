/** Which customers are meant: conditions on what is kept of them, as data. */
import * as z from 'zod';
import type { FactField, Narrowing } from '../../../shared/values/fact-field.ts';
import { languages } from '../../../shared/values/language.ts';
import { preferredChannels, stages } from '../customers/customers.schema.ts';

/** What kind of value a field holds, which decides what can be asked of it. */
export type ValueKind = 'text' | 'choice' | 'list' | 'number' | 'boolean' | 'day' | 'birthday';

export interface FilterField {
  readonly kind: ValueKind;
  /** What it can be, of a choice. */
  readonly values?: readonly string[];
  /** Leads to the customer: not for everybody. */
  readonly isContact?: true;
}

/** What every customer has, by the name under which a filter asks for it. */
export const builtInFields: Readonly<Record<string, FilterField>> = {
  kind: { kind: 'choice', values: ['person', 'company'] },
  name: { kind: 'text' },
  company: { kind: 'text' },
  email: { kind: 'text', isContact: true },
  phone: { kind: 'text', isContact: true },
  gender: { kind: 'choice', values: ['female', 'male', 'other'] },
  birthday: { kind: 'birthday' },
  lunarBirthday: { kind: 'birthday' },
  'preferences.channel': { kind: 'choice', values: preferredChannels },
  'preferences.interests': { kind: 'list' },
  externalSources: { kind: 'list' },
  language: { kind: 'choice', values: languages },
  timeZone: { kind: 'text' },
  'address.country': { kind: 'text', isContact: true },
  'address.region': { kind: 'text', isContact: true },
  'address.city': { kind: 'text', isContact: true },
  'address.postcode': { kind: 'text', isContact: true },
  source: { kind: 'text' },
  stage: { kind: 'choice', values: stages },
  tags: { kind: 'list' },
  owner: { kind: 'text' },
  createdAt: { kind: 'day' },
  updatedAt: { kind: 'day' },
};

/** Fields that were defined are asked for by this and their name: `custom.level`. */
export const customPrefix = 'custom.';

/** What can be asked of a kind of value. */
export const operatorsOf: Readonly<Record<ValueKind, readonly Operator[]>> = {
  text: ['eq', 'ne', 'in', 'contains', 'starts', 'exists'],
  choice: ['eq', 'ne', 'in', 'exists'],
  list: ['contains', 'in', 'exists'],
  number: ['eq', 'ne', 'in', 'lt', 'gt', 'exists'],
  boolean: ['eq', 'ne', 'exists'],
  day: ['eq', 'before', 'after', 'withinLastDays', 'exists'],
  birthday: ['birthdayMonth', 'exists'],
};

export const operators = [
  ...['eq', 'ne', 'in', 'contains', 'starts', 'exists', 'lt', 'gt'],
  ...['before', 'after', 'withinLastDays', 'birthdayMonth'],
] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  readonly field: string;
  readonly op: Operator;
  readonly value: string | number | boolean | readonly (string | number)[];
  /** What narrows a fact down; filters of customers have none. */
  readonly where?: Narrowing;
}

export type CustomerFilter =
  | Condition
  | { readonly and: readonly CustomerFilter[] }
  | { readonly or: readonly CustomerFilter[] }
  | { readonly not: CustomerFilter };

const maximumDepth = 5;
const maximumConditions = 50;
const maximumChoices = 50;
const maximumText = 200;
/** It is kept with work and in views, of which a hundred stand on a page. */
const maximumBytes = 16 * 1024;

export interface Fault {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

type Path = Fault['path'];

/** What stands in a condition, and what is wrong with one. */
interface Form {
  readonly names: readonly string[];
  readonly faultsOfCondition: (node: object, path: Path) => readonly Fault[];
}

/**
 * What is wrong with the form of a filter, whoever asks it; of fields that were defined, and of facts, only that they may
 * be so called.
 */
function faultsOf(filter: unknown, form: Form): readonly Fault[] {
  const bytes = Buffer.byteLength(JSON.stringify(filter));
  if (bytes > maximumBytes)
    return [{ path: [], reason: `is too long: at most ${maximumBytes} bytes, and it has ${bytes}` }];
  return faultsIn(filter, [], { conditions: maximumConditions, ...form });
}

/** What a group consists of. */
const groups = ['and', 'or', 'not'];

function faultsIn(node: unknown, path: Path, left: Form & { conditions: number }): readonly Fault[] {
  if (path.filter((step) => typeof step === 'string').length > maximumDepth)
    return [{ path, reason: `lies too deep: at most ${maximumDepth} groups stand in one another` }];
  if (typeof node !== 'object' || node === null || Array.isArray(node))
    return [
      { path, reason: 'must be a condition, or a group of the form {"and": […]}, {"or": […]} or {"not": …}' },
    ];
  const names = Object.keys(node);
  const unknown = names.filter((name) => !left.names.includes(name) && !groups.includes(name));
  if (unknown.length > 0)
    return unknown.map((name) => ({ path: [...path, name], reason: 'Not known here.' }));
  const group = names.find((name) => name === 'and' || name === 'or' || name === 'not');
  if (group === 'and' || group === 'or' || group === 'not') {
    if (names.length > 1)
      return [{ path, reason: 'must be one group: nothing stands beside and, or or not' }];
    const inner: unknown = Reflect.get(node, group);
    if (group === 'not') return faultsIn(inner, [...path, group], left);
    if (!Array.isArray(inner) || inner.length === 0)
      return [{ path: [...path, group], reason: 'must be a list of at least one condition' }];
    return inner
      .slice(0, maximumConditions + 1)
      .flatMap((each, index) => faultsIn(each, [...path, group, index], left));
  }
  left.conditions -= 1;
  if (left.conditions < 0)
    return [{ path, reason: `is one too many: at most ${maximumConditions} conditions` }];
  return left.faultsOfCondition(node, path);
}

function faultsOfCondition(node: object, path: Path): readonly Fault[] {
  const { field, op, value } = node as Partial<Record<string, unknown>>;
  if (typeof field !== 'string') return [{ path: [...path, 'field'], reason: 'must name what is asked for' }];
  const builtIn = Object.hasOwn(builtInFields, field) ? builtInFields[field] : undefined;
  if (builtIn === undefined && !/^custom\.[a-z][a-z0-9_]{0,39}$/.test(field)) {
    const all = Object.keys(builtInFields).join(', ');
    return [{ path: [...path, 'field'], reason: `must be one of ${all}, or a defined field as custom.name` }];
  }
  if (!operators.some((each) => each === op))
    return [{ path: [...path, 'op'], reason: `must be one of ${operators.join(', ')}` }];
  const condition = { field, op, value } as Condition;
  return builtIn === undefined ? [] : faultsOfValue(condition, builtIn, path);
}

/** What is wrong with what a condition asks of a field of this kind, with where in the filter it stands. */
export function faultsOfValue(
  { op, value }: Condition,
  { kind, values }: FilterField,
  path: Path,
): readonly Fault[] {
  const possible = operatorsOf[kind];
  if (!possible.includes(op))
    return [
      { path: [...path, 'op'], reason: `cannot be asked of this field; use one of ${possible.join(', ')}` },
    ];
  const reason = whyNotValue(op, value, kind, values);
  return reason === undefined ? [] : [{ path: [...path, 'value'], reason: reason }];
}

function whyNotValue(
  op: Operator,
  value: unknown,
  kind: ValueKind,
  values: readonly string[] | undefined,
): string | undefined {
  if (op === 'exists') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (op === 'withinLastDays')
    return isWhole(value, 1, 3660) ? undefined : 'must be a number of days from 1 to 3660';
  if (op === 'birthdayMonth') return isWhole(value, 1, 12) ? undefined : 'must be a month from 1 to 12';
  if (op !== 'in') return isValue(value, kind, values) ? undefined : wanted(kind, values);
  const isList = Array.isArray(value) && value.length > 0 && value.length <= maximumChoices;
  if (!isList) return `must be a list of 1 to ${maximumChoices} values`;
  return value.every((each) => isValue(each, kind, values)) ? undefined : wanted(kind, values);
}

const narrowedToDays = ['lastDays', 'from', 'to'];

/** What is wrong with what narrows a fact down. */
export function faultsOfNarrowing(
  where: Narrowing,
  { isDated, narrowedBy = {}, needs = [] }: Pick<FactField, 'isDated' | 'narrowedBy' | 'needs'>,
  path: Path,
): readonly Fault[] {
  const possible = [...(isDated ? narrowedToDays : []), ...Object.keys(narrowedBy)];
  const at = (name: string) => [...path, 'where', name];
  const faults = Object.entries(where).flatMap(([name, value]): readonly Fault[] => {
    if (!possible.includes(name)) return [{ path: at(name), reason: 'Not known here.' }];
    if (name === 'lastDays')
      return isWhole(value, 1, 3660)
        ? []
        : [{ path: at(name), reason: 'must be a number of days from 1 to 3660' }];
    const kind = name === 'from' || name === 'to' ? 'day' : 'text';
    return isValue(value, kind, undefined) ? [] : [{ path: at(name), reason: wanted(kind, undefined) }];
  });
  const missing = needs
    .filter((name) => where[name] === undefined)
    .map((name) => ({ path: at(name), reason: 'Required.' }));
  const isBoth = where.lastDays !== undefined && (where.from ?? where.to) !== undefined;
  const isBackwards = typeof where.from === 'string' && typeof where.to === 'string' && where.from > where.to;
  return [
    ...faults,
    ...missing,
    ...(isBoth ? [{ path: at('lastDays'), reason: 'cannot be told together with from or to' }] : []),
    ...(isBackwards ? [{ path: at('to'), reason: 'must not be before from' }] : []),
  ];
}

function isWhole(value: unknown, from: number, to: number): boolean {
  return Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
}

function isValue(value: unknown, kind: ValueKind, values: readonly string[] | undefined): boolean {
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (kind === 'boolean') return typeof value === 'boolean';
  if (typeof value !== 'string' || value === '' || value.length > maximumText) return false;
  if (values !== undefined) return values.includes(value);
  return kind !== 'day' || /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value);
}

function wanted(kind: ValueKind, values: readonly string[] | undefined): string {
  if (values !== undefined) return `must be one of ${values.join(', ')}`;
  if (kind === 'number') return 'must be a number such as 12.5';
  if (kind === 'boolean') return 'must be true or false';
  if (kind === 'day') return 'must be a day such as 2026-11-21';
  return `must be text of 1 to ${maximumText} characters`;
}

const example = {
  and: [
    { field: 'stage', op: 'in', value: ['active', 'high-value'] },
    {
      or: [
        { field: 'tags', op: 'contains', value: 'vip' },
        { field: 'birthday', op: 'birthdayMonth', value: 11 },
      ],
    },
    { not: { field: 'email', op: 'exists', value: false } },
  ],
};

/** A filter holds filters; what stands in which is checked by hand, with reasons that people understand. */
const self = { $ref: '#/components/schemas/CustomerFilter' };

/** Whatever has the form of a filter. */
export function checkedBy(form: Form) {
  return z.looseObject({}).superRefine((filter, context) => {
    for (const { path, reason } of faultsOf(filter, form))
      context.addIssue({ code: 'custom', path: [...path], message: reason });
  });
}

export const CustomerFilterSchema = checkedBy({ names: ['field', 'op', 'value'], faultsOfCondition }).meta({
  id: 'CustomerFilter',
  override: {
    type: 'object',
    properties: {
      field: { type: 'string' },
      op: { type: 'string', enum: [...operators] },
      value: {},
      and: { type: 'array', items: self },
      or: { type: 'array', items: self },
      not: self,
    },
    additionalProperties: false,
  },
  description: `Which customers are meant: a condition \`{"field": …, "op": …, "value": …}\`, or conditions in groups \`{"and": […]}\`, \`{"or": […]}\`, \`{"not": …}\`. Fields are ${Object.keys(builtInFields).join(', ')}, and defined ones as \`custom.name\`. Of text can be asked ${operatorsOf.text.join(', ')}; of a choice ${operatorsOf.choice.join(', ')}; of a list ${operatorsOf.list.join(', ')}; of a number ${operatorsOf.number.join(', ')}; of a day ${operatorsOf.day.join(', ')} (days are those of UTC); of a birthday ${operatorsOf.birthday.join(', ')}; \`externalSources\` are the other systems that know the customer by a number of theirs. E-mail, phone and address mean any of the customer’s; the owner \`none\` means nobody. Neither the case of letters nor the width of characters matters. What is missing is neither equal to anything nor contains it, so \`ne\` is true of it. At most ${maximumConditions} conditions and ${maximumBytes} bytes, ${maximumDepth} groups deep.`,
  examples: [example],
});

/** A filter whose form was checked, as what asks it reads it. */
export function asFilter(checked: z.output<typeof CustomerFilterSchema>): CustomerFilter {
  return checked as unknown as CustomerFilter;
}

/** What of a customer can stand in a column, as patches call it. */
const columns = [
  ...['id', 'kind', 'name', 'givenName', 'familyName', 'company', 'email', 'phone', 'gender', 'birthday'],
  ...['otherEmails', 'otherPhones', 'externalIds', 'lunarBirthday', 'otherAddresses'],
  ...['preferences.channel', 'preferences.time', 'preferences.interests', 'preferences.note'],
  ...['language', 'timeZone', 'address.street', 'address.district', 'address.city', 'address.region'],
  ...['address.postcode', 'address.country', 'source', 'stage', 'tags', 'owner', 'createdAt', 'updatedAt'],
] as const;

/** A column of what is shown of customers, such as `name` or `custom.level`. */
export const customerColumn = z
  .string()
  .refine(
    (name) => columns.some((each) => each === name) || /^custom\.[a-z][a-z0-9_]{0,39}$/.test(name),
    `must be one of ${columns.join(', ')}, or a defined field as custom.name`,
  )
  .meta({ examples: ['name'] });
