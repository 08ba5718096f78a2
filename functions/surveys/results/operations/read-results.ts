import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { instantOfId } from '../../../../shared/values/derived-id.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { Change, Dimension } from '../../measures/measures.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import {
  beginOf,
  byQuestion,
  differenceOf,
  firstMeasures,
  monthOf,
  noAnswers,
  ofQuestion,
  questionsOf,
  rounded,
  sumOf,
  type Tally,
  valuesOf,
} from '../results.rules.ts';
import {
  maximumGroups,
  type Narrowing,
  nobody,
  type ResultsBreakdown,
  type ResultsTrend,
  type ResultsWaves,
  type Step,
  type SurveyResults,
} from '../results.schema.ts';
import type { GroupTally, ResultsStore, RunTally } from '../results.store.ts';
import { sumUpAnswers } from './sum-up-answers.ts';

export interface ResultsContext {
  readonly surveys: Pick<SurveyReader, 'get' | 'formerQuestions'>;
  readonly results: Pick<
    ResultsStore,
    'tallyOf' | 'daysOf' | 'runsOf' | 'groupsOf' | 'hashOfTag' | 'findTags'
  >;
  readonly principal: Pick<Principal, 'rowAccess'>;
}

/** Names of people and teams, for whoever reads. */
export interface NamesContext {
  readonly staff: Pick<StaffReader, 'findMany'>;
  readonly teams: Pick<TeamReader, 'namesOf'>;
}

interface OneQuestion {
  readonly question?: string | undefined;
}

/** What the answers to a survey come to, all of them or some, as counted so far. */
export async function getSurveyResults(
  { surveyId, ...narrowing }: Narrowing & { readonly surveyId: string },
  context: ResultsContext,
): Promise<SurveyResults> {
  assertMayAsk(narrowing, context);
  const [survey, tally] = await Promise.all([
    context.surveys.get(surveyId),
    isNarrowed(narrowing)
      ? groupsIn(surveyId, narrowing, context).then((groups) => sumOf(groups.map((group) => group.tally)))
      : context.results.tallyOf(surveyId),
  ]);
  const present = new Set(survey.questions.map(({ id }) => id));
  const former = byQuestion(tally)
    .map(({ questionId }) => questionId)
    .filter((id) => !present.has(id));
  const questions = [...survey.questions, ...(await context.surveys.formerQuestions(surveyId, former))];
  return sumUpAnswers({ id: surveyId, questions }, tally);
}

