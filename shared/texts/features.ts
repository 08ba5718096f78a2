/** What the model of sentiment looks at in a text: of Chinese the characters and their pairs, of English the words. */
import type { Language } from '../values/language.ts';
import { lexicons } from './lexicon.ts';

/** How much of which feature a text has. The names of features are folded into so many places. */
export const places: Readonly<Record<Language, number>> = { 'zh-CN': 2 ** 15, en: 2 ** 13 };

/** By the place of each feature its weight; all weights together have the length 1. */
export function featuresOf(text: string, language: Language): ReadonlyMap<number, number> {
  const named = language === 'zh-CN' ? chineseFeatures(text) : englishFeatures(text);
  const length = Math.sqrt([...named.values()].reduce((sum, weight) => sum + weight ** 2, 0));
  const folded = new Map<number, number>();
  for (const [name, weight] of named) {
    const place = placeOf(name, places[language]);
    folded.set(place, (folded.get(place) ?? 0) + weight / length);
  }
  return folded;
}

/** A text is Chinese where at least one letter in five is: each stands for some letters of English. */
export function languageOf(text: string): Language {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return chinese > 0 && chinese * 5 >= letters ? 'zh-CN' : 'en';
}

type Weights = Map<string, number>;

const single = 0.7;
const notOfWords = /[\s\p{P}]/u;

function chineseFeatures(text: string): Weights {
  const features: Weights = new Map();
  const characters = [...text.toLowerCase().replaceAll(/\s+/g, ' ')];
  characters.forEach((character, index) => {
    features.set(character, single);
    const pair = `${character}${characters[index + 1] ?? ' '}`;
    if (!notOfWords.test(pair)) features.set(pair, 1);
  });
  // The longer a text, the more of it would drown what the words say.
  const share = Math.sqrt(features.size) / 5;
  const { positive, negative, last } = countWords(characters.join(''));
  if (positive > 0) features.set('words +', share * Math.sqrt(positive));
  if (negative > 0) features.set('words -', share * Math.sqrt(negative));
  if (last !== 0) features.set('last word', last * share * 0.3);
  return features;
}

const longestWord = 5;
/** Stands before a word and turns it around: 不太满意. */
const turning =
  /(不|没|没有|无|未|非|别|并不|不太|不是|不够|不怎么|毫无)(很|太|是|那么|怎么|够|有|算|能|会|得|觉得)?$/;

function countWords(text: string) {
  const { positive, negative } = lexicons['zh-CN'];
  const found = { positive: 0, negative: 0, last: 0 };
  for (let start = 0; start < text.length; ) {
    const word = wordAt(text, start);
    const isPositive = positive.has(word);
    if (isPositive || negative.has(word)) {
      const isTurned = turning.test(text.slice(Math.max(0, start - 4), start));
      const says = isPositive === isTurned ? 'negative' : 'positive';
      found[says] += 1;
      found.last = says === 'positive' ? 1 : -1;
    }
    start += word.length;
  }
  return found;
}

/** The longest word of the lexicon that begins there, else one character. */
function wordAt(text: string, start: number): string {
  const { positive, negative } = lexicons['zh-CN'];
  for (let length = longestWord; length > 1; length -= 1) {
    const word = text.slice(start, start + length);
    if (positive.has(word) || negative.has(word)) return word;
  }
  return String.fromCodePoint(text.codePointAt(start) ?? 0);
}

const negations = new Set(
  `not no never nothing nor neither none cannot cant can't dont don't doesn't didn't isn't wasn't won't
  wouldn't couldn't shouldn't aren't weren't haven't hasn't hadn't without hardly lack lacks`.split(/\s+/),
);
const turns = new Set(['but', 'however', 'although']);
/** So many words behind a negation are turned around by it. */
const reach = 4;
const pairWeight = 0.5;
const lexiconWeight = 2;

function englishFeatures(text: string): Weights {
  const features: Weights = new Map();
  const { positive, negative } = lexicons.en;
  const words = text
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .match(/[a-z]+(?:'[a-z]+)?|[!?]|\p{Extended_Pictographic}/gu);
  let turned = 0;
  const seen = (words ?? []).map((word) => {
    const isNegation = negations.has(word);
    const sign = turned > 0 && !isNegation ? '!' : '';
    const says = positive.has(word) ? '+' : negative.has(word) ? '-' : undefined;
    if (says !== undefined) {
      const name = `words ${sign}${says}`;
      features.set(name, (features.get(name) ?? 0) + lexiconWeight);
    }
    if (isNegation) turned = reach;
    else if (/[!?]/.test(word) || turns.has(word)) turned = 0;
    else turned = Math.max(0, turned - 1);
    return `${sign}${stemOf(word)}`;
  });
  seen.forEach((word, index) => {
    features.set(word, 1);
    const next = seen[index + 1];
    if (next !== undefined) features.set(`${word} ${next}`, pairWeight);
  });
  return features;
}

function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|ly|es|s)$/, '') : word;
}

/** FNV-1a, 32 bits. */
function placeOf(name: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash ^= name.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 16)) % count;
}
