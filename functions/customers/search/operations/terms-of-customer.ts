import type { Customer } from '../../customers/customers.schema.ts';
import { foldedAddress, localPart, nationalDigits, reversed, wordsOf } from '../search.rules.ts';
import type { Terms } from '../search.schema.ts';
import type { Spell } from './spell-names.ts';

/** Surnames of two characters, the frequent ones: what is no surname is split after one. https://zh.wikipedia.org/wiki/複姓 */
const doubleSurnames = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 申屠 公孙 慕容 钟离 长孙 宇文 司徒 鲜于 ' +
    '司空 闾丘 令狐 拓跋 轩辕 百里 呼延 东郭 南门 西门 公良 漆雕 乐正 第五 歐陽 東方 諸葛 尉遲 長孫 聞人 鮮于 萬俟'
  ).split(' '),
);

/** Chinese names of people are hardly longer; what is, names a firm. */
const longestName = 4;

/** Kept of one text: what people type has no more words, and a longer beginning no further meaning. */
const maximumWords = 6;
const maximumLength = 40;

/** At most so many of one source: 49 of a customer, so that all fit into one transaction with those that they replace. */
const maximumTerms = { name: 13, inner: 4, company: 6, external: 5, field: 6, phone: 5, email: 5 } as const;

/** Everything by which a customer is found. @param further texts beside their own fields */
export function termsOfCustomer(customer: Customer, spell: Spell, further: readonly string[] = []): Terms {
  const { name, givenName, familyName, company, externalIds, email, phone } = customer;
  const { otherEmails = [], otherPhones = [] } = customer;
  const called = namesOf(name, familyName, spell);
  const parts = [givenName, familyName].flatMap((part) => (part === undefined ? [] : wordsOf(part)));
  const emails = [...(email === undefined ? [] : [email]), ...otherEmails.map((other) => other.email)];
  const phones = [...(phone === undefined ? [] : [phone]), ...otherPhones.map((other) => other.phone)];
  return withoutEmpty({
    name: joined([...called.words, ...parts], 'name'),
    inner: joined(called.inner, 'inner'),
    company: joined(company === undefined ? [] : firmTerms(company, spell, 1), 'company'),
    external: joined(
      externalIds.flatMap(({ id }) => beginnings(wordsOf(id))),
      'external',
    ),
    field: joined(
      further.flatMap((text) => beginnings(wordsOf(text))),
      'field',
    ),
    phone: joined(phones.map(nationalDigits), 'phone'),
    tail: joined(
      phones.map((each) => reversed(each.replace('+', ''))),
      'phone',
    ),
    email: joined(emails.map(localPart), 'email'),
    address: joined(emails.map(foldedAddress), 'email'),
  });
}

interface Called {
  readonly words: readonly string[];
  /** What begins within a word. */
  readonly inner: readonly string[];
}

function namesOf(name: string, familyName: string | undefined, spell: Spell): Called {
  const words = wordsOf(name);
  const [only = ''] = words;
  if (words.length === 1 && isHan(only) && [...only].length <= longestName)
    return chineseName(only, familyName, spell);
  return { words: words.some(isHan) ? firmTerms(name, spell, maximumWords) : inAnyOrder(words), inner: [] };
}

/** 王小明: by 王, 小明, 王小明 and 明; in pinyin likewise, surname and given name in either order; by the initials wxm and xmw. */
function chineseName(name: string, familyName: string | undefined, spell: Spell): Called {
  const characters = [...name];
  const start = name.slice(0, 2);
  const given = [...(familyName ?? '')].length;
  const isTold = given > 0 && given < characters.length && name.startsWith(familyName ?? '');
  const length = isTold ? given : characters.length > 2 && doubleSurnames.has(start) ? 2 : 1;
  const words = [characters.slice(0, length), characters.slice(length)].filter((part) => part.length > 0);
  const spelled = spell(name, 'name').filter((syllables) => syllables.length === characters.length);
  const latin = spelled.map((syllables) => [syllables.slice(0, length), syllables.slice(length)]);
  return {
    words: [
      ...inOrder(words.map((part) => part.join(''))),
      ...latin.flatMap((parts) =>
        inAnyOrder(parts.map((part) => part.join('')).filter((part) => part !== '')),
      ),
      ...latin.flatMap((parts) => rotations(parts.map(initials)).filter((letters) => letters.length > 1)),
    ],
    inner: [
      ...characters.flatMap((_, at) => (at === 0 || at === length ? [] : [characters.slice(at).join('')])),
      ...spelled.flatMap((syllables) =>
        syllables.flatMap((_, at) => (at === 0 || at === length ? [] : [syllables.slice(at).join('')])),
      ),
    ],
  };
}

/** A firm: from each of its words on, and, for `spelledWords` of them, in pinyin and by initials. */
function firmTerms(text: string, spell: Spell, spelledWords: number): readonly string[] {
  const words = wordsOf(text).flatMap((word) => (isHan(word) ? segments(word) : [word]));
  const spelled = words.map((word) => (isHan(word) ? (spell(word, 'words')[0] ?? []) : [word]));
  const isSpelled = words.some(isHan);
  const from = (at: number) => spelled.slice(at).flat();
  return [
    ...beginnings(words),
    ...(isSpelled
      ? words
          .slice(0, Math.min(spelledWords, maximumWords))
          .flatMap((_, at) => [from(at).join(''), initials(from(at))])
      : []),
  ];
}

/** 上海 远洋 贸易 有限公司. */
function segments(characters: string): readonly string[] {
  return [...segmenter.segment(characters)].map(({ segment }) => segment);
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The text from each of its words on. */
function beginnings(words: readonly string[]): readonly string[] {
  return words.slice(0, maximumWords).map((_, at) => words.slice(at).join(''));
}

/** Each word, and all of them as one, beginning with any. */
function inAnyOrder(words: readonly string[]): readonly string[] {
  return [...words, ...rotations(words.slice(0, maximumWords))];
}

const inOrder = (words: readonly string[]) => [words.join(''), ...words];

function rotations(words: readonly string[]): readonly string[] {
  return words.map((_, at) => [...words.slice(at), ...words.slice(0, at)].join(''));
}

const initials = (syllables: readonly string[]) => syllables.map(([first = '']) => first).join('');

const isHan = (word: string) => /^\p{Script=Han}/u.test(word);

function joined(terms: readonly string[], limit: keyof typeof maximumTerms): string {
  const cut = terms.map((term) => [...term].slice(0, maximumLength).join('')).filter((term) => term !== '');
  return [...new Set(cut)].slice(0, maximumTerms[limit]).join(' ');
}

function withoutEmpty(terms: Record<keyof Terms, string>): Terms {
  return Object.fromEntries(Object.entries(terms).filter(([, text]) => text !== ''));
}
