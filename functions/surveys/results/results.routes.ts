/** The routes of results, served by the HTTP function of the area. */
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createMessageCounts } from '../../contact/messaging/index.ts';
import { createCampaignReader, createRunReader } from '../campaigns/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { listRuns } from './operations/list-runs.ts';
import { getSurveyResults } from './operations/read-results.ts';
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
  };
  return {
    getSurveyResults: async ({ params }) => answer(200, await getSurveyResults(params.surveyId, context)),

    listCampaignRuns: async ({ params, query }) =>
      answer(200, await listRuns({ ...params, ...query }, context)),
  };
});
