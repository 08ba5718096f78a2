/** How a customer's fields are called and what they hold, in a reader's words. */
import { type Html, html } from '../../../../shared/pages/html.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { FieldDefinition } from '../../../customers/fields/fields.schema.ts';
import { type Names, writtenDay } from '../../desk/index.ts';
import { texts } from '../customer-form-desk.texts.ts';

interface Speaking {
  readonly language: Language;
}

export const customerPath = (id: string) => `/desk/customers/${id}`;
export const customerLink = (id: string, name: string): Html =>
  html`<a href="${customerPath(id)}">${name}</a>`;

export function labelOf(
  { label, name }: Pick<FieldDefinition, 'label' | 'name'>,
  { language }: Speaking,
): string {
  return label[language] ?? label.en ?? label['zh-CN'] ?? name;
}

/** What a place in a customer is called: `phone`, `address.city`, `otherAddresses.0.city`, `custom.level`. */
export function nameOfField(
  field: string,
  { language }: Speaking,
  definitions: readonly Pick<FieldDefinition, 'label' | 'name'>[] = [],
): string {
  const { fields, parts } = texts[language];
  const [first = '', ...rest] = field.split('.');
  if (first === 'custom') {
    const name = rest.join('.');
    const known = definitions.find((each) => each.name === name);
    return known === undefined ? name || (fields.custom ?? first) : labelOf(known, { language });
  }
  return parts[field] ?? parts[rest.at(-1) ?? ''] ?? fields[first] ?? field;
}

interface Known {
  readonly names?: Names;
  readonly definitions?: readonly FieldDefinition[];
}

/** What a field of a customer holds, as people read it; empty where it holds nothing. */
export function sayValue(field: string, value: unknown, reader: Speaking, known: Known = {}): string {
  const words = texts[reader.language];
  if (value === undefined || value === null || value === '') return sayNothing(field, reader);
  if (Array.isArray(value))
    return value.map((each) => sayValue(field, each, reader, known)).join(words.comma);
  if (typeof value === 'object')
    return sayObject(field, value as Readonly<Record<string, unknown>>, reader, known);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const said = String(value);
  if (field === 'owner') return known.names?.get(said) ?? said;
  if (field === 'birthday') return sayBirthday(said, reader);
  if (field.startsWith('custom.')) return optionOf(field.slice('custom.'.length), said, reader, known);
  return coded.has(field) ? (words.values[said] ?? said) : said;
}

function sayNothing(field: string, { language }: Speaking): string {
  const words = texts[language];
  if (field === 'owner') return words.nobody;
  return field === 'emailInvalid' || field === 'phoneInvalid' ? words.answers : '';
}

/** A day, or that day of every year: `--12-30`. */
function sayBirthday(said: string, { language }: Speaking): string {
  if (!said.startsWith('--')) return sayDay(said, { language });
  // A leap year, for who was born on 29 February.
  const day = new Date(`2000-${said.slice(2)}`);
  if (Number.isNaN(day.getTime())) return said;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...{ timeZone: 'UTC', day: 'numeric', month: 'long' },
  }).format(day);
}

/** What is no day stays as it is: a preview shows what will be refused. */
function sayDay(said: string, reader: Speaking): string {
  return Number.isNaN(Date.parse(said)) ? said : writtenDay(said, reader);
}

/** Fields whose values are words of programs. */
const coded: ReadonlySet<string> = new Set(['kind', 'gender', 'stage', 'language']);

function optionOf(name: string, value: string, { language }: Speaking, { definitions = [] }: Known): string {
  const definition = definitions.find((each) => each.name === name);
  if (definition?.type === 'date') return sayDay(value, { language });
  const option = definition?.options?.find((each) => each.value === value);
  return option?.label?.[language] ?? option?.label?.en ?? option?.label?.['zh-CN'] ?? value;
}

function sayObject(
  field: string,
  value: Readonly<Record<string, unknown>>,
  reader: Speaking,
  known: Known,
): string {
  const words = texts[reader.language];
  const part = (name: string) => (value[name] === undefined ? '' : String(value[name]));
  if (field === 'lunarBirthday')
    return words.lunar(Number(value.month), Number(value.day), value.leapMonth === true ? words.leap : '');
  if (field === 'emailInvalid' || field === 'phoneInvalid')
    return words.aside(words.noAnswer, words.since(writtenDay(part('since'), reader)));
  if (field === 'externalIds') return `${part('source')}: ${part('id')}`;
  if (field === 'custom')
    return Object.entries(value)
      .map(
        ([name, each]) =>
          `${nameOfField(`custom.${name}`, reader, known.definitions)}: ${sayValue(`custom.${name}`, each, reader, known)}`,
      )
      .join(words.comma);
  const { label, invalid, channel, ...rest } = value;
  const said = [
    channel === undefined ? undefined : (words.channels[String(channel)] ?? channel),
    ...order.flatMap((name) => (name in rest ? [rest[name]] : [])),
    ...Object.entries(rest).flatMap(([name, each]) => (order.includes(name) ? [] : [each])),
  ].filter((each) => each !== undefined && each !== null && each !== '');
  const joined = said.map((each) => (Array.isArray(each) ? each.join(words.comma) : String(each))).join(' ');
  const about = [label, invalid === undefined ? undefined : words.noAnswer].filter(Boolean).join(words.comma);
  return about === '' ? joined : words.aside(joined, about);
}

/** Parts of an address as the post writes them in China. */
const order: readonly string[] = ['country', 'region', 'city', 'district', 'street', 'postcode'];
