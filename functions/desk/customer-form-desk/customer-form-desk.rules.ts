/** A customer as a form shows them, and what a form that was sent asks to be changed. */

import { countryOfZone, hasNumberPlan, parsePhone } from '../../../shared/values/phone-number.ts';
import type { Customer, CustomerPatch } from '../../customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import { type DeskForm, numberFrom, valueIn, valuesIn } from '../desk/desk.schema.ts';

/** What stands in the fields of a form, by their names. A name is the place in the customer: `address.city`. */
export type Standing = Readonly<Record<string, string | readonly string[]>>;

export const addressParts = ['street', 'district', 'city', 'region', 'postcode', 'country'] as const;
export const otherAddressParts = ['label', ...addressParts] as const;
export const preferenceParts = ['channel', 'time', 'interests', 'note'] as const;
export const lunarParts = ['month', 'day', 'leapMonth'] as const;

const plain = [
  ...['kind', 'name', 'familyName', 'givenName', 'company', 'email', 'gender'],
  ...['language', 'timeZone', 'stage', 'source', 'owner'],
] as const;

/** These cannot be missing: what is left empty is for the route to refuse. */
const always: ReadonlySet<string> = new Set(['kind', 'name', 'language', 'timeZone', 'stage']);

export const customPrefix = 'custom.';

/** Other addresses that the form has room for: those that there are, and one more. */
export function addressRows({ otherAddresses = [] }: Partial<Customer>): number {
  return Math.min(otherAddresses.length + 1, 10);
}

export const otherAddressField = (index: number, part: string) => `otherAddresses.${index}.${part}`;

/** What the form of a customer holds. */
export function standingOf(customer: Partial<Customer>): Standing {
  const { address, preferences, lunarBirthday, otherAddresses = [], custom = {} } = customer;
  return {
    ...Object.fromEntries(
      [...plain, 'phone'].map((name) => [name, String((customer as Record<string, unknown>)[name] ?? '')]),
    ),
    ...birthdayFields(customer.birthday),
    otherEmails: lines(customer.otherEmails, ({ email, label }) => [email, label]),
    otherPhones: lines(customer.otherPhones, ({ phone, label }) => [phone, label]),
    externalIds: (customer.externalIds ?? []).map(({ source, id }) => `${source}: ${id}`).join('\n'),
    tags: (customer.tags ?? []).join('\n'),
    ...within('address', addressParts, address),
    ...within(
      'preferences',
      preferenceParts,
      preferences && { ...preferences, interests: preferences.interests?.join('\n') },
    ),
    ...within('lunarBirthday', lunarParts, lunarBirthday),
    ...Object.fromEntries(
      otherAddresses.flatMap((each, index) =>
        Object.entries(within(`otherAddresses.${index}`, otherAddressParts, each)),
      ),
    ),
    ...Object.fromEntries(
      Object.entries(custom).map(([name, value]) => [
        `${customPrefix}${name}`,
        Array.isArray(value) ? value.map(String) : String(value),
      ]),
    ),
  };
}

/** Any leap year: a day of which the year is not known is shown in it. */
const someYear = '2000';

/** A day for a calendar, and whether its year means nothing. */
function birthdayFields(birthday = '') {
  const isYearless = birthday.startsWith('--');
  return {
    birthday: isYearless ? `${someYear}-${birthday.slice(2)}` : birthday,
    'birthday.yearless': isYearless ? 'true' : '',
  };
}

function birthdayIn(form: DeskForm): string | null {
  const day = valueIn(form, 'birthday');
  if (day === '') return null;
  return valueIn(form, 'birthday.yearless') === 'true' && fullDay.test(day)
    ? day.slice(4).replace('-', '--')
    : day;
}

const fullDay = /^\d{4}-\d\d-\d\d$/;

function lines<Row>(rows: readonly Row[] = [], read: (row: Row) => readonly (string | undefined)[]): string {
  return rows.map((row) => read(row).filter(Boolean).join(', ')).join('\n');
}

function within(name: string, parts: readonly string[], value: object = {}): Record<string, string> {
  const known = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(parts.map((part) => [`${name}.${part}`, String(known[part] ?? '')]));
}

/** What the form had shown, as it came back with it; nothing where it cannot be read. */
export function baseIn(form: DeskForm): Standing {
  try {
    const base: unknown = JSON.parse(valueIn(form, 'base') || '{}');
    return typeof base === 'object' && base !== null ? (base as Standing) : {};
  } catch {
    return {};
  }
}

const asList = (value: string | readonly string[] | undefined) => [value ?? ''].flat().filter(Boolean);

/** Whether two fields say the same; one that is not there is empty. */
export function isSame(one: Standing[string] | undefined, other: Standing[string] | undefined): boolean {
  return JSON.stringify(asList(one)) === JSON.stringify(asList(other));
}

