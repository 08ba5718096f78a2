import { falseDiscoveryRates } from '../../../../shared/statistics/statistics.ts';
import { type Dimension, dimensions, sources } from '../../measures/measures.schema.ts';
import {
  differenceOf,
  measuresOf,
  ofQuestion,
  type QuestionTally,
  questionsOf,
  rounded,
  sumOf,
  type Tally,
  without,
} from '../results.rules.ts';
import { type Finding, type Narrowing, nobody, type ResultsFindings } from '../results.schema.ts';
import type { GroupTally } from '../results.store.ts';
import {
  assertSeesAll,
  groupsIn,
  type NamesContext,
  namesOf,
  type ResultsContext,
  shownDifference,
  shownGroup,
  tallied,
} from './read-results.ts';

interface Asked extends Narrowing {
  readonly surveyId: string;
  readonly by?: Dimension | undefined;
  /** Without `by`: among these. @default all */
  readonly among?: readonly Dimension[] | undefined;
  readonly question?: string | undefined;
  readonly minimum: number;
  readonly limit: number;
}

/** A group and what it is compared with. */
interface Compared {
  readonly dimension: Dimension;
  readonly value: string;
  readonly group: QuestionTally;
  readonly rest: QuestionTally;
  readonly found: NonNullable<ReturnType<typeof differenceOf>>;
}

/** Where answers are high and low: every group against all others, corrected for how many were compared. */
export async function getResultsFindings(
  { surveyId, by, among = dimensions, question, minimum, limit, ...narrowing }: Asked,
  context: ResultsContext & NamesContext,
): Promise<ResultsFindings> {
  assertSeesAll(context);
  const [, groups] = await Promise.all([
    context.surveys.get(surveyId),
    groupsIn(surveyId, narrowing, context),
  ]);
  const asked = by === undefined ? among : [by];
  const compared = asked.flatMap((dimension) => comparedBy(dimension, groups, question, minimum));
  const rates = falseDiscoveryRates(compared.map(({ found }) => found.p));
  const ranked = compared
    .map((each, index) => ({ ...each, rate: rates[index] ?? 1 }))
    .toSorted(
      (one, other) =>
        Number(isCertain(other)) - Number(isCertain(one)) ||
        Math.abs(other.found.effect) - Math.abs(one.found.effect),
    )
    .slice(0, limit);
  const findings = await Promise.all(
    [...Map.groupBy(ranked, ({ dimension }) => dimension)].map(async ([dimension, each]) => {
      const values = [...new Set(each.map(({ value }) => value))];
      const names = await namesOf(dimension, values, context);
      return each.flatMap((one) => {
        // What only one customer was ever called by may tell who they are.
        if (dimension === 'tag' && one.value !== nobody && !names.has(one.value)) return [];
        return [
          { place: ranked.indexOf(one), finding: shownFinding(one, shownGroup(dimension, one.value, names)) },
        ];
      });
    }),
  );
  return {
    ...{ surveyId, minimum, comparisons: compared.length, source: sources.many },
    findings: findings
      .flat()
      .toSorted((one, other) => one.place - other.place)
      .map(({ finding }) => finding),
  };
}

const isCertain = ({ rate }: { readonly rate: number }) => rate <= 0.05;

function comparedBy(
  dimension: Dimension,
  groups: readonly GroupTally[],
  question: string | undefined,
  minimum: number,
): readonly Compared[] {
  const whole = ofQuestion(sumOf(groups.map(({ tally }) => tally)), question);
  return [...tallied(groups, dimension)].flatMap(([value, tally]) =>
    comparedQuestions(ofQuestion(tally, question), whole, minimum).map((each) => ({
      dimension,
      value,
      ...each,
    })),
  );
}

function comparedQuestions(
  part: Tally,
  whole: Tally,
  minimum: number,
): readonly Omit<Compared, 'dimension' | 'value'>[] {
  const rests = questionsOf(without(whole, part));
  return [...questionsOf(part)].flatMap(([name, group]) => {
    const rest = rests.get(name);
    const [own] = measuresOf(group);
    const [others] = rest === undefined ? [] : measuresOf(rest);
    if (rest === undefined || own === undefined || others === undefined) return [];
    if (own.n < minimum || others.n < minimum) return [];
    const found = differenceOf(group, rest);
    return found === undefined ? [] : [{ group, rest, found }];
  });
}

function shownFinding(
  { dimension, group, rest, found, rate }: Compared & { readonly rate: number },
  shown: { readonly value: string; readonly name?: string },
): Finding {
  const { kind, source, effect, ...difference } = found;
  const [own, others] = [measuresOf(group)[0], measuresOf(rest)[0]];
  return {
    side: found.difference >= 0 ? 'high' : 'low',
    dimension,
    ...shown,
    ...{ questionId: group.questionId, kind, source },
    ...shownDifference(kind, difference),
    ...{ measured: own?.value ?? 0, rest: others?.value ?? 0, n: own?.n ?? 0, restN: others?.n ?? 0 },
    effect: rounded(effect, 2),
    rate: rounded(rate, 4),
    certain: isCertain({ rate }),
  };
}
