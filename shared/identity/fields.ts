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

/** `values`: by the names of fields that are defined at run time; `changes`: such values stand in the member `custom`. */
const definedIn = z.registry<{ readonly as: 'values' | 'changes' }>();

/** Says that a field of a reply holds values of fields that are defined at run time, by name: not each is for everybody. */
export function definedValues<Field extends z.ZodType>(field: Field): Field {
  definedIn.add(field, { as: 'values' });
  return field;
}

/** Says that a field of a reply holds fields of records before or after a change, `custom` perhaps among them. */
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
  if (defined === 'changes' && 'custom' in value)
    return { ...value, custom: shownValues(hidden.names, Object(value.custom)) };
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

function shownValues(names: HiddenFields, values: object): object {
  const shown = Object.entries(values).filter(([name]) => names !== 'all' && !names.has(name));
  return Object.fromEntries(shown);
}

function classNamed(field: z.ZodType | undefined): string {
  return (field && classOf.get(field)?.fieldClass) ?? '';
}
