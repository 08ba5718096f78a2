/**
 * Which customers are compared, and how probable it is that two are one: pure. Weights of agreement and disagreement add up
 * as in I. P. Fellegi, A. B. Sunter, A theory for record linkage, 1969 (https://doi.org/10.1080/01621459.1969.10501049), with
 * partial agreement as by Winkler (shared/values/likeness.ts). The probabilities behind the weights are judgements about how
 * often a field is mistaken (m) and how often two strangers share it (u); they were fitted to no data.
 */
import { jaroWinkler, slipsBetween, soundex } from '../../../shared/values/likeness.ts';
import type { Facts, Reason } from './duplicates.schema.ts';

/** log2(m/u) where a field agrees, log2((1-m)/(1-u)) where it does not. */
function weights(m: number, u: number) {
  return { same: Math.log2(m / u), different: Math.log2((1 - m) / (1 - u)) };
}

/** Of a hundred thousand customers with the same block, one pair in four thousand is one: what evidence has to outweigh. */
const prior = -12;

const nameWord = weights(0.92, 0.01);
/** The longer a Chinese name, the fewer have it: 王伟, 王秀英, 欧阳明日. Another character makes it another name. */
const chineseName = (length: number) => weights(0.96, 10 ** -Math.min(Math.max(length + 1, 3), 5));
const companyName = weights(0.96, 1 / 100_000);
const birthday = weights(0.95, 1 / 2000);
const dayOfYear = weights(0.95, 1 / 200);
const street = weights(0.9, 0.005);
const houseNumber = weights(0.85, 0.05);
const postcode = weights(0.9, 0.01);
const city = weights(0.85, 0.05);
const district = weights(0.7, 0.03);
const company = weights(0.7, 0.02);
/** Who has several numbers or addresses gives another one: disagreement says less than agreement. */
const contact = weights(0.7, 1 / 5000);

/** Who lives together shares all of an address, which is one observation and not five. */
const mostOfAddress = 11;

interface Weighed {
  readonly weight: number;
  readonly reasons: readonly Reason[];
}

/** How probable it is that two customers are one, in percent, and what speaks for and against it. */
export function compare(
  one: Facts,
  other: Facts,
): { readonly score: number; readonly reasons: readonly Reason[] } {
  if (one.kind !== other.kind) return { score: 0, reasons: [] };
  const parts = [
    one.kind === 'company' ? companyNameOf(one, other) : nameOf(one, other),
    contactOf('phone', one.phone, other.phone),
    contactOf('email', one.email, other.email),
    birthdayOf(one.birthday, other.birthday),
    placeOf(one, other),
  ];
  const weight = parts.reduce((sum, part) => sum + part.weight, prior);
  const score = Math.round(100 / (1 + 2 ** -weight));
  return { score, reasons: parts.flatMap(({ reasons }) => reasons) };
}

const nothing: Weighed = { weight: 0, reasons: [] };

function weighed(field: Reason['field'], weight: number, agreement: Reason['agreement']): Weighed {
  return { weight, reasons: [{ field, agreement }] };
}

/** Between disagreement and agreement, by how alike two texts are. */
const closeEnough = 0.8;
function partial({ same, different }: { same: number; different: number }, likeness: number): number {
  if (likeness < closeEnough) return different;
  return different + ((likeness - closeEnough) / (1 - closeEnough)) ** 0.5 * (same - different);
}

const agreementOf = (likeness: number): Reason['agreement'] =>
  likeness === 1 ? 'same' : likeness >= 0.85 ? 'similar' : 'different';

/** Words are compared with those that fit them best, so their order does not matter; what one name lacks says nothing. */
function nameOf(one: Facts, other: Facts): Weighed {
  if (one.written !== undefined && other.written !== undefined)
    return writtenNameOf(one.written, other.written, one.name, other.name);
  const pairs = bestPairs(one.name, other.name);
  if (pairs.length === 0) return nothing;
  const isWhole = one.name.length === other.name.length;
  const evidence = pairs.map((each) => partial(nameWord, each));
  // A third word that agrees tells little more than two do; one that does not is another name.
  const weight = evidence.filter((each, index) => index < 2 || each < 0).reduce((sum, each) => sum + each, 0);
  const likeness = Math.min(...pairs);
  return weighed('name', weight, isWhole || likeness < 1 ? agreementOf(likeness) : 'similar');
}

