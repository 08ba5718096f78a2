/** From a row of a file to what is told of a customer: the same for a preview, a check and a run. */
import type { InChinese } from '../../../../shared/errors/in-chinese.ts';
import { wordingIn } from '../../../../shared/errors/wording.ts';
import { plainCell } from '../../../../shared/values/csv.ts';
import { emailSchema } from '../../../../shared/values/email.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { hasNumberPlan, parsePhone } from '../../../../shared/values/phone-number.ts';
import type { Said } from '../../../../shared/values/said.ts';
import { firstCharacters } from '../../../../shared/values/text.ts';
import { CustomerPatch } from '../../customers/customers.schema.ts';
import type { FieldDefinition } from '../../fields/fields.schema.ts';
import {
  type ColumnMapping,
  customPrefix,
  type FieldName,
  type FileRow,
  type Mapping,
  type StoredReason,
} from '../imports.schema.ts';
import { rowTexts } from '../imports.texts.ts';
import type { FindOwner } from './find-owner.ts';
import { readCountry } from './read-country.ts';
import {
  readCustom,
  readDay,
  readGender,
  readKind,
  readLanguage,
  readLunarDay,
  readStage,
  readTags,
} from './read-values.ts';
import { normalised } from './suggest-mapping.ts';

/** A value that one customer alone has. */
export interface RowKey {
  readonly kind: 'external' | 'email' | 'phone' | 'custom';
  readonly value: readonly string[];
}

/** A row that can become a customer, or change one. */
export interface ReadableRow {
  readonly line: number;
  /** What it is found by; undefined where every row is a new customer. */
  readonly key: RowKey | undefined;
  /** What the row says; fields whose cells are empty are left out. */
  readonly input: CustomerPatch;
  /** Values that could not be used; the row counts without them. */
  readonly notes: readonly StoredReason[];
}

export interface RefusedRow {
  readonly line: number;
  readonly reasons: readonly StoredReason[];
  /** What of it can be read all the same; undefined where it is no row. */
  readonly rest?: Pick<ReadableRow, 'key' | 'input'>;
}

export interface RowReader {
  read(row: FileRow): ReadableRow | RefusedRow;
  /** Where a field of a customer came from in this row. */
  origin(row: FileRow, field: string): Origin;
}

/**
 * Reads rows of a file with these columns by a mapping.
 *
 * @param inChinese says what a schema says of a value; `definitions` are those of custom fields, `ownerOf` finds whom a
 * cell means
 */