/** What of a customer a form asks to be changed: only what somebody has typed. */
export function patchFrom(
  form: DeskForm,
  base: Standing,
  definitions: readonly Pick<FieldDefinition, 'name' | 'type'>[],
): CustomerPatch {
  const isTouched = (name: string) => !isSame(typedIn(form, name), base[name]);
  const touches = (name: string, parts: readonly string[]): boolean =>
    parts.some((part) => isTouched(`${name}.${part}`));
  const lists = Object.entries(readers).filter(([name]) => isTouched(name));
  const custom = definitions.filter(({ name }) => isTouched(`${customPrefix}${name}`));
  const rows = [...Array(10).keys()];
  const addresses = rows.some((index) => touches(`otherAddresses.${index}`, otherAddressParts));
  return {
    ...Object.fromEntries(
      plain.filter(isTouched).map((name) => [name, valueIn(form, name) || (always.has(name) ? '' : null)]),
    ),
    ...(isTouched('phone') && { phone: asDialled(valueIn(form, 'phone'), form) || null }),
    ...((isTouched('birthday') || isTouched('birthday.yearless')) && { birthday: birthdayIn(form) }),
    ...Object.fromEntries(
      lists.map(([name, read]) => [name, rowsOf(valueIn(form, name)).map((line) => read(line, form))]),
    ),
    ...(touches('address', addressParts) && { address: partsIn(form, 'address', addressParts) }),
    ...(addresses && {
      otherAddresses: rows
        .map((index) => partsIn(form, `otherAddresses.${index}`, otherAddressParts))
        .filter((each) => each !== null),
    }),
    ...(touches('preferences', preferenceParts) && { preferences: preferencesIn(form) }),
    ...(touches('lunarBirthday', lunarParts) && { lunarBirthday: lunarIn(form) }),
    ...(custom.length > 0 && {
      custom: Object.fromEntries(custom.map((each) => [each.name, customIn(form, each)])),
    }),
  } as CustomerPatch;
}

/** What was typed, or ticked. */
function typedIn(form: DeskForm, name: string): Standing[string] {
  const values = valuesIn(form, name);
  return values.length > 1 ? values : valueIn(form, name);
}

/** What a line of a list says; what is wrong with it is for the route to say. */
const readers: Readonly<Record<string, (line: string, form: DeskForm) => unknown>> = {
  otherEmails: (line) => labelled(line, 'email'),
  otherPhones: (line, form) => {
    const { phone = '', ...rest } = labelled(line, 'phone');
    return { phone: asDialled(phone, form), ...rest };
  },
  externalIds: (line) => {
    const [source = '', ...rest] = line.split(/[:：]/);
    return { source: source.trim(), id: rest.join(':').trim() };
  },
  tags: (line) => line,
};

/**
 * A number as people write it in the country of the address, else of the time zone, in E.164; what no country has stays
 * as it was typed, for the route to refuse.
 */
function asDialled(typed: string, form: DeskForm): string {
  const told = valueIn(form, 'address.country').trim().toUpperCase();
  const country = hasNumberPlan(told) ? told : countryOfZone(valueIn(form, 'timeZone'));
  return parsePhone(typed, country)?.e164 ?? typed;
}

function labelled(line: string, name: string): Readonly<Record<string, string>> {
  const [value = '', ...rest] = line.split(/[,，]/);
  const label = rest.join(',').trim();
  return { [name]: value.trim(), ...(label === '' ? {} : { label }) };
}

const rowsOf = (typed: string) =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function partsIn(form: DeskForm, name: string, parts: readonly string[]): Record<string, string> | null {
  const filled = parts.flatMap((part) => {
    const value = valueIn(form, `${name}.${part}`);
    return value.trim() === '' ? [] : [[part, value] as const];
  });
  return filled.length === 0 ? null : Object.fromEntries(filled);
}

function preferencesIn(form: DeskForm) {
  const { interests = '', ...rest } = partsIn(form, 'preferences', preferenceParts) ?? {};
  const listed = rowsOf(interests);
  const said = { ...rest, ...(listed.length === 0 ? {} : { interests: listed }) };
  return Object.keys(said).length === 0 ? null : said;
}

function lunarIn(form: DeskForm) {
  const { month, day, leapMonth } = partsIn(form, 'lunarBirthday', lunarParts) ?? {};
  if (month === undefined && day === undefined) return null;
  return {
    month: numberFrom(month ?? ''),
    day: numberFrom(day ?? ''),
    ...(leapMonth && { leapMonth: true }),
  };
}

function customIn(form: DeskForm, { name, type }: Pick<FieldDefinition, 'name' | 'type'>): unknown {
  const field = `${customPrefix}${name}`;
  if (type === 'choices')
    return asList(valuesIn(form, field)).length === 0 ? null : asList(valuesIn(form, field));
  const typed = valueIn(form, field);
  if (typed === '') return null;
  if (type === 'number') return numberFrom(typed);
  return type === 'boolean' ? typed === 'true' : typed;
}

/** A new customer has no field to take away. */
export function withoutNulls(patch: CustomerPatch): object {
  return Object.fromEntries(
    Object.entries(patch).flatMap(([name, value]) => {
      if (value === null) return [];
      return [[name, name === 'custom' ? withoutNulls(value as CustomerPatch) : value]];
    }),
  );
}

/** What others have changed since a form was shown, and whether whoever has filled it in has changed it, too. */
export interface Meanwhile {
  readonly field: string;
  readonly now: Standing[string];
  readonly isMine: boolean;
}

/**
 * A form over which somebody else has been faster: what was typed stands, and beside it what the others have written, so
 * that nothing of theirs is undone by what nobody has touched.
 */
export function rebase(
  form: DeskForm,
  base: Standing,
  now: Standing,
): { form: DeskForm; meanwhile: readonly Meanwhile[] } {
  const names = [...new Set([...Object.keys(base), ...Object.keys(now)])];
  const changed = names.filter((name) => !isSame(base[name], now[name]));
  const meanwhile = changed.map((field) => ({
    field,
    now: now[field] ?? '',
    isMine: !isSame(typedIn(form, field), base[field]),
  }));
  const taken = meanwhile
    .filter(({ isMine }) => !isMine)
    .map(({ field, now: value }) => [field, typeof value === 'string' ? value : [...value]]);
  return { form: { ...form, ...Object.fromEntries(taken) }, meanwhile };
}
