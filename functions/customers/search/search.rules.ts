/** What is looked up for a query, and what a customer matches: pure, and the same for who writes the index and who reads it. */
import type { Customer } from '../customers/customers.schema.ts';
import type { FoundCustomer, SearchHit, Terms } from './search.schema.ts';

/** Letters that Unicode does not take apart into a plain one and an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
};
const accents = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu;

/**
 * The one spelling of a text, whoever writes it: compatible characters (full width, ligatures) and case folded, accents
 * taken away from letters that are the same without. https://www.unicode.org/reports/tr15/
 */
export function folded(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(accents, '$1')
    .normalize('NFC');
}

const wordPattern = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;

/** The words of a text: runs of Chinese characters, and of letters and digits. An apostrophe ends no word. */
export function wordsOf(text: string): readonly string[] {
  return (
    folded(text)
      .replaceAll(/['’ʼ`]/g, '')
      .match(wordPattern) ?? []
  );
}

/** Scripts of which one character says as much as a syllable. */
const dense = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export type EntryKind = 'text' | 'phone' | 'tail' | 'email';

/** How many characters of a number name a partition: 13 alone would be that of every third phone in China. */
const startLengths: Readonly<Record<EntryKind, number>> = { text: 2, email: 2, phone: 3, tail: 3 };

/** What names the partition of a term, and has to be typed at least. */
export function startOf(kind: EntryKind, term: string): string {
  const length = dense.test(term) ? 1 : startLengths[kind];
  return [...term].slice(0, length).join('');
}

const idAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Sorts the newest customer first: the id, which begins with the time of its creation, with every digit inverted. */
export function newestFirst(customerId: string): string {
  const [, id = ''] = customerId.split('_');
  return [...id].map((digit) => idAlphabet[31 - idAlphabet.indexOf(digit)] ?? digit).join('');
}

/** https://www.itu.int/pub/T-SP-E.164D: what is no code of one or two digits has three. */
const callingCode = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** The digits of an E.164 number without its calling code. */
export function nationalDigits(phone: string): string {
  return phone.replace('+', '').replace(callingCode, '');
}

export const reversed = (digits: string) => [...digits].reverse().join('');

/** The local part of an address without what people leave out. */
export function localPart(email: string): string {
  return wordsOf(email.slice(0, email.lastIndexOf('@'))).join('');
}

/** A whole address as it is compared. */
export const foldedAddress = (email: string) =>
  `${localPart(email)}@${folded(email.slice(email.lastIndexOf('@') + 1))}`;

/** One place in the index to look at. */
export interface Place {
  readonly kind: EntryKind;
  readonly rank: '0' | '1';
  /** What the terms begin with. */
  readonly term: string;
  /** Whether the term has to be exactly this. */
  readonly whole?: true;
}

/** One thing that was typed: a customer has to match each of them. */
export interface Word {
  readonly text: string;
  /** Where it is looked up, the best matches first; none when it is too short for that. */
  readonly places: readonly Place[];
  /** The whole address, of which `text` is the local part. */
  readonly address?: string;
}

const phoneLike = /^[+(]?[+()0-9./\-\s]*$/;
const fewestPhoneDigits = 7;
/** People remember a phone number by so many of its last digits. */
const usualTail = 4;

/** `erp: C-1001`, as the profile shows a number of another system: it is found by the number. */
const sourceOfNumber = /(?<!\S)[^\s:@]*\p{L}[^\s:@]*:\s*(?=\S*\d)/gu;

/** What was typed, word by word; `seesContacts` = the caller may find customers by how to reach them. */
export function parseQuery(query: string, { seesContacts }: { seesContacts: boolean }): readonly Word[] {
  const typed = query.normalize('NFKC').replaceAll(sourceOfNumber, '').trim();
  const isNumber = phoneLike.test(typed) && digitsOf(typed).length >= 3;
  const parts = isNumber ? [typed] : typed.split(/\s+/u);
  const words = parts.flatMap((part) => readPart(part, isNumber));
  const unique = [...new Map(words.map((word) => [JSON.stringify(word), word])).values()];
  return unique.map(({ text, address, isDialled }) => ({
    text,
    ...(address === undefined ? {} : { address }),
    places: placesOf({ text, address, isDialled }).filter(({ kind }) => seesContacts || kind === 'text'),
  }));
}

interface Typed {
  readonly text: string;
  readonly address?: string | undefined;
  /** It began with `+` or `00`, so a calling code comes first. */
  readonly isDialled?: boolean | undefined;
}

function readPart(part: string, isNumber: boolean): readonly Typed[] {
  if (part.includes('@')) {
    const text = localPart(part);
    return text === '' ? [] : [{ text, address: foldedAddress(part) }];
  }
  const digits = digitsOf(part);
  if (isNumber || (phoneLike.test(part) && digits.length >= fewestPhoneDigits)) {
    const dialled = /^\s*(\+|00)/.test(part) ? digits.replace(/^00/, '') : undefined;
    return [dialled === undefined ? { text: digits } : { text: dialled, isDialled: true }];
  }
  const words = wordsOf(part);
  // C-1001, Y-2: the index holds it without what stands between.
  const isId = /\d/.test(part) && words.every((word) => /^[a-z0-9]+$/.test(word));
  return isId ? [{ text: words.join('') }] : words.map((text) => ({ text }));
}

const digitsOf = (text: string) => text.replaceAll(/\D/g, '');

/** Where a word stands in the index, in the order in which its hits are shown. */
function placesOf({ text, address, isDialled = false }: Typed): readonly Place[] {
  if (address !== undefined) return [{ kind: 'email', rank: '0', term: text, whole: true }];
  if (!dense.test(text) && text.length < 2) return [];
  const place = (kind: EntryKind, term: string, rank: Place['rank'] = '0'): Place => ({ kind, rank, term });
  const isNumber = /^\d+$/.test(text);
  const isLatin = /^[a-z]+$/.test(text);
  // Of four digits one means the end of a phone number, unless somebody has just them.
  if (isNumber && text.length === usualTail)
    return [
      { ...place('text', text), whole: true },
      place('tail', reversed(text)),
      place('text', text),
      ...numberForms(text, isDialled).map((form) => place('phone', form)),
      place('email', text),
    ];
  return [
    place('text', text),
    ...(isNumber ? numberForms(text, isDialled).map((form) => place('phone', form)) : []),
    ...(isNumber && text.length > usualTail ? [place('tail', reversed(text))] : []),
    ...(/^[a-z0-9]+$/.test(text) ? [place('email', text)] : []),
    ...(isLatin || dense.test(text) ? [place('text', text, '1')] : []),
  ];
}

/** What the national number begins with, if these digits are its beginning: as typed, and without calling code or trunk zero. */
function numberForms(digits: string, isDialled: boolean): readonly string[] {
  const forms = isDialled ? [nationalDigits(digits)] : [digits, digits.replace(/^0/, '')];
  return [...new Set(forms)].filter((form) => form.length >= startLengths.phone);
}

/** Several words as one: a name that was typed with a blank is looked up as a whole. */
export function joinedPlaces(words: readonly Word[]): readonly Place[] {
  const isName = words.every(({ address, text }) => address === undefined && !/^\d+$/.test(text));
  if (words.length < 2 || !isName) return [];
  return [{ kind: 'text', rank: '0', term: words.map(({ text }) => text).join('') }];
}

const textSources = ['name', 'company', 'external', 'field'] as const;
type TermSource = keyof Terms;

function sourcesOf({ kind, rank }: Pick<Place, 'kind' | 'rank'>): readonly TermSource[] {
  if (kind !== 'text') return [kind];
  return rank === '1' ? ['inner'] : textSources;
}

const listed = (terms: string | undefined) => terms?.split(' ') ?? [];

/** The first of the terms of a customer that lies at this place; undefined when none does. */
function termAt(place: Place, terms: Terms): string | undefined {
  const fits = (term: string) => (place.whole ? term === place.term : term.startsWith(place.term));
  return sourcesOf(place)
    .flatMap((source) => listed(terms[source]).filter(fits))
    .sort()[0];
}

/** Whether a customer who matches several times is to be shown for this one of the places: at the first only. */
export function isFirstMatch(terms: Terms, term: string, places: readonly Place[], index: number): boolean {
  const first = places.findIndex((place) => termAt(place, terms) !== undefined);
  const place = places[first];
  return first === index && place !== undefined && termAt(place, terms) === term;
}

/** Whether the customer has something that begins with this word. */
export function matches(word: Word, terms: Terms, { seesContacts }: { seesContacts: boolean }): boolean {
  if (word.address !== undefined)
    return seesContacts && listed(terms.address).some((address) => address.startsWith(word.address ?? ''));
  if (word.places.length > 0) return word.places.some((place) => termAt(place, terms) !== undefined);
  return [...textSources, 'inner' as const].some((source) =>
    listed(terms[source]).some((term) => term.startsWith(word.text)),
  );
}

/** In what a term of a customer was found. */
export function matchedIn(
  terms: Terms,
  { kind, term }: { kind: EntryKind; term: string },
): SearchHit['matched'] {
  if (kind === 'email') return 'email';
  if (kind !== 'text') return 'phone';
  const has = (source: TermSource) => listed(terms[source]).includes(term);
  if (has('name') || has('inner')) return 'name';
  if (has('company')) return 'company';
  return has('external') ? 'external-id' : 'field';
}

/** Every place at which a customer with these terms lies. */
export function entriesOf(
  terms: Terms,
): readonly (Pick<Place, 'kind' | 'rank'> & { readonly term: string })[] {
  const at = (kind: EntryKind, rank: Place['rank'], sources: readonly TermSource[]) =>
    [...new Set(sources.flatMap((source) => listed(terms[source])))].map((term) => ({ kind, rank, term }));
  return [
    ...at('text', '0', textSources),
    ...at('text', '1', ['inner']),
    ...at('phone', '0', ['phone']),
    ...at('tail', '0', ['tail']),
    ...at('email', '0', ['email']),
  ];
}

/** What the index keeps of a customer to show. */
export function foundCustomer({ kind, name, company, email, phone, owner }: Customer): FoundCustomer {
  return { kind, name, company, email, phone, owner };
}