export function createRowReader(
  columns: readonly string[],
  mapping: Mapping,
  {
    inChinese,
    definitions,
    ownerOf,
  }: {
    readonly inChinese: InChinese;
    readonly definitions: readonly Definition[];
    readonly ownerOf: FindOwner;
  },
): RowReader {
  const at = new Map(columns.map((column, place) => [column, place]));
  const byField = new Map<string, ColumnMapping>(mapping.columns.map((each) => [each.field, each]));
  const cellOf = (row: FileRow, column: string) => plainCell(row.cells[at.get(column) ?? -1] ?? '');

  /** The cells that a field is read from and that are not empty; one for all where they are joined. */
  function cellsOf(row: FileRow, field: string): readonly Cell[] {
    const mapped = byField.get(field);
    if (mapped === undefined) return [];
    const cells = mapped.columns
      .map((column) => ({ column, text: cellOf(row, column) }))
      .filter(({ text }) => text !== '');
    const join = mapped.join ?? (lists.has(field) ? '; ' : undefined);
    const [first] = cells;
    if (join === undefined || first === undefined) return cells;
    return [{ ...first, text: cells.map(({ text }) => text).join(join) }];
  }

  const textIn = (row: FileRow, field: string): string => cellsOf(row, field)[0]?.text ?? '';

  function origin(row: FileRow, field: string): Origin {
    const parts: readonly string[] = partsOf[field] ?? [field];
    const mapped = parts.map((part) => byField.get(part)).find((each) => each !== undefined);
    if (mapped === undefined) return { field };
    const column = mapped.columns.find((each) => cellOf(row, each) !== '') ?? mapped.columns[0];
    return { field, column, value: firstCharacters(textIn(row, mapped.field), 200) };
  }

  function read(row: FileRow): ReadableRow | RefusedRow {
    const { line } = row;
    if (row.broken !== undefined) return { line, reasons: [{ reason: row.broken }] };
    const reasons: StoredReason[] = [];
    const notes: StoredReason[] = [];
    const value = (field: FieldName): string => {
      const text = textIn(row, field);
      if (text.includes('\uFFFD')) reasons.push({ ...origin(row, field), reason: rowTexts.damaged });
      return text;
    };
    const custom = customOf((field) => plainCell(textIn(row, field)), byField, definitions);
    const core = inputOf(value, mapping, {
      note: (field, reason, cell) =>
        notes.push({ ...origin(row, field), ...(cell && placeOf(cell)), reason }),
      refuse: (field, reason) => reasons.push({ ...origin(row, field), reason }),
      cell: (column) => row.cells[columns.findIndex((each) => normalised(each) === normalised(column))] ?? '',
      cells: (field) => cellsOf(row, field),
      ownerOf,
    });
    const told = custom === undefined ? core : { ...core, custom };
    const checked = CustomerPatch.safeParse(told, { error: wordingIn('en') });
    if (!checked.success) reasons.push(...violationsOf(told, (field) => origin(row, field), inChinese));
    const { data: input = readableOf(told) } = checked;
    const key = keyOf(mapping.match, input);
    if (checked.success && key === undefined && mapping.match !== 'none') {
      const bad = unusable(notes, mapping.match);
      if (bad === undefined) notes.push({ ...origin(row, mapping.match), reason: rowTexts.noKey });
      else reasons.push(bad);
    }
    if (told.name === undefined && key === undefined)
      reasons.push({ ...origin(row, 'name'), reason: rowTexts.noName });
    return reasons.length > 0
      ? { line, reasons, rest: { key, input: without(input, reasons) } }
      : { line, key, input, notes };
  }

  return { read, origin };
}

interface Cell {
  readonly column: string;
  readonly text: string;
}

const placeOf = ({ column, text }: Cell) => ({ column, value: firstCharacters(text, 200) });

/** What a customer can be made of although something else of the row makes no sense. */
function readableOf(told: CustomerPatch): CustomerPatch {
  const issues = CustomerPatch.safeParse(told).error?.issues ?? [];
  return (
    CustomerPatch.safeParse(
      without(
        told,
        issues.map(({ path }) => ({ field: fieldAt(path.map(String)) })),
      ),
    ).data ?? {}
  );
}

/** The same without the fields that these reasons are about. */
export function without(
  input: CustomerPatch,
  reasons: readonly Pick<StoredReason, 'field'>[],
): CustomerPatch {
  const wrong = new Set(reasons.map(({ field }) => field));
  const isWrong = (name: string) => [name, ...(partsOf[name] ?? [])].some((field) => wrong.has(field));
  const fields = Object.entries(input).filter(([name]) => !isWrong(name));
  const custom = Object.entries(input.custom ?? {}).filter(([name]) => !wrong.has(`${customPrefix}${name}`));
  return { ...Object.fromEntries(fields), ...(input.custom ? { custom: Object.fromEntries(custom) } : {}) };
}

/** Several columns of one of these are all of it. */
const lists: ReadonlySet<string> = new Set([
  ...['otherEmails', 'otherPhones', 'otherAddresses', 'tags', 'interests'],
]);

/** What a field of a customer is read from that is no column by itself. */
const partsOf: Readonly<Record<string, readonly FieldName[]>> = {
  address: ['street', 'district', 'city', 'region', 'postcode', 'country'],
  preferences: ['interests', 'note'],
  externalIds: ['externalId'],
  otherEmails: ['otherEmails', 'email'],
  otherPhones: ['otherPhones', 'phone'],
};

/** What was wrong with the value of a field that was left out. */
function unusable(notes: readonly StoredReason[], field: string): StoredReason | undefined {
  return notes.find((note) => note.field === field);
}

type Origin = Pick<StoredReason, 'field' | 'column' | 'value'>;

type Definition = Pick<FieldDefinition, 'name' | 'type' | 'options'>;

