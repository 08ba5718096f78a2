/** What an answer adds to the counters, reading them again, and what they come to. */
import {
  compareMeans,
  compareRecommendations,
  compareShares,
  type Difference,
  meanInterval,
  recommendationInterval,
  type Sample,
  sampleOf,
  shareInterval,
} from '../../../shared/statistics/statistics.ts';
import { type Change, type Dimension, type Measure, sources } from '../measures/measures.schema.ts';
import type { Answer, Question, Scale } from '../questions/questions.schema.ts';
import { isScale, numbersOf } from '../questions/questions.schema.ts';
import type { Response } from '../responses/responses.schema.ts';
import { nobody } from './results.schema.ts';

/** How often what was answered: the amounts of a counter, or the sum of several. */
export interface Tally {
  readonly answered: number;
  readonly counts: ReadonlyMap<string, number>;
}

export const noAnswers: Tally = { answered: 0, counts: new Map() };

/** As what an answer is counted: a scale by its number, others by what their form tells. */
export type Family = Scale | 'choice' | 'matrix' | 'number' | 'consent' | 'given';

/** The answers to one question, as they were counted. `number` stands under the empty name: how many answered. */
export interface QuestionTally {
  readonly family: Family;
  readonly questionId: string;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Numbers are summed in hundred thousands: the square of the largest, a thousand million, is then small enough that the sum of
 * the squares stays a number that JavaScript knows exactly enough.
 */
const numberUnit = 1e5;

/**
 * What a response adds to a counter: one for each answer, under `family#question#answer`. Of choices and numbers it counts
 * under `family#question` how many have answered; of numbers also the sum and that of their squares; of texts and days only
 * that there was one.
 */
export function countsOf({ scores, answers }: Pick<Response, 'scores' | 'answers'>): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: readonly unknown[], amount = 1) => {
    const key = name.join('#');
    counts.set(key, (counts.get(key) ?? 0) + amount);
  };
  const scaled = new Set(scores.map(({ questionId }) => questionId));
  for (const { scale, questionId, value } of scores) add([scale, questionId, value]);
  for (const [questionId, answer] of Object.entries(answers)) {
    // What was said in words beside a choice stands under the id of the question with a dot.
    if (scaled.has(questionId) || questionId.includes('.')) continue;
    for (const [name, amount] of partsOf(answer)) add([name[0], questionId, ...name.slice(1)], amount);
  }
  return counts;
}

function partsOf(
  answer: Answer,
): readonly (readonly [name: readonly [Family, ...string[]], amount: number])[] {
  if (answer === true) return [[['consent'], 1]];
  if (typeof answer === 'string') return [[['given'], 1]];
  if (typeof answer === 'number') {
    const value = answer / numberUnit;
    return [
      [['number'], 1],
      [['number', 'sum'], value],
      [['number', 'squares'], value ** 2],
    ];
  }
  if (Array.isArray(answer)) return [[['choice'], 1], ...answer.map((id) => [['choice', id], 1] as const)];
  const rows = Object.entries(answer).map(([row, column]) => [['matrix', row, column], 1] as const);
  return [[['matrix'], 1], ...rows];
}

/** Several tallies as one. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  const counts = new Map<string, number>();
  let answered = 0;
  for (const tally of tallies) {
    answered += tally.answered;
    for (const [name, count] of tally.counts) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return { answered, counts };
}

/** What is left of a tally without another one that is a part of it. */
export function without(whole: Tally, part: Tally): Tally {
  const counts = new Map(
    [...whole.counts].map(([name, count]) => [name, count - (part.counts.get(name) ?? 0)]),
  );
  return { answered: whole.answered - part.answered, counts };
}

