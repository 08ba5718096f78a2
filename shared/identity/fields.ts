/** Field rules: which fields of a reply a caller is not shown, said once beside the schema and applied to every reply. */
import * as z from 'zod';
import type { Role } from './permissions.ts';
import type { Principal } from './principal.ts';

/** Kinds of fields that are not for every role that may read the row. */
export const fieldClasses = {
  contact:
    'How to reach a customer: e-mail address, phone number and postal address, also as they were before a change; and how often they were written to, and what they have agreed to',
} as const;

export type FieldClass = keyof typeof fieldClasses;

/** What a role is not shown: analysts work with figures and reach nobody. */
export const hiddenFromRoles: Readonly<Partial<Record<Role, readonly FieldClass[]>>> = {
  analyst: ['contact'],
};

const classOf = z.registry<{ readonly fieldClass: FieldClass }>();

/** Says that a field of a reply is of this class. It has to be optional, since it is missing for some. */
export function ofClass<Field extends z.ZodType>(fieldClass: FieldClass, field: Field): Field {
  classOf.add(field, { fieldClass });
  return field;
}

/** Whether the caller is shown fields of this class: machines are, and whoever has a role that is. */
export function sees({ kind, roles }: Pick<Principal, 'kind' | 'roles'>, fieldClass: FieldClass): boolean {
  return kind === 'machine' || roles.some((role) => hiddenFromRoles[role]?.includes(fieldClass) !== true);
}

/** `values`: by the names of fields that are defined at run time; `changes`: such values stand somewhere within, see `scrubbed`. */
const definedIn = z.registry<{ readonly as: 'values' | 'changes' }>();

/** Says that a field of a reply holds values of fields that are defined at run time, by name: not each is for everybody. */
export function definedValues<Field extends z.ZodType>(field: Field): Field {
  definedIn.add(field, { as: 'values' });
  return field;
}

/** Says that a field of a reply holds fields of records, such as before or after a change, or filters that ask for such. */
export function withDefinedValues<Field extends z.ZodType>(field: Field): Field {
  definedIn.add(field, { as: 'changes' });
  return field;
}

/** Fields that were defined and are hidden from a caller, by name; `all` where nobody can say it. */
export type HiddenFields = ReadonlySet<string> | 'all';

/** Whether replies of a schema hold values of fields that are defined at run time. */
export function holdsDefinedValues(schema: unknown): boolean {
  if (!(schema instanceof z.ZodType)) return false;
  if (definedIn.has(schema)) return true;
  const known = holding.get(schema);
  if (known !== undefined) return known;
  holding.set(schema, false);
  const found = partsOf(schema).some(holdsDefinedValues);
  holding.set(schema, found);
  return found;
}

const holding = new WeakMap<z.ZodType, boolean>();

function partsOf(schema: z.ZodType): readonly unknown[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return [schema.unwrap()];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodArray) return [schema.element];
  return schema instanceof z.ZodObject ? Object.values(schema.shape) : [];
}

interface Hidden {
  readonly classes: ReadonlySet<string>;
  readonly names: HiddenFields;
}

/**
 * A reply of this schema without what the caller is not shown.
 *
 * @param names of the fields that were defined, those that the caller is not shown. @default none
 */
export function shownTo(
  principal: Pick<Principal, 'kind' | 'roles'>,
  schema: z.ZodType,
  reply: unknown,
  names: HiddenFields = new Set(),
): unknown {
  const hidden = Object.keys(fieldClasses).filter((each) => !sees(principal, each as FieldClass));
  const isAllShown = hidden.length === 0 && names !== 'all' && names.size === 0;
  return isAllShown ? reply : without({ classes: new Set(hidden), names }, schema, reply);
}

function without(hidden: Hidden, schema: unknown, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const defined = schema instanceof z.ZodType ? definedIn.get(schema)?.as : undefined;
  if (defined === 'values') return shownValues(hidden.names, value);
  if (defined === 'changes') return scrubbed(hidden, value);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return without(hidden, schema.unwrap(), value);
  if (schema instanceof z.ZodUnion)
    return schema.options.reduce((left: unknown, option) => without(hidden, option, left), value);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((each) => without(hidden, schema.element, each));
  if (!(schema instanceof z.ZodObject)) return value;
  const fields: Readonly<Record<string, z.ZodType>> = schema.shape;
  const shown = Object.entries(value).filter(([name]) => !hidden.classes.has(classNamed(fields[name])));
  return Object.fromEntries(shown.map(([name, part]) => [name, without(hidden, fields[name], part)]));
}

/**
 * Whatever was kept of fields, without what the caller is not shown: values in a member `custom`, and a `filter` that asks
 * for such, with the `text` beside it that says the same in words.
 */
function scrubbed(hidden: Hidden, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => scrubbed(hidden, each));
  if (typeof value !== 'object' || value === null) return value;
  const isTold = 'filter' in value && asksFor(hidden, value.filter);
  const left = Object.entries(value).filter(([name]) => !(isTold && (name === 'filter' || name === 'text')));
  return Object.fromEntries(
    left.map(([name, part]) =>
      name === 'custom' && typeof part === 'object' && part !== null
        ? [name, shownValues(hidden.names, part)]
        : [name, scrubbed(hidden, part)],
    ),
  );
}

/** Whether a filter has a condition on a field that the caller is not shown. */
function asksFor({ names, classes }: Hidden, filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some((each) => asksFor({ names, classes }, each));
  if (typeof filter !== 'object' || filter === null) return false;
  const field = 'field' in filter ? String(filter.field) : '';
  const [first = '', name = ''] = field.split('.');
  if (first === 'custom' && (names === 'all' || names.has(name))) return true;
  if (classes.has('contact') && ['email', 'phone', 'address', 'consents'].includes(first)) return true;
  return Object.values(filter).some((part) => asksFor({ names, classes }, part));
}

function shownValues(names: HiddenFields, values: object): object {
  const shown = Object.entries(values).filter(([name]) => names !== 'all' && !names.has(name));
  return Object.fromEntries(shown);
}

function classNamed(field: z.ZodType | undefined): string {
  return (field && classOf.get(field)?.fieldClass) ?? '';
}