/** Two Chinese names: the same, read the same in any order, or two. Without the dictionary it is not known how they are read. */
function writtenNameOf(
  one: string,
  other: string,
  sounds: readonly string[],
  otherSounds: readonly string[],
): Weighed {
  const { same, different } = chineseName([...one].length);
  if (one === other) return weighed('name', same, 'same');
  if (sounds.length === 0 || otherSounds.length === 0) return nothing;
  const isHomophone = sounds.toSorted().join(' ') === otherSounds.toSorted().join(' ');
  return isHomophone ? weighed('name', same / 2, 'similar') : weighed('name', different, 'different');
}

/** Words for what a company is in law, which are written or not. */
const legalForms =
  /股份|有限|责任|集团|公司|\b(?:ltd|limited|inc|incorporated|corp|corporation|co|company|llc|plc|gmbh|ag)\b/g;
const nameOfFirm = (company: string) => company.replaceAll(legalForms, '').replaceAll(' ', '') || company;

/** Names of companies share words for place and branch, so they are compared as a whole. */
function companyNameOf({ company: one = '' }: Facts, { company: other = '' }: Facts): Weighed {
  if (one === '' || other === '') return nothing;
  const [first, second] = [nameOfFirm(one), nameOfFirm(other)];
  if (first === second) return weighed('name', companyName.same, one === other ? 'same' : 'similar');
  const isSlip = Math.min(first.length, second.length) >= fewestLetters && slipsBetween(first, second) === 1;
  if (isSlip) return weighed('name', companyName.same / 2, 'similar');
  return weighed('name', companyName.different, 'different');
}

/** How alike the words are that belong together, the most alike first. */
function bestPairs(one: readonly string[], other: readonly string[]): readonly number[] {
  const all = one
    .flatMap((word, at) =>
      other.map((second, place) => ({
        at,
        place,
        likeness: Math.max(jaroWinkler(word, second), slip(word, second)),
      })),
    )
    .sort((first, second) => second.likeness - first.likeness);
  const [left, right] = [new Set<number>(), new Set<number>()];
  return all.flatMap(({ at, place, likeness }) => {
    if (left.has(at) || right.has(place)) return [];
    left.add(at);
    right.add(place);
    return [likeness];
  });
}

/** One slip in a word of so many letters or more leaves it alike, wherever it is. */
const fewestLetters = 4;
function slip(one: string, other: string): number {
  const isShort = Math.min(one.length, other.length) < fewestLetters;
  return isShort ? 0 : 1 - slipsBetween(one, other) / 10;
}

function contactOf(
  field: 'phone' | 'email',
  one: readonly string[] = [],
  other: readonly string[] = [],
): Weighed {
  if (one.length === 0 || other.length === 0) return nothing;
  const slips = one.flatMap((value) =>
    other.map((second) => {
      const isOtherDomain =
        field === 'email' && localOf(value) === localOf(second) && localOf(value).length > 5;
      return isOtherDomain ? 1 : slipsBetween(value, second);
    }),
  );
  const least = Math.min(...slips);
  if (least === 0) return weighed(field, contact.same, 'same');
  if (least === 1) return weighed(field, contact.same / 2, 'similar');
  return weighed(field, contact.different, 'different');
}

const localOf = (email: string) => email.slice(0, email.indexOf('@'));

/** A slip, or day and month exchanged, is half an agreement; without a year a birthday tells less. */
function birthdayOf(one: string | undefined, other: string | undefined): Weighed {
  if (one === undefined || other === undefined) return nothing;
  const isPartial = one.startsWith('--') || other.startsWith('--');
  const { same, different } = isPartial ? dayOfYear : birthday;
  const [first, second] = [one, other].map((day) => digitsOf(isPartial ? day.slice(-5) : day)) as [
    string,
    string,
  ];
  if (first === second) return weighed('birthday', same, 'same');
  const isSwapped =
    first.slice(0, -4) === second.slice(0, -4) &&
    first.slice(-4) === `${second.slice(-2)}${second.slice(-4, -2)}`;
  if (isSwapped || slipsBetween(first, second) === 1) return weighed('birthday', same / 2, 'similar');
  return weighed('birthday', different, 'different');
}

const digitsOf = (text: string) => text.replaceAll(/\D/g, '');