/** Values of fields that were defined, as their types want them; what makes no sense is for the customers to refuse. */
function customOf(
  textIn: (field: string) => string,
  byField: ReadonlyMap<string, ColumnMapping>,
  definitions: readonly Definition[],
): CustomerPatch['custom'] | undefined {
  const values = [...byField.keys()].flatMap((field) => {
    const name = field.startsWith(customPrefix) ? field.slice(customPrefix.length) : undefined;
    const text = name === undefined ? '' : textIn(field);
    if (name === undefined || text === '') return [];
    const definition = definitions.find((each) => each.name === name);
    return [[name, definition === undefined ? text : readCustom(text, definition)] as const];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

/** What the schema says of values, in both languages. */
function violationsOf(told: object, origin: (field: string) => Origin, inChinese: InChinese): StoredReason[] {
  const issuesIn = (language: Language) =>
    CustomerPatch.safeParse(told, { error: wordingIn(language) }).error?.issues ?? [];
  const chinese = issuesIn('zh-CN');
  return issuesIn('en').map(({ path, message }, index) => ({
    ...origin(fieldAt(path.map(String))),
    reason: { en: message, 'zh-CN': inChinese(chinese[index]?.message ?? message) },
  }));
}

/** The field of a mapping that a place in a customer is read from: `address.city` is `city`. */
export function fieldAt(path: readonly string[]): string {
  const [outer = '', inner = ''] = path;
  if (outer === 'custom') return `${customPrefix}${inner}`;
  if (outer === 'address' || outer === 'preferences') return inner;
  return outer === 'externalIds' ? 'externalId' : outer;
}

interface Telling {
  readonly note: (field: FieldName, reason: Said, cell?: Cell) => void;
  readonly refuse: (field: FieldName, reason: Said) => void;
  readonly cell: (column: string) => string;
  readonly cells: (field: FieldName) => readonly Cell[];
  readonly ownerOf: FindOwner;
}

/** Values from cells; what makes no sense is left out and noted. Nothing stands for a cell that is empty. */
function inputOf(
  value: (field: FieldName) => string,
  { defaults, dates, externalSource }: Mapping,
  telling: Telling,
): CustomerPatch {
  const unlessBad = <Value>(
    field: FieldName,
    read: (text: string) => Value | undefined,
    reason: (text: string) => Said,
  ) => {
    const text = value(field);
    const result = text === '' ? undefined : read(text);
    if (text !== '' && result === undefined) telling.note(field, reason(text));
    return result;
  };
  const country = unlessBad('country', readCountry, () => rowTexts.unknownCountry);
  const countries = [country, defaults.country].filter((each) => each !== undefined && hasNumberPlan(each));
  /** A number of the country that the row names, or else of the one that holds for the file. */
  const phoneIn = (field: 'phone' | 'otherPhones', cell: Cell): readonly string[] => {
    const found = (countries.length === 0 ? [undefined] : countries)
      .map((each) => parsePhone(cell.text, each)?.e164)
      .find((each) => each !== undefined);
    if (found !== undefined) return [found];
    const needsCountry = countries.length === 0 && !abroad.test(cell.text.normalize('NFKC'));
    telling.note(field, needsCountry ? rowTexts.noCountry : rowTexts.noPhone, cell);
    return [];
  };
  const day = unlessBad(
    'birthday',
    (text) => readDay(text, dates),
    () => rowTexts.noDay,
  );
  if (day === 'ambiguous') telling.note('birthday', rowTexts.ambiguousDay);
  const [given, family, number] = [value('givenName'), value('familyName'), value('externalId')];
  const tags = [...new Set([...readTags(value('tags')), ...(defaults.tags ?? [])])];
  const [firstEmail, ...moreEmails] = telling.cells('email');
  const furtherEmails = moreEmails.filter((cell) => {
    const isAddress = emailSchema.safeParse(cell.text).success;
    if (!isAddress) telling.note('email', rowTexts.noEmail, cell);
    return isAddress;
  });
  const email = firstEmail?.text ?? emailFrom(defaults.email, telling);
  const [phone, ...morePhones] = telling.cells('phone').flatMap((cell) => phoneIn('phone', cell));
  const otherPhones = telling
    .cells('otherPhones')
    .flatMap(({ column, text }) =>
      othersOf(text).flatMap((each) => phoneIn('otherPhones', { column, text: each })),
    );
  return withoutEmpty({
    kind: unlessBad('kind', readKind, () => rowTexts.noKind),
    name: value('name') || joined(given, family) || value('company'),
    givenName: given,
    familyName: family,
    company: value('company'),
    email,
    otherEmails: beside(email, [
      ...furtherEmails.map(({ text }) => text),
      ...othersOf(value('otherEmails')),
    ]).map((each) => ({ email: each })),
    phone,
    otherPhones: beside(phone, [...morePhones, ...otherPhones]).map((each) => ({ phone: each })),
    gender: unlessBad('gender', readGender, () => rowTexts.noGender),
    externalIds: number === '' ? undefined : [{ source: externalSource, id: number }],
    birthday: day === 'ambiguous' ? undefined : day,
    lunarBirthday: unlessBad('lunarBirthday', readLunarDay, () => rowTexts.noLunarDay),
    address: addressOf(value, value('country') === '' ? defaults.country : country),
    otherAddresses: value('otherAddresses')
      .split(/[;；|\n]/)
      .flatMap((street) => (street.trim() === '' ? [] : [placeAt(street.trim(), defaults.country)])),
    language: unlessBad('language', readLanguage, () => rowTexts.noLanguage) ?? defaults.language,
    timeZone: value('timeZone') || defaults.timeZone,
    tags: tags.length === 0 ? undefined : tags,
    source: value('source') || defaults.source,
    stage: unlessBad('stage', readStage, () => rowTexts.noStage),
    preferences: preferencesOf(value),
    owner: ownerIn(value('owner'), telling) ?? defaults.owner,
  });
}

/** The others, each once. */
function beside(primary: string | undefined, others: readonly string[]): readonly string[] {
  const named = new Map(others.map((each) => [each.toLowerCase(), each]));
  return [...named].flatMap(([plain, each]) => (plain === primary?.toLowerCase() ? [] : [each]));
}

function ownerIn(text: string, { ownerOf, refuse }: Telling): string | undefined {
  if (text === '') return undefined;
  const found = ownerOf(text);
  if (typeof found === 'string') return found;
  refuse('owner', found);
  return undefined;
}

/** Several in a cell are parted like tags. */
function othersOf(text: string): readonly string[] {
  return readTags(text);
}

function preferencesOf(value: (field: FieldName) => string) {
  const interests = readTags(value('interests'));
  const preferences = withoutEmpty({
    interests: interests.length === 0 ? undefined : interests,
    note: value('note'),
  });
  return Object.keys(preferences).length === 0 ? undefined : preferences;
}

/** How a number begins that names its country. */
const abroad = /^\s*\+/;

/** Chinese names are written family name first and without a space. */
function joined(given: string, family: string): string {
  return /\p{Script=Han}/u.test(given + family) ? `${family}${given}` : `${given} ${family}`.trim();
}

function addressOf(value: (field: FieldName) => string, country: string | undefined) {
  const address = withoutEmpty({
    street: value('street'),
    district: value('district'),
    city: value('city'),
    region: value('region'),
    postcode: value('postcode'),
  });
  if (Object.keys(address).length === 0) return undefined;
  return withoutEmpty({ ...address, country });
}

function placeAt(street: string, country: string | undefined) {
  return country === undefined ? { street } : { street, country };
}

/** An address that a template makes, such as `{rec_id}@example.com`. */
function emailFrom(template: string | undefined, { cell, refuse }: Telling): string | undefined {
  return template?.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const text = cell(column);
    if (text === '') refuse('email', rowTexts.templateEmpty(column));
    return text;
  });
}

function keyOf(
  match: Mapping['match'],
  { externalIds: [externalId] = [], email, phone }: CustomerPatch,
): RowKey | undefined {
  if (match === 'none') return undefined;
  if (match === 'externalId')
    return externalId && { kind: 'external', value: [externalId.source, externalId.id] };
  const value = match === 'email' ? email : phone;
  return value ? { kind: match, value: [value] } : undefined;
}

const isEmptyList = (field: unknown) => Array.isArray(field) && field.length === 0;

function withoutEmpty(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, field]) => field !== undefined && field !== '' && !isEmptyList(field)),
  );
}
