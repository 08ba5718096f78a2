/** The routes of surveys, served by the HTTP function of the area. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { surveysContract } from './surveys.contract.ts';
import { createSurvey, patchSurvey, restoreSurvey } from './surveys.operations.ts';
import { surveysSentences } from './surveys.sentences.ts';
import { createSurveysStore } from './surveys.store.ts';

export const surveysRoutes = routes(surveysContract, { sentences: surveysSentences }, ({ table }) => {
  const surveys = createSurveysStore(table);
  return {
    createSurvey: async ({ body, origin }) => answerAfter(201, await createSurvey(body, { surveys, origin })),

    listSurveys: async ({ query }) => answer(200, await surveys.list(query)),

    getSurvey: async ({ params }) => answer(200, await surveys.get(params.surveyId)),

    patchSurvey: async ({ params, body, ifMatch, origin }) => {
      const input = { id: params.surveyId, version: ifMatch, patch: body };
      return answerAfter(200, await patchSurvey(input, { surveys, origin }));
    },

    restoreSurvey: async ({ params: { surveyId, eventId: changeId }, origin }) =>
      answerAfter(200, await restoreSurvey({ id: surveyId, changeId }, { surveys, origin })),
  };
});