/** Where they are. Colleagues share the address with the company, which is then one observation; a different one still counts. */
function placeOf(one: Facts, other: Facts): Weighed {
  const address = addressOf(one, other);
  // That of a company is its name.
  if (one.kind === 'company') return address;
  const employer = textOf('company', company, one.company, other.company);
  const weight =
    employer.weight > 0 ? employer.weight + Math.min(address.weight, 0) : address.weight + employer.weight;
  return { weight, reasons: [...address.reasons, ...employer.reasons] };
}

function addressOf(one: Facts, other: Facts): Weighed {
  const parts = [
    textOf('street', street, one.street, other.street),
    { ...codeOf(houseNumber, one.number, other.number), reasons: [] },
    { ...codeOf(postcode, one.postcode, other.postcode), reasons: reasonOfPostcode(one, other) },
    textOf('city', city, one.city, other.city),
    { ...textOf('city', district, one.district, other.district), reasons: [] },
  ];
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  return { weight: Math.min(weight, mostOfAddress), reasons: parts.flatMap(({ reasons }) => reasons) };
}

function reasonOfPostcode(one: Facts, other: Facts): readonly Reason[] {
  if (one.postcode === undefined || other.postcode === undefined) return [];
  const slips = slipsBetween(one.postcode, other.postcode);
  return [{ field: 'postcode', agreement: slips === 0 ? 'same' : slips === 1 ? 'similar' : 'different' }];
}

function codeOf(
  by: ReturnType<typeof weights>,
  one: string | undefined,
  other: string | undefined,
): { weight: number } {
  if (one === undefined || other === undefined) return { weight: 0 };
  const slips = slipsBetween(one, other);
  return { weight: slips === 0 ? by.same : slips === 1 ? by.same / 2 : by.different };
}

function textOf(
  field: Reason['field'],
  by: ReturnType<typeof weights>,
  one: string | undefined,
  other: string | undefined,
): Weighed {
  if (one === undefined || other === undefined) return nothing;
  const [first, second] = [one.replaceAll(' ', ''), other.replaceAll(' ', '')];
  const likeness = Math.max(jaroWinkler(first, second), slip(first, second));
  return weighed(field, partial(by, likeness), agreementOf(likeness));
}

/**
 * The blocks in which a customer is compared with others: only who shares one is. Several, because a slip takes somebody out
 * of one and hardly out of all.
 */
export function blocksOf(facts: Facts): readonly string[] {
  const sounds = facts.name.map((word) => soundex(word) || word).toSorted();
  const whole = facts.birthday?.startsWith('--') === false ? facts.birthday : undefined;
  const words = facts.street?.split(' ') ?? [];
  const stem = soundex(words[0] ?? '') || [...(words[0] ?? '')].slice(0, 4).join('');
  const place = facts.postcode ?? facts.city;
  return [
    ...(facts.written === undefined ? [] : [`written#${facts.written}`]),
    ...(sounds.length < 2 ? [] : [`name#${sounds.join(' ')}`]),
    ...(whole === undefined ? [] : [`birthday#${sortedDay(whole)}`]),
    ...(whole === undefined || sounds.length === 0
      ? []
      : sounds.slice(0, 3).map((sound) => `year#${sound} ${whole.slice(0, 4)}`)),
    ...(place === undefined ? [] : sounds.slice(0, 3).map((sound) => `place#${sound} ${sortedText(place)}`)),
    ...(stem === '' || facts.number === undefined ? [] : [`street#${stem} ${sortedText(facts.number)}`]),
    ...(facts.phone ?? []).map((phone) => `phone#${phone.slice(-8)}`),
    ...(facts.email ?? []).map((email) => `email#${localOf(email)}`),
    ...(facts.company === undefined || facts.kind === 'person'
      ? []
      : [`company#${nameOfFirm(facts.company).slice(0, 12)}`]),
  ].slice(0, maximumBlocks);
}

/** With those that they replace they fit into one transaction. */
const maximumBlocks = 20;

/** The same for a day and a month that are exchanged. */
const sortedDay = (day: string) =>
  `${day.slice(0, 4)} ${[day.slice(5, 7), day.slice(8, 10)].toSorted().join(' ')}`;
/** The same for digits that are. */
const sortedText = (text: string) => [...text].toSorted().join('');