/** A tally question by question; those that nobody has answered are not among them. */
export function byQuestion({ counts }: Tally): readonly QuestionTally[] {
  const found = new Map<string, { family: Family; questionId: string; counts: Map<string, number> }>();
  for (const [name, count] of counts) {
    if (count === 0) continue;
    const [family = '', questionId = '', ...rest] = name.split('#');
    const key = `${family}#${questionId}`;
    const tally = found.get(key) ?? { family: family as Family, questionId, counts: new Map() };
    tally.counts.set(rest.join('#'), count);
    found.set(key, tally);
  }
  return [...found.values()];
}

export const isScaleFamily = (family: Family): family is Scale =>
  family === 'nps' || family === 'csat' || family === 'ces' || family === 'rating';

/** As what the answers to a question are counted. */
export function familyOf(question: Question): Family {
  if (isScale(question)) return question.kind;
  const { kind } = question;
  if (kind === 'single-choice' || kind === 'multiple-choice') return 'choice';
  if (kind === 'text' || kind === 'date') return 'given';
  return kind;
}

/** How often which number of a scale was given, the lowest first. */
export function distributionOf(
  { counts }: QuestionTally,
  scale: Scale,
): readonly (readonly [number, number])[] {
  return numbersOf(scale).flatMap((value) => {
    const count = counts.get(String(value)) ?? 0;
    return count === 0 ? [] : [[value, count] as const];
  });
}

/** How many have answered a question. */
export function numberOf(tally: QuestionTally): number {
  if (!isScaleFamily(tally.family)) return tally.counts.get('') ?? 0;
  return distributionOf(tally, tally.family).reduce((sum, [, count]) => sum + count, 0);
}

/** From which number of a scale on an answer is in the upper boxes; that of 0 to 10 has a score of its own. */
const topBoxes = { csat: 4, ces: 5 } as const;

/** What a measure is made of: two of one kind can be compared. */
type Material =
  | { readonly kind: 'nps'; readonly n: number; readonly promoters: number; readonly detractors: number }
  | { readonly kind: 'top-box'; readonly n: number; readonly part: number }
  | { readonly kind: 'mean'; readonly n: number; readonly sample: Sample };

function materialsOf(tally: QuestionTally): readonly Material[] {
  const { family, counts } = tally;
  const n = numberOf(tally);
  if (n === 0) return [];
  if (family === 'number') {
    const mean = (counts.get('sum') ?? 0) / n;
    const squares = Math.max(0, (counts.get('squares') ?? 0) - n * mean ** 2);
    const variance = n < 2 ? 0 : (squares / (n - 1)) * numberUnit ** 2;
    return [{ kind: 'mean', n, sample: { n, mean: mean * numberUnit, variance } }];
  }
  if (!isScaleFamily(family)) return [];
  const distribution = distributionOf(tally, family);
  const within = (least: number, most: number) =>
    distribution.reduce((sum, [value, count]) => sum + (value >= least && value <= most ? count : 0), 0);
  const mean: Material = { kind: 'mean', n, sample: sampleOf(distribution) };
  if (family === 'nps') return [{ kind: 'nps', n, promoters: within(9, 10), detractors: within(0, 6) }, mean];
  if (family === 'rating') return [mean];
  return [{ kind: 'top-box', n, part: within(topBoxes[family], 10) }, mean];
}

function boundsOf(family: Family): readonly [number, number] | undefined {
  if (!isScaleFamily(family)) return undefined;
  const numbers = numbersOf(family);
  return [Math.min(...numbers), Math.max(...numbers)];
}

/** What the answers to a question come to, the measure that says most first. */
export function measuresOf(tally: QuestionTally): readonly Measure[] {
  return materialsOf(tally).map((material): Measure => {
    const { kind, n } = material;
    if (kind === 'mean') {
      const interval = meanInterval(material.sample, boundsOf(tally.family));
      return { kind, n, ...shown(material.sample.mean, interval, 1, 2), source: sources.mean };
    }
    if (kind === 'top-box')
      return { kind, n, ...shown(material.part / n, shareInterval(material), 100, 1), source: sources.share };
    const score = (material.promoters - material.detractors) / n;
    const interval = recommendationInterval(material);
    return { kind, n, ...shown(score, interval, 100, 1), source: sources.npsInterval };
  });
}

