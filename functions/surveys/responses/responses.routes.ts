/** The routes of responses for staff and machines, served by the HTTP function of the area. */
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { getSurveyResults, listSurveyResponses } from './operations/read-results.ts';
import { responsesContract } from './responses.contract.ts';
import { createResponsesStore, createResultsStore } from './responses.store.ts';

export const responsesRoutes = routes(responsesContract, ({ table }) => {
  const surveys = createSurveyReader(table);
  const responses = createResponsesStore(table);
  const results = createResultsStore(table);
  return {
    getSurveyResults: async ({ params }) =>
      answer(200, await getSurveyResults(params.surveyId, { surveys, results })),

    listSurveyResponses: async ({ params, query }) =>
      answer(200, await listSurveyResponses({ surveyId: params.surveyId, ...query }, { surveys, responses })),
  };
});
