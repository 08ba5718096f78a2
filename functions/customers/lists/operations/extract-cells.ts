import type { Language } from '../../../../shared/values/language.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import { fieldText, valueText } from '../../filters/index.ts';

/** How people are to read a file of customers; without it columns and choices are called as the API calls them. */
export interface Wording {
  readonly language: Language;
  readonly definitions: readonly FieldDefinition[];
  /** Names of owners by their ids. */
  readonly staff: ReadonlyMap<string, string>;
}

/** What stands at the head of a column. */
export function headOf(column: string, wording: Wording | undefined): string {
  return wording === undefined ? column : fieldText(column, wording.language, wording.definitions);
}

/** What stands in a column of a customer. Imports read it again. */
export function cellOf(customer: Customer, column: string, wording: Wording | undefined): string {
  const found = foundIn(customer, column);
  const values = found === undefined || found === null ? [] : [found].flat();
  return values.map((value) => textOf(value, column, wording)).join('; ');
}

function textOf(value: unknown, column: string, wording: Wording | undefined): string {
  if (wording === undefined) return String(value);
  if (column === 'owner') return wording.staff.get(String(value)) ?? String(value);
  return valueText(column, value, wording.language, wording.definitions);
}

function foundIn(customer: Customer, column: string): unknown {
  const spelt = spellings[column];
  if (spelt !== undefined) return spelt(customer);
  const [first = '', second] = column.split('.');
  const field: unknown = Reflect.get(customer, first);
  return second === undefined ? field : Reflect.get(Object(field), second);
}

/** What consists of more than one value. */
const spellings: Readonly<Record<string, (customer: Customer) => readonly string[]>> = {
  otherEmails: ({ otherEmails = [] }) => otherEmails.map(({ email }) => email),
  otherPhones: ({ otherPhones = [] }) => otherPhones.map(({ phone }) => phone),
  otherAddresses: ({ otherAddresses = [] }) =>
    otherAddresses.map(({ street, district, city, region, postcode, country }) =>
      [street, district, city, region, postcode, country].filter(Boolean).join(', '),
    ),
  externalIds: ({ externalIds }) => externalIds.map(({ source, id }) => `${source}:${id}`),
  lunarBirthday: ({ lunarBirthday: born }) =>
    born === undefined ? [] : [`${born.leapMonth ? 'leap ' : ''}${born.month}-${born.day}`],
};