function shown(
  value: number,
  interval: { readonly low: number; readonly high: number } | undefined,
  factor: number,
  decimals: number,
) {
  const figure = (number: number) => rounded(number * factor, decimals);
  return {
    value: figure(value),
    low: interval === undefined ? null : figure(interval.low),
    high: interval === undefined ? null : figure(interval.high),
  };
}

/** The first measure of each question of a tally. */
export function firstMeasures(tally: Tally): readonly (Measure & { readonly questionId: string })[] {
  return byQuestion(tally).flatMap((question) => {
    const [first] = measuresOf(question);
    return first === undefined ? [] : [{ questionId: question.questionId, ...first }];
  });
}

/** How the first measure of a question differs between two groups; undefined where nothing can be said. */
export function differenceOf(
  one: QuestionTally,
  other: QuestionTally,
): (Difference & Pick<Change, 'kind' | 'source'>) | undefined {
  const [a] = materialsOf(one);
  const [b] = materialsOf(other);
  if (a?.kind === 'nps' && b?.kind === 'nps')
    return { kind: 'nps', source: sources.npsChange, ...inPercent(compareRecommendations(a, b)) };
  if (a?.kind === 'top-box' && b?.kind === 'top-box')
    return { kind: 'top-box', source: sources.shareChange, ...inPercent(compareShares(a, b)) };
  if (a?.kind !== 'mean' || b?.kind !== 'mean') return undefined;
  const difference = compareMeans(a.sample, b.sample);
  return difference && { kind: 'mean', source: sources.meanChange, ...difference };
}

function inPercent({ difference, low, high, p, effect }: Difference): Difference {
  return { difference: 100 * difference, low: 100 * low, high: 100 * high, p, effect };
}

/** Adding zero turns -0 into 0. */
export function rounded(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals + 0;
}

/** The day of an instant, and its month, in UTC. */
export const dayOf = (instant: string) => instant.slice(0, 'yyyy-mm-dd'.length);
export const monthOf = (instant: string) => instant.slice(0, 'yyyy-mm'.length);
/** A tally without other questions than this one; all of it where none is named. */
export function ofQuestion(tally: Tally, questionId: string | undefined): Tally {
  if (questionId === undefined) return tally;
  const counts = [...tally.counts].filter(([name]) => name.split('#')[1] === questionId);
  return { ...tally, counts: new Map(counts) };
}

/** A tally question by question, under a name that tells its kind, too. */
export function questionsOf(tally: Tally): ReadonlyMap<string, QuestionTally> {
  return new Map(byQuestion(tally).map((each) => [`${each.family}#${each.questionId}`, each]));
}

/** What a group is among those of a dimension: of several tags or teams, one of each. */
export function valuesOf(
  {
    ownerThen,
    teams,
    tags,
    channel,
    language,
  }: {
    readonly ownerThen?: string | undefined;
    readonly teams: readonly string[];
    readonly tags: readonly string[];
    readonly channel?: string | undefined;
    readonly language: string;
  },
  by: Dimension,
): readonly string[] {
  switch (by) {
    case 'owner':
      return [ownerThen ?? nobody];
    case 'team':
      return teams.length === 0 ? [nobody] : teams;
    case 'channel':
      return [channel ?? nobody];
    case 'tag':
      return tags.length === 0 ? [nobody] : tags;
    case 'language':
      return [language];
  }
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The first day of the day, the week (from Monday) or the month in which a day lies. */
export function beginOf(day: string, by: 'day' | 'week' | 'month'): string {
  if (by === 'day') return day;
  if (by === 'month') return `${monthOf(day)}-01`;
  const date = new Date(`${day}T00:00:00.000Z`);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return dayOf(new Date(date.getTime() - sinceMonday * dayMilliseconds).toISOString());
}
