import { npsBand } from '../responses.rules.ts';
import {
  type NpsBand,
  npsBands,
  type QuestionResults,
  type SurveyResults,
  sources,
} from '../responses.schema.ts';
import type { Tally } from '../responses.store.ts';

/** What stands in 97.5 % of a normal distribution: both sides together leave out 5 %. */
const z95 = 1.96;

/** From so many answers on their mean is nearly normally distributed. */
const enoughForNormal = 30;

/** What the counted answers of a survey come to. */
export function sumUpAnswers(surveyId: string, { answered, answers }: Tally): SurveyResults {
  const byQuestion = Map.groupBy(answers, ({ scale, questionId }) => `${scale} ${questionId}`);
  const questions = [...byQuestion.values()].map(questionResults);
  return {
    surveyId,
    answered,
    ...npsResults(
      questions.filter(({ scale }) => scale === 'nps').flatMap(({ distribution }) => distribution),
    ),
    questions: questions.toSorted(
      (one, other) => Number(other.scale === 'nps') - Number(one.scale === 'nps') || compare(one, other),
    ),
  };
}

function compare(one: QuestionResults, other: QuestionResults): number {
  return one.questionId < other.questionId ? -1 : 1;
}

interface Answered {
  readonly value: number;
  readonly count: number;
}

/**
 * The Net Promoter Score: percentage of promoters minus percentage of detractors, which is the mean of +100, 0 and
 * -100; its standard error is that of any mean.
 */
function npsResults(
  distribution: readonly Answered[],
): Omit<SurveyResults, 'surveyId' | 'answered' | 'questions'> {
  const counts = Object.fromEntries(npsBands.map((band) => [band, 0])) as Record<NpsBand, number>;
  for (const { value, count } of distribution) counts[npsBand(value)] += count;
  const { promoter: promoters, passive: passives, detractor: detractors } = counts;
  const total = promoters + passives + detractors;
  const score = total === 0 ? null : rounded((100 * (promoters - detractors)) / total, 1);
  const spread = (promoters + detractors) / total - ((promoters - detractors) / total) ** 2;
  const standardError = total < 2 ? null : 100 * Math.sqrt(Math.max(0, spread) / total);
  const margin =
    score === null || standardError === null || total < enoughForNormal ? null : z95 * standardError;
  return {
    ...{ promoters, passives, detractors, total, score, source: sources.nps },
    standardError: standardError === null ? null : rounded(standardError, 1),
    interval:
      score === null || margin === null
        ? null
        : {
            low: Math.max(-100, rounded(score - margin, 1)),
            high: Math.min(100, rounded(score + margin, 1)),
            source: sources.standardError,
          },
  };
}

function questionResults(answers: Tally['answers']): QuestionResults {
  const { questionId, scale } = answers[0] as Tally['answers'][number];
  const distribution = answers
    .map(({ value, count }) => ({ value, count }))
    .toSorted((one, other) => one.value - other.value);
  const count = sum(distribution.map((each) => each.count));
  const mean = rounded(sum(distribution.map((each) => each.value * each.count)) / count, 2);
  const result = { questionId, scale, count, mean, distribution };
  if (scale !== 'csat') return result;
  const satisfied = sum(distribution.filter(({ value }) => value >= 4).map((each) => each.count));
  return {
    ...result,
    csat: {
      share: rounded((100 * satisfied) / count, 1),
      interval: { ...shareInterval(satisfied, count), source: sources.share },
      source: sources.csat,
    },
  };
}

/** Wilson's interval for a share, in per cent: it holds for few answers and near 0 and 100, too. */
export function shareInterval(part: number, whole: number): { low: number; high: number } {
  const share = part / whole;
  const centre = share + z95 ** 2 / (2 * whole);
  const margin = z95 * Math.sqrt((share * (1 - share)) / whole + z95 ** 2 / (4 * whole ** 2));
  const scale = 1 + z95 ** 2 / whole;
  const percent = (value: number) => rounded(Math.min(100, Math.max(0, (100 * value) / scale)), 1);
  return { low: percent(centre - margin), high: percent(centre + margin) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Adding zero turns -0 into 0. */
function rounded(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals + 0;
}
