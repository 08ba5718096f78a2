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

/** A reply of this schema without what the caller is not shown. */
export function shownTo(
  principal: Pick<Principal, 'kind' | 'roles'>,
  schema: z.ZodType,
  reply: unknown,
): unknown {
  const hidden = Object.keys(fieldClasses).filter((each) => !sees(principal, each as FieldClass));
  return hidden.length === 0 ? reply : without(new Set(hidden), schema, reply);
}

function without(hidden: ReadonlySet<string>, schema: unknown, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return without(hidden, schema.unwrap(), value);
  if (schema instanceof z.ZodUnion)
    return schema.options.reduce((left: unknown, option) => without(hidden, option, left), value);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((each) => without(hidden, schema.element, each));
  if (!(schema instanceof z.ZodObject)) return value;
  const fields: Readonly<Record<string, z.ZodType>> = schema.shape;
  const shown = Object.entries(value).filter(([name]) => !hidden.has(classNamed(fields[name])));
  return Object.fromEntries(shown.map(([name, part]) => [name, without(hidden, fields[name], part)]));
}

function classNamed(field: z.ZodType | undefined): string {
  return (field && classOf.get(field)?.fieldClass) ?? '';
}
