/** What other domains may ask the results domain. */
import type { Table } from '../../../shared/table/table.ts';
import { instantOfId } from '../../../shared/values/derived-id.ts';
import { createMessageCounts } from '../../contact/messaging/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCampaignReader, createRunReader } from '../campaigns/index.ts';
import type { Change, Dimension, QuestionMeasure } from '../measures/measures.schema.ts';
import { createBegunCounts } from '../responses/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { getResultsFindings } from './operations/find-points.ts';
import { getResultsFunnel } from './operations/read-funnel.ts';
import { getResultsTrend, getSurveyResults, groupsIn, shownDifference } from './operations/read-results.ts';
import { differenceOf, firstMeasures, ofQuestion, questionsOf, sumOf, type Tally } from './results.rules.ts';
import type {
  Narrowing,
  ResultsFindings,
  ResultsFunnel,
  ResultsTrend,
  SurveyResults,
} from './results.schema.ts';
import { createAnsweredCounts, createResultsStore } from './results.store.ts';

/** What answers come to, without a word of whoever gave them or looked after them. */
export interface UnnamedResults {
  readonly results: SurveyResults;
  readonly trend: ResultsTrend;
  readonly findings: ResultsFindings;
  readonly funnel: ResultsFunnel;
}

export type ResultsReader = ReturnType<typeof createResultsReader>;

/** So many findings are told to people who see only a page of them. */
const findings = { minimum: 10, limit: 20 };

export function createResultsReader(table: Table) {
  const context = {
    surveys: createSurveyReader(table),
    results: createResultsStore(table),
    campaigns: createCampaignReader(table),
    runs: createRunReader(table),
    messages: createMessageCounts(table),
    answers: createAnsweredCounts(table),
    begun: createBegunCounts(table),
    staff: createStaffReader(table),
    teams: createTeamReader(table),
    // Whoever may have a report made sees all answers.
    principal: { rowAccess: { 'surveys.read': 'all' } } as const,
  };
  return {
    /** All that was counted of some answers to a survey; groups of which one person is the owner are left out. */
    async readUnnamed(asked: Narrowing & { readonly surveyId: string }): Promise<UnnamedResults> {
      const { surveyId, campaignId, runId, from: _, to: __, ...others } = asked;
      // Days and weeks are counted of all answers only.
      const isSome = [campaignId, runId, ...Object.values(others)].some((value) => value !== undefined);
      const among = ['team', 'channel', 'tag', 'language'] as const;
      const [results, trend, found, funnel] = await Promise.all([
        getSurveyResults(asked, context),
        getResultsTrend({ ...asked, by: isSome ? 'month' : 'week' }, context),
        getResultsFindings({ ...asked, ...findings, among }, context),
        getResultsFunnel({ surveyId, campaignId, runId }, context),
      ]);
      return { results, trend, findings: found, funnel };
    },
  };
}

/** What a question came to in one wave. */
export interface Wave {
  readonly runId: string;
  readonly scheduledTime: string;
  readonly tally: Tally;
  /** Absent: nobody has answered the question in it. */
  readonly measure?: QuestionMeasure | undefined;
}

export type WaveReader = ReturnType<typeof createWaveReader>;

export function createWaveReader(table: Table) {
  const results = createResultsStore(table);
  return {
    /** The waves of a survey that were answered, the oldest first; of a question, and of some of the customers. */
    async list({
      surveyId,
      questionId,
      group,
    }: {
      readonly surveyId: string;
      readonly questionId: string;
      readonly group?: { readonly by: Dimension; readonly value: string } | undefined;
    }): Promise<readonly Wave[]> {
      const runs =
        group === undefined
          ? await results.runsOf(surveyId)
          : byRun(await groupsIn(surveyId, { [group.by]: group.value }, { results }));
      return runs
        .map(({ runId, tally }) => {
          const own = ofQuestion(tally, questionId);
          return { runId, scheduledTime: instantOfId(runId), tally: own, measure: firstMeasures(own)[0] };
        })
        .toSorted((one, other) => (one.runId < other.runId ? -1 : 1));
    },

    /** By how much a question has changed from one wave to a later one; undefined where nothing can be said. */
    compare(after: Wave, before: Wave): Change | undefined {
      const [now] = questionsOf(after.tally).values();
      const [then] = questionsOf(before.tally).values();
      const found = now && then && differenceOf(now, then);
      if (now === undefined || found === undefined) return undefined;
      const { kind, source, effect: _, ...difference } = found;
      return { questionId: now.questionId, kind, source, ...shownDifference(kind, difference) };
    },
  };
}

function byRun(groups: Awaited<ReturnType<typeof groupsIn>>) {
  const byId = Map.groupBy(groups, ({ runId = '' }) => runId);
  return [...byId].flatMap(([runId, each]) =>
    runId === '' ? [] : [{ runId, tally: sumOf(each.map(({ tally }) => tally)) }],
  );
}

export type CountedTags = ReturnType<typeof createCountedTags>;

/** The tags by which answers are told apart: of each a response keeps a hash. */
export function createCountedTags(table: Table) {
  const { findTags } = createResultsStore(table);
  return { findTags };
}
