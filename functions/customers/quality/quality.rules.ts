/** What is wrong with what we know of a customer, and how complete it is. */
import { readChineseAddress } from '../../../shared/values/chinese-divisions.ts';
import { suggestEmail } from '../../../shared/values/email-typo.ts';
import { parsePhone } from '../../../shared/values/phone-number.ts';
import { isPostcode } from '../../../shared/values/postcode.ts';
import type { Customer } from '../customers/customers.schema.ts';
import type {
  AcceptedFinding,
  CompletenessRule,
  Finding,
  FindingCode,
  SuggestedCode,
} from './quality.schema.ts';

/** The score in percent, and which fields are missing, the weightiest first. */
export function completenessOf(customer: Customer, rules: readonly CompletenessRule[]) {
  const counted = rules.filter(({ kind }) => kind === undefined || kind === customer.kind);
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const empty = counted.filter(({ field }) => !isFilled(customer, field));
  const lost = empty.reduce((sum, { weight }) => sum + weight, 0);
  return {
    score: total === 0 ? 100 : Math.floor((100 * (total - lost)) / total),
    missing: empty.toSorted((one, other) => other.weight - one.weight).map(({ field }) => field),
  };
}

function isFilled(customer: Customer, field: string): boolean {
  if (field === 'birthday') return customer.birthday !== undefined || customer.lunarBirthday !== undefined;
  const custom = field.startsWith('custom.') ? field.slice('custom.'.length) : undefined;
  const value: unknown =
    custom === undefined
      ? Reflect.get(customer, field)
      : Reflect.get(Object(Reflect.get(customer, 'custom')), custom);
  if (value === undefined || value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Everything that should be looked at, without what somebody has found right as it is. */
export function findingsOf(customer: Customer, accepted: readonly AcceptedFinding[]): readonly Finding[] {
  const found = [
    ...nameFindings(customer),
    ...emailFindings(customer),
    ...phoneFindings(customer),
    ...reachFindings(customer),
    ...addressFindings(customer),
    ...birthdayFindings(customer),
  ];
  return found.filter((finding) => !accepted.some((decision) => isAbout(decision, finding)));
}

/** What was found right, as long as the value is the one that was looked at. */
export function stillAccepted(
  customer: Customer,
  accepted: readonly AcceptedFinding[],
): readonly AcceptedFinding[] {
  const found = findingsOf(customer, []);
  return accepted.filter((decision) => found.some((finding) => isAbout(decision, finding)));
}

function isAbout(decision: AcceptedFinding, { code, field, value }: Finding): boolean {
  return decision.code === code && decision.field === field && decision.value === value;
}

function finding(code: FindingCode, field: string, value?: string): Finding {
  return { code, field, ...(value === undefined ? {} : { value }) };
}

function suggesting(
  code: SuggestedCode,
  field: string,
  value: string,
  suggestion: NonNullable<Finding['suggestion']>,
): Finding {
  return { code, field, value, suggestion };
}

const placeholder =
  /^(?:test\w*|测试.*|(?:x{2,}|a{3,}|n\/?a|none|null|unknown|anonymous)|无|无名|未知|不详|匿名|客户|顾客|先生|女士|小姐|[\p{P}\p{S}\d\s]+)$/iu;
const chineseTitle = /^(\p{Script=Han}{2,})(?:先生|女士|小姐|太太|老师)$/u;
const latinTitle = /^(?:mr|mrs|ms|miss|herr|frau)\.?\s+(?=\S)/iu;
const lastFirst = /^([^,，]+)[,，]\s*([^,，]+)$/u;
const letters = /\p{L}/u;
const latinOnly = /^[\p{Script=Latin}\p{M}\s.'’-]+$/u;

function nameFindings({ kind, name, familyName, givenName }: Customer): readonly Finding[] {
  if (placeholder.test(name)) return [finding('name-placeholder', '/name', name)];
  if (kind === 'company') return [];
  const better = (code: SuggestedCode, next: string) => suggesting(code, '/name', name, { name: next });
  const [, last, first] = lastFirst.exec(name) ?? [];
  const swapped = familyName !== undefined && givenName !== undefined && name === `${givenName}${familyName}`;
  return [
    ...(chineseTitle.test(name) ? [better('name-title', name.replace(chineseTitle, '$1'))] : []),
    ...(latinTitle.test(name) ? [better('name-title', name.replace(latinTitle, ''))] : []),
    ...(last !== undefined && first !== undefined
      ? [better('name-order', asSpoken(first.trim(), last.trim()))]
      : []),
    ...(swapped && isHan(name) ? [better('name-order', `${familyName}${givenName}`)] : []),
    ...(isOneCase(name) ? [better('name-case', inTitleCase(name))] : []),
    ...(/\d{3}/.test(name) ? [finding('name-digits', '/name', name)] : []),
  ];
}

function isHan(name: string): boolean {
  return /^\p{Script=Han}+$/u.test(name);
}

/** In Chinese the family name stands first and nothing stands between. */
function asSpoken(first: string, last: string): string {
  return isHan(first) && isHan(last) ? `${last}${first}` : `${first} ${last}`;
}

/** Of two words at least: a single one may be a brand, or somebody's way. */
function isOneCase(name: string): boolean {
  const hasTwoWords = name.split(/\s+/).filter((word) => letters.test(word) && word.length > 1).length > 1;
  return hasTwoWords && latinOnly.test(name) && (name === name.toUpperCase() || name === name.toLowerCase());
}

function inTitleCase(name: string): string {
  return name.toLowerCase().replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase());
}

/** An address with its pointer, and the patch that puts another in its place. */
interface Reached {
  readonly field: string;
  readonly value: string;
  readonly isInvalid: boolean;
  readonly patch: (next: string) => Record<string, unknown>;
}

function emailsOf({ email, emailInvalid, otherEmails = [] }: Customer): readonly Reached[] {
  const isInvalid = emailInvalid !== undefined;
  return [
    ...(email === undefined
      ? []
      : [{ field: '/email', value: email, isInvalid, patch: (next: string) => ({ email: next }) }]),
    ...otherEmails.map((other, index) => ({
      field: `/otherEmails/${index}/email`,
      value: other.email,
      isInvalid: other.invalid !== undefined,
      patch: (next: string) => ({ otherEmails: otherEmails.with(index, { ...other, email: next }) }),
    })),
  ];
}

function phonesOf({ phone, phoneInvalid, otherPhones = [] }: Customer): readonly Reached[] {
  const isInvalid = phoneInvalid !== undefined;
  return [
    ...(phone === undefined
      ? []
      : [{ field: '/phone', value: phone, isInvalid, patch: (next: string) => ({ phone: next }) }]),
    ...otherPhones.map((other, index) => ({
      field: `/otherPhones/${index}/phone`,
      value: other.phone,
      isInvalid: other.invalid !== undefined,
      patch: (next: string) => ({ otherPhones: otherPhones.with(index, { ...other, phone: next }) }),
    })),
  ];
}

function emailFindings(customer: Customer): readonly Finding[] {
  return emailsOf(customer).flatMap(({ field, value, isInvalid, patch }) => {
    const suggested = suggestEmail(value);
    return [
      ...(suggested === undefined ? [] : [suggesting('email-typo', field, value, patch(suggested))]),
      ...(isInvalid ? [finding('email-unreachable', field, value)] : []),
    ];
  });
}

function phoneFindings(customer: Customer): readonly Finding[] {
  return phonesOf(customer).flatMap(({ field, value, isInvalid, patch }) => [
    ...impossibleNumber(field, value, patch),
    ...(isInvalid ? [finding('phone-unreachable', field, value)] : []),
  ]);
}

/** A zero by which the number is dialled within the country may have been left in it: +86 010 6278 1234. */
function impossibleNumber(field: string, value: string, patch: Reached['patch']): readonly Finding[] {
  const read = parsePhone(value)?.e164;
  if (read === value) return [];
  return [
    read === undefined
      ? finding('phone-impossible', field, value)
      : suggesting('phone-impossible', field, value, patch(read)),
  ];
}

function reachFindings(customer: Customer): readonly Finding[] {
  const isReached = emailsOf(customer).length + phonesOf(customer).length > 0;
  return isReached ? [] : [finding('no-address', '/phone')];
}

type Place = NonNullable<Customer['address']>;

function addressesOf({ address, otherAddresses = [] }: Customer) {
  return [
    ...(address === undefined
      ? []
      : [{ field: '/address', value: address as Place, patch: (next: Place) => ({ address: next }) }]),
    ...otherAddresses.map((other, index) => ({
      field: `/otherAddresses/${index}`,
      value: other as Place,
      patch: (next: Place) => ({ otherAddresses: otherAddresses.with(index, { ...other, ...next }) }),
    })),
  ];
}

function addressFindings(customer: Customer): readonly Finding[] {
  return addressesOf(customer).flatMap(({ field, value, patch }) => [
    ...placeFindings(field, value, patch),
    ...postcodeFindings(field, value),
  ]);
}

function placeFindings(
  field: string,
  value: Place,
  patch: (next: Place) => Readonly<Record<string, unknown>>,
): readonly Finding[] {
  if (value.country !== undefined && value.country !== 'CN') return [];
  const { address, faults } = readChineseAddress(value);
  if (faults.length > 0) {
    return faults.map(({ part, reason }) =>
      finding(reason === 'unknown' ? 'place-unknown' : 'place-elsewhere', `${field}/${part}`, value[part]),
    );
  }
  const next = { ...value, ...address };
  const isBetter = (['region', 'city', 'district', 'street'] as const).some(
    (part) => next[part] !== value[part],
  );
  return isBetter ? [suggesting('place-spelling', field, placeText(value), patch(next))] : [];
}

function placeText({ region, city, district, street }: Place): string {
  return [region, city, district, street].filter((part) => part !== undefined).join(' ');
}

function postcodeFindings(field: string, place: Place): readonly Finding[] {
  const { postcode, country = chinese.test(placeText(place)) ? 'CN' : undefined } = place;
  if (postcode === undefined || country === undefined) return [];
  return isPostcode(postcode, country) ? [] : [finding('postcode-impossible', `${field}/postcode`, postcode)];
}

const chinese = /\p{Script=Han}/u;

/** What systems write when they know no birthday. */
const unknownBirthdays: ReadonlySet<string> = new Set(['1900-01-01', '1970-01-01']);

/** Nobody is known to be older: https://www.guinnessworldrecords.com/world-records/oldest-person */
const oldest = 122;

function birthdayFindings({ birthday, updatedAt }: Customer): readonly Finding[] {
  if (birthday === undefined || birthday.startsWith('--')) return [];
  const age = Number(updatedAt.slice(0, 4)) - Number(birthday.slice(0, 4));
  const isWrong = unknownBirthdays.has(birthday) || age > oldest;
  return isWrong ? [finding('birthday-implausible', '/birthday', birthday)] : [];
}
