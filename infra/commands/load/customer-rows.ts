/** From a row of a CSV file to what the API is told about a customer. */

import type { customersContract } from '../../functions/customers/customers/customers.contract.ts';
import type { InputOf } from '../../shared/contract/route.ts';
import { parsePhone } from '../../shared/values/phone-number.ts';

type Upsert = InputOf<(typeof customersContract)['routes']['upsertCustomer']>;
export type CustomerInput = Upsert['body'];
export type Row = Readonly<Record<string, string>>;

/** Names under which files commonly keep a field, in the order in which they are looked for. */
const columns = {
  externalId: ['external_id', 'customer_id', 'rec_id', 'id'],
  name: ['name', 'full_name', '姓名'],
  givenName: ['given_name', 'first_name', '名'],
  familyName: ['family_name', 'surname', 'last_name', '姓'],
  company: ['company', 'organisation', '公司'],
  email: ['email', 'e_mail', '邮箱'],
  phone: ['phone', 'mobile', 'phone_number', '手机', '电话'],
  birthday: ['birthday', 'date_of_birth', '生日'],
  streetNumber: ['street_number'],
  street: ['street', 'address', 'address_1', '地址'],
  district: ['district', 'address_2', '区'],
  city: ['city', 'suburb', '城市'],
  region: ['region', 'state', 'province', '省'],
  postcode: ['postcode', 'postal_code', 'zip', '邮编'],
  country: ['country', '国家'],
  language: ['language', '语言'],
  timeZone: ['time_zone', '时区'],
  owner: ['owner', '负责人'],
} as const;

type Field = keyof typeof columns;

export interface RowOptions {
  /** Template of an e-mail for rows that have none, e.g. `{rec_id}@example.test`. */
  readonly email?: string | undefined;
  /** ISO 3166 country of phone numbers without a prefix and of addresses without a country. */
  readonly country?: string | undefined;
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
}

export interface ReadRow {
  readonly externalId: string;
  readonly input: CustomerInput;
  /** Values that could not be used, and why; the rest of the row is loaded without them. */
  readonly notes: readonly string[];
}

/** Reads a row; throws with the reason when it cannot become a customer. */
export function readRow(row: Row, options: RowOptions): ReadRow {
  const notes: string[] = [];
  const value = (field: Field) =>
    columns[field].map((column) => row[column]?.trim()).find((text) => text) ?? '';
  const externalId = value('externalId');
  if (externalId === '') throw new Error(`no number in any of the columns ${columns.externalId.join(', ')}`);
  const given = value('givenName');
  const family = value('familyName');
  const name = value('name') || joined(given, family) || value('company');
  if (name === '') throw new Error('no name');
  const input = {
    name,
    givenName: given,
    familyName: family,
    company: value('company'),
    email: value('email') || fromTemplate(options.email, row),
    phone: readPhone(value('phone'), options.country, notes),
    birthday: readDay(value('birthday'), notes),
    address: readAddress(value, options.country),
    language: value('language') || options.language,
    timeZone: value('timeZone') || options.timeZone,
    owner: value('owner'),
  };
  return { externalId, input: withoutEmpty(input) as CustomerInput, notes };
}

/** Chinese names are written family name first and without a space. */
function joined(given: string, family: string): string {
  return /\p{Script=Han}/u.test(given + family) ? `${family}${given}` : `${given} ${family}`.trim();
}

function fromTemplate(template: string | undefined, row: Row): string | undefined {
  return template?.replace(/\{(\w+)\}/g, (_, column: string) => {
    const text = row[column]?.trim();
    if (!text) throw new Error(`--email names the column ${column}, which this row leaves empty`);
    return text;
  });
}

function readPhone(text: string, country: string | undefined, notes: string[]): string | undefined {
  if (text === '') return undefined;
  const phone = parsePhone(text, country);
  if (phone === undefined) notes.push('phone: no such number');
  return phone?.e164;
}

/** `19081209` and `1908-12-09`. */
function readDay(text: string, notes: string[]): string | undefined {
  if (text === '') return undefined;
  const parts = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  const day = parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : '';
  const date = new Date(`${day}T00:00:00Z`);
  if (day !== '' && !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(day)) return day;
  notes.push('birthday: no such day');
  return undefined;
}

function readAddress(value: (field: Field) => string, country: string | undefined) {
  const address = withoutEmpty({
    street: `${value('streetNumber')} ${value('street')}`.trim(),
    district: value('district'),
    city: value('city'),
    region: value('region'),
    postcode: value('postcode'),
  });
  if (Object.keys(address).length === 0) return undefined;
  return withoutEmpty({ ...address, country: value('country') || country });
}

function withoutEmpty(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, field]) => field !== undefined && field !== ''),
  );
}
