/** What other domains may ask the results domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createMessageCounts } from '../../contact/messaging/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCampaignReader, createRunReader } from '../campaigns/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { getResultsFindings } from './operations/find-points.ts';
import { getResultsFunnel } from './operations/read-funnel.ts';
import { getResultsTrend, getSurveyResults } from './operations/read-results.ts';
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
