/** The routes of surveys, served by the HTTP function of the area. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { surveysContract } from './surveys.contract.ts';
import {
  copySurvey,
  createSurvey,
  getSurveyVersion,
  patchSurvey,
  restoreSurvey,
} from './surveys.operations.ts';
import { surveysSentences } from './surveys.sentences.ts';
import { createSurveysStore } from './surveys.store.ts';

export const surveysRoutes = routes(surveysContract, { sentences: surveysSentences }, ({ table }) => {
  const surveys = createSurveysStore(table);
  return {
    createSurvey: async ({ body, origin }) => answerAfter(201, await createSurvey(body, { surveys, origin })),

    listSurveys: async ({ query: { archived, ...page } }) =>
      answer(200, await surveys.list({ ...page, archived: archived === 'true' })),

    copySurvey: async ({ params, body, origin }) => {
      const input = { id: params.surveyId, name: body.name };
      return answerAfter(201, await copySurvey(input, { surveys, origin }));
    },

    listSurveyVersions: async ({ params, query }) => {
      await surveys.get(params.surveyId);
      return answer(200, await surveys.listVersions(params.surveyId, query));
    },

    getSurveyVersion: async ({ params: { surveyId, version } }) =>
      answer(200, await getSurveyVersion({ id: surveyId, version: Number(version) }, { surveys })),

    getSurvey: async ({ params }) => answer(200, await surveys.get(params.surveyId)),

    patchSurvey: async ({ params, body, ifMatch, origin }) => {
      const input = { id: params.surveyId, version: ifMatch, patch: body };
      return answerAfter(200, await patchSurvey(input, { surveys, origin }));
    },

    restoreSurvey: async ({ params: { surveyId, eventId: changeId }, origin }) =>
      answerAfter(200, await restoreSurvey({ id: surveyId, changeId }, { surveys, origin })),
  };
});
