import { shareInterval } from '../../../../shared/statistics/statistics.ts';
import { sources } from '../../measures/measures.schema.ts';
import type { Question } from '../../questions/questions.schema.ts';
import {
  byQuestion,
  distributionOf,
  type Family,
  familyOf,
  isScaleFamily,
  measuresOf,
  numberOf,
  type QuestionTally,
  rounded,
  type Tally,
} from '../results.rules.ts';
import type { QuestionResults, SurveyResults } from '../results.schema.ts';

/** What the counted answers of a survey come to, with its questions as they are now. */
export function sumUpAnswers(
  { id: surveyId, questions }: { readonly id: string; readonly questions: readonly Question[] },
  tally: Tally,
): SurveyResults {
  const place = new Map(questions.map((question, index) => [question.id, index]));
  const order = ({ kind, questionId }: QuestionResults) =>
    kind === 'nps' ? -1 : (place.get(questionId) ?? questions.length);
  const found = byQuestion(tally).map((each) => questionResults(each, questions));
  return {
    surveyId,
    answered: tally.answered,
    ...npsResults(found.find(({ kind }) => kind === 'nps')),
    questions: found.toSorted(
      (one, other) => order(one) - order(other) || (one.questionId < other.questionId ? -1 : 1),
    ),
  };
}

/** The Net Promoter Score and its parts, out of the results of its question. */
function npsResults(
  question: QuestionResults | undefined,
): Omit<SurveyResults, 'surveyId' | 'answered' | 'questions'> {
  const { measures: [nps] = [], distribution = [], count: total = 0 } = question ?? {};
  const between = (least: number, most: number) =>
    distribution.reduce((sum, { value, count }) => sum + (value >= least && value <= most ? count : 0), 0);
  const interval =
    nps === undefined || nps.low === null || nps.high === null
      ? null
      : { low: nps.low, high: nps.high, source: sources.npsInterval };
  return {
    ...{ promoters: between(9, 10), passives: between(7, 8), detractors: between(0, 6), total },
    ...{ score: nps?.value ?? null, source: sources.nps, interval },
  };
}

/** A question that was taken out since is told by what its answers look like. */
function questionResults(tally: QuestionTally, questions: readonly Question[]): QuestionResults {
  const { family, questionId } = tally;
  const question = questions.find(({ id }) => id === questionId);
  const count = numberOf(tally);
  const result: QuestionResults = {
    questionId,
    kind: question !== undefined && familyOf(question) === family ? question.kind : lookOf[family],
    count,
    measures: [...measuresOf(tally)],
  };
  if (isScaleFamily(family))
    return {
      ...result,
      distribution: distributionOf(tally, family).map(([value, each]) => ({ value, count: each })),
    };
  if (family === 'choice') return { ...result, choices: choiceResults(tally, count) };
  if (family === 'matrix') return { ...result, rows: rowResults(tally) };
  return result;
}

const lookOf: Readonly<Record<Family, QuestionResults['kind']>> = {
  nps: 'nps',
  csat: 'csat',
  ces: 'ces',
  rating: 'rating',
  choice: 'multiple-choice',
  matrix: 'matrix',
  number: 'number',
  consent: 'consent',
  given: 'text',
};

/** The most chosen first. */
function choiceResults({ counts }: QuestionTally, n: number): QuestionResults['choices'] {
  const choices = [...counts].filter(([name]) => name !== '');
  return choices
    .map(([choice, count]) => {
      const { low, high } = shareInterval({ part: count, n });
      return { choice, count, share: percent(count / n), low: percent(low), high: percent(high) };
    })
    .toSorted((one, other) => other.count - one.count || (one.choice < other.choice ? -1 : 1));
}

function rowResults({ counts }: QuestionTally): QuestionResults['rows'] {
  const cells = [...counts].flatMap(([name, count]) => {
    const [row = '', column] = name.split('#');
    return column === undefined ? [] : [{ row, column, count }];
  });
  return [...Map.groupBy(cells, ({ row }) => row)].map(([row, columns]) => {
    const n = columns.reduce((sum, { count }) => sum + count, 0);
    const shares = columns.map(({ column, count }) => ({ column, count, share: percent(count / n) }));
    return { row, count: n, columns: shares };
  });
}

const percent = (share: number) => rounded(100 * share, 1);
