/** The routes of results, served by the HTTP function of the area. */
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createMessageCounts } from '../../contact/messaging/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCampaignReader, createRunReader } from '../campaigns/index.ts';
import { createBegunCounts } from '../responses/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { getResultsFindings } from './operations/find-points.ts';
import { listRuns } from './operations/list-runs.ts';
import { getResultsFunnel } from './operations/read-funnel.ts';
import {
  getResultsBreakdown,
  getResultsTrend,
  getResultsWaves,
  getSurveyResults,
} from './operations/read-results.ts';
import { resultsContract } from './results.contract.ts';
import { resultsSentences } from './results.sentences.ts';
import { createAnsweredCounts, createResultsStore } from './results.store.ts';

export const resultsRoutes = routes(resultsContract, { sentences: resultsSentences }, ({ table }) => {
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
  };
  return {
    getSurveyResults: async ({ params, query, principal }) =>
      answer(200, await getSurveyResults({ ...params, ...query }, { ...context, principal })),

    getResultsTrend: async ({ params, query, principal }) =>
      answer(200, await getResultsTrend({ ...params, ...query }, { ...context, principal })),

    getResultsBreakdown: async ({ params, query, principal }) =>
      answer(200, await getResultsBreakdown({ ...params, ...query }, { ...context, principal })),

    getResultsFindings: async ({ params, query, principal }) =>
      answer(200, await getResultsFindings({ ...params, ...query }, { ...context, principal })),

    getResultsWaves: async ({ params, query, principal }) =>
      answer(200, await getResultsWaves({ ...params, ...query }, { ...context, principal })),

    getResultsFunnel: async ({ params, query }) =>
      answer(200, await getResultsFunnel({ ...params, ...query }, context)),

    listCampaignRuns: async ({ params, query }) =>
      answer(200, await listRuns({ ...params, ...query }, context)),
  };
});