/** How they change with time. */
export async function getResultsTrend(
  {
    surveyId,
    by,
    question,
    ...narrowing
  }: Narrowing & OneQuestion & { readonly surveyId: string; readonly by: Step },
  context: ResultsContext,
): Promise<ResultsTrend> {
  assertMayAsk(narrowing, context);
  const points = (tally: Tally) => ({
    answered: tally.answered,
    measures: [...firstMeasures(ofQuestion(tally, question))],
  });
  await context.surveys.get(surveyId);
  if (by === 'wave') {
    const waves = await wavesIn(surveyId, narrowing, context);
    return {
      ...{ surveyId, by },
      points: waves.map(({ campaignId, runId, tally }) => ({
        begins: instantOfId(runId).slice(0, 'yyyy-mm-dd'.length),
        ...{ campaignId, runId, ...points(tally) },
      })),
    };
  }
  const timed = await timesIn(surveyId, by, narrowing, context);
  const byTime = [...Map.groupBy(timed, ({ begins }) => begins)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return {
    ...{ surveyId, by },
    points: byTime.map(([begins, each]) => ({ begins, ...points(sumOf(each.map(({ tally }) => tally))) })),
  };
}

/** What they come to by what the customers have in common. */
export async function getResultsBreakdown(
  {
    surveyId,
    by,
    question,
    ...narrowing
  }: Narrowing & OneQuestion & { readonly surveyId: string; readonly by: Dimension },
  context: ResultsContext & NamesContext,
): Promise<ResultsBreakdown> {
  assertSeesAll(context);
  const [, groups] = await Promise.all([
    context.surveys.get(surveyId),
    groupsIn(surveyId, narrowing, context),
  ]);
  const all = tallied(groups, by);
  const names = await namesOf(by, [...all.keys()], context);
  const told = [...all]
    .filter(([value]) => by !== 'tag' || value === nobody || names.has(value))
    .toSorted(([a, one], [b, other]) => other.answered - one.answered || (a < b ? -1 : 1))
    .slice(0, maximumGroups);
  const apart = new Set(told.map(([value]) => value));
  const others = [...all].filter(([value]) => !apart.has(value));
  return {
    ...{ surveyId, by },
    groups: told.map(([value, tally]) => ({
      ...shownGroup(by, value, names),
      answered: tally.answered,
      measures: [...firstMeasures(ofQuestion(tally, question))],
    })),
    others: { groups: others.length, answered: sumOf(others.map(([, tally]) => tally)).answered },
  };
}

/** Each wave, and how it differs from the one before. */
export async function getResultsWaves(
  { surveyId, question, ...narrowing }: Narrowing & OneQuestion & { readonly surveyId: string },
  context: ResultsContext,
): Promise<ResultsWaves> {
  assertMayAsk(narrowing, context);
  const [, waves] = await Promise.all([
    context.surveys.get(surveyId),
    wavesIn(surveyId, { ...narrowing, runId: undefined }, context),
  ]);
  const before = new Map<string, Tally>();
  const compared = waves.map(({ runId, campaignId, tally }) => {
    const own = ofQuestion(tally, question);
    const changes = changesBetween(own, before.get(campaignId) ?? noAnswers);
    before.set(campaignId, own);
    return {
      ...{ runId, campaignId, scheduledTime: instantOfId(runId), answered: tally.answered },
      ...{ measures: [...firstMeasures(own)], changes },
    };
  });
  const asked = narrowing.runId;
  return {
    surveyId,
    waves: asked === undefined ? compared : compared.filter(({ runId }) => runId === asked),
  };
}

function changesBetween(after: Tally, before: Tally): Change[] {
  const earlier = questionsOf(before);
  return [...questionsOf(after)].flatMap(([name, question]) => {
    const former = earlier.get(name);
    const found = former && differenceOf(question, former);
    if (found === undefined) return [];
    const { kind, source, effect: _, ...difference } = found;
    return [{ questionId: question.questionId, kind, source, ...shownDifference(kind, difference) }];
  });
}

type Shown = Pick<Change, 'difference' | 'low' | 'high' | 'p' | 'certain'>;

/** To the decimals of its measure. */
export function shownDifference(
  kind: Change['kind'],
  { difference, low, high, p }: Omit<Shown, 'certain'>,
): Shown {
  const decimals = kind === 'mean' ? 2 : 1;
  return {
    difference: rounded(difference, decimals),
    low: rounded(low, decimals),
    high: rounded(high, decimals),
    p: rounded(p, 4),
    certain: p <= 0.05,
  };
}

/** The groups of a dimension by their value, each with all that it has answered. */
export function tallied(groups: readonly GroupTally[], by: Dimension): ReadonlyMap<string, Tally> {
  const pairs = groups.flatMap((group) =>
    valuesOf(group, by).map((value) => ({ value, tally: group.tally })),
  );
  return new Map(
    [...Map.groupBy(pairs, ({ value }) => value)].map(([value, each]) => [
      value,
      sumOf(each.map(({ tally }) => tally)),
    ]),
  );
}

/** How a group is told: a tag by its name, which is its value then. */
export function shownGroup(
  by: Dimension,
  value: string,
  names: ReadonlyMap<string, string>,
): { value: string; name?: string } {
  const name = names.get(value);
  if (by === 'tag') return { value: name ?? value };
  return name === undefined ? { value } : { value, name };
}

/** What the groups of a dimension are called, where they have names. */
export async function namesOf(
  by: Dimension,
  values: readonly string[],
  { staff, teams, results }: NamesContext & Pick<ResultsContext, 'results'>,
): Promise<ReadonlyMap<string, string>> {
  const known = values.filter((value) => value !== nobody);
  if (known.length === 0) return new Map();
  if (by === 'tag') return results.findTags(known);
  if (by === 'team') return teams.namesOf(known);
  if (by === 'owner') return new Map((await staff.findMany(known)).map(({ id, name }) => [id, name]));
  return new Map();
}

/** What was counted of those answers that are meant. */
export async function groupsIn(
  surveyId: string,
  { from, to, tag, ...narrowing }: Narrowing,
  { results }: Pick<ResultsContext, 'results'>,
): Promise<readonly GroupTally[]> {
  const groups = await results.groupsOf(surveyId, { from, to });
  const hash = tag === undefined ? undefined : results.hashOfTag(tag);
  return groups.filter(
    (group) =>
      (narrowing.campaignId === undefined || group.campaignId === narrowing.campaignId) &&
      (narrowing.runId === undefined || group.runId === narrowing.runId) &&
      (narrowing.channel === undefined || group.channel === narrowing.channel) &&
      (narrowing.language === undefined || group.language === narrowing.language) &&
      (narrowing.owner === undefined || valuesOf(group, 'owner').includes(narrowing.owner)) &&
      (narrowing.team === undefined || valuesOf(group, 'team').includes(narrowing.team)) &&
      (hash === undefined || group.tags.includes(hash)),
  );
}

/** The waves, the oldest first. */
async function wavesIn(
  surveyId: string,
  narrowing: Narrowing,
  context: Pick<ResultsContext, 'results'>,
): Promise<readonly RunTally[]> {
  const { campaignId, runId, ...others } = narrowing;
  const waves = isNarrowed(others)
    ? runsOf(await groupsIn(surveyId, narrowing, context))
    : await context.results.runsOf(surveyId);
  return waves
    .filter(
      (wave) =>
        (campaignId === undefined || wave.campaignId === campaignId) &&
        (runId === undefined || wave.runId === runId),
    )
    .toSorted((one, other) => (one.runId < other.runId ? -1 : 1));
}

function runsOf(groups: readonly GroupTally[]): readonly RunTally[] {
  return [...Map.groupBy(groups, ({ runId = '' }) => runId)].flatMap(([runId, each]) => {
    const campaignId = each[0]?.campaignId;
    if (runId === '' || campaignId === undefined) return [];
    return [{ runId, campaignId, tally: sumOf(each.map(({ tally }) => tally)) }];
  });
}

async function timesIn(
  surveyId: string,
  by: Exclude<Step, 'wave'>,
  narrowing: Narrowing,
  context: Pick<ResultsContext, 'results'>,
): Promise<readonly { readonly begins: string; readonly tally: Tally }[]> {
  const { from, to, ...others } = narrowing;
  if (!isNarrowed(others)) {
    const days = await context.results.daysOf(surveyId, { from, to });
    return days.map(({ day, tally }) => ({ begins: beginOf(day, by), tally }));
  }
  if (by !== 'month') {
    const named = Object.entries(others).filter(([, value]) => value !== undefined);
    throw new AppError('invalid-request', 'Days and weeks are counted of all answers only.', {
      violations: named.map(([name]) => ({
        pointer: `/query/${name}`,
        reason: 'Ask by month or by wave for some of the answers.',
      })),
    });
  }
  const groups = await groupsIn(surveyId, narrowing, context);
  return groups.map(({ month, tally }) => ({ begins: beginOf(`${monthOf(month)}-01`, by), tally }));
}

const isNarrowed = (narrowing: Narrowing) => Object.values(narrowing).some((value) => value !== undefined);

/** Who sees only some of the customers learns what all answers come to, and nothing of single owners and teams. */
function assertMayAsk({ owner, team }: Narrowing, context: Pick<ResultsContext, 'principal'>): void {
  if (owner !== undefined || team !== undefined) assertSeesAll(context);
}

export function assertSeesAll({ principal }: Pick<ResultsContext, 'principal'>): void {
  if (principal.rowAccess['surveys.read'] === 'all') return;
  throw new AppError(
    'forbidden',
    'This tells of the customers of others: it is for whoever sees all answers.',
  );
}
