/** From a row of a file to what the API is told about a customer. */

import type { customersContract } from '../../../functions/customers/customers/customers.contract.ts';
import type { InputOf } from '../../../shared/contract/route.ts';
import { parsePhone } from '../../../shared/values/phone-number.ts';
import { type Columns, type Field, normalised } from './columns.ts';
import type { CsvRow } from './csv-table.ts';
import type { Fault, Texts } from './texts.ts';
import { type DateOrder, readDay, readLanguage, readTags } from './values.ts';

type Batch = InputOf<(typeof customersContract)['routes']['batchCustomers']>;
export type CustomerInput = Omit<Batch['body']['rows'][number], 'key' | 'externalId'>;

export interface RowOptions {
  /** Template of an e-mail for rows that have none, e.g. `{rec_id}@example.test`. */
  readonly email?: string | undefined;
  /** ISO 3166 country of phone numbers without a prefix and of addresses without a country. */
  readonly country?: string | undefined;
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  /** Order of day and month where the year comes last and either order gives a day. */
  readonly dates?: DateOrder | undefined;
}

export interface ReadRow {
  readonly externalId: string;
  readonly input: CustomerInput;
  /** Values that could not be used, and why; the rest of the row is loaded without them. */
  readonly notes: readonly Fault[];
}

/** A row that cannot become a customer. */
export class RowRefused extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.reason);
    this.fault = fault;
  }
}

export interface RowReader {
  /** Throws `RowRefused`. */
  read(row: CsvRow): ReadRow;
  /** The column, as the file calls it, that this field of the API came from in this row, and its value. */
  origin(row: CsvRow, field: string): Pick<Fault, 'column' | 'value'>;
}

export function createRowReader(
  header: readonly string[],
  columns: Columns,
  options: RowOptions,
  texts: Texts,
): RowReader {
  const cell = (row: CsvRow, at: number) => row.cells[at] ?? '';
  const place = (row: CsvRow, field: Field) =>
    columns.of[field].find((at) => cell(row, at) !== '') ?? columns.of[field][0];

  function origin(row: CsvRow, field: string): Pick<Fault, 'column' | 'value'> {
    const at = Object.hasOwn(columns.of, field) ? place(row, field as Field) : undefined;
    return at === undefined ? {} : { column: header[at], value: cell(row, at) };
  }

  const refuse = (row: CsvRow, field: string, reason: string): never => {
    throw new RowRefused({ line: row.line, ...origin(row, field), reason });
  };

  function emailFrom(row: CsvRow): string | undefined {
    return options.email?.replace(/\{([^{}]+)\}/g, (_, column: string) => {
      const text = cell(
        row,
        header.findIndex((name) => normalised(name) === normalised(column)),
      );
      if (text === '') refuse(row, '', texts.templateEmpty(column));
      return text;
    });
  }

  function birthdayFrom(text: string, note: (reason: string) => void): string | undefined {
    const day = text === '' ? undefined : readDay(text, options.dates);
    if (day === 'ambiguous') note(texts.ambiguousDay);
    else if (day === undefined && text !== '') note(texts.noDay);
    return day === 'ambiguous' ? undefined : day;
  }

  function read(row: CsvRow): ReadRow {
    const value = (field: Field): string => {
      const at = place(row, field);
      const text = at === undefined ? '' : cell(row, at);
      if (text.includes('\uFFFD')) refuse(row, field, texts.damaged);
      return text;
    };
    const notes: Fault[] = [];
    const unlessBad = <Value>(
      field: Field,
      read: (text: string) => Value | undefined,
      reasonFor: (text: string) => string,
    ) => {
      const text = value(field);
      const result = text === '' ? undefined : read(text);
      if (text !== '' && result === undefined) {
        notes.push({ line: row.line, ...origin(row, field), reason: reasonFor(text) });
      }
      return result;
    };
    const noPhone = (text: string) =>
      options.country === undefined && !abroad.test(text.normalize('NFKC')) ? texts.noCountry : texts.noPhone;
    const externalId = value('externalId');
    if (externalId === '') refuse(row, 'externalId', texts.noNumber);
    const [given, family] = [value('givenName'), value('familyName')];
    const name = value('name') || joined(given, family) || value('company');
    if (name === '') refuse(row, 'name', texts.noName);
    const input = {
      name,
      givenName: given,
      familyName: family,
      company: value('company'),
      email: value('email') || emailFrom(row),
      phone: unlessBad('phone', (text) => parsePhone(text, options.country)?.e164, noPhone),
      birthday: birthdayFrom(value('birthday'), (reason) =>
        notes.push({ line: row.line, ...origin(row, 'birthday'), reason }),
      ),
      address: readAddress(value, options.country),
      language: unlessBad('language', readLanguage, () => texts.noLanguage) ?? options.language,
      tags: readTags(value('tags')),
      timeZone: value('timeZone') || options.timeZone,
      owner: value('owner'),
    };
    return { externalId, input: withoutEmpty(input) as CustomerInput, notes };
  }

  return { read, origin };
}

/** How a number begins that names its country. */
const abroad = /^\s*\+/;

/** Chinese names are written family name first and without a space. */
function joined(given: string, family: string): string {
  return /\p{Script=Han}/u.test(given + family) ? `${family}${given}` : `${given} ${family}`.trim();
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
