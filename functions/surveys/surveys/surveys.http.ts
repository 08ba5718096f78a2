/** The HTTP function of the surveys domain: one line for each route of the contract. */
import { answer, answerAfter, emptyAfter, httpHandler } from '../../../shared/runtime/http.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { createCampaign } from './operations/create-campaign.ts';
import { createSurvey } from './operations/create-survey.ts';
import { deleteCampaign, patchCampaign } from './operations/patch-campaign.ts';
import { patchSurvey } from './operations/patch-survey.ts';
import { getSurveyResults, listSurveyResponses } from './operations/read-results.ts';
import { asCampaign } from './operations/show-campaign.ts';
import { surveysContract } from './surveys.contract.ts';
import { surveysHttpEnvironment } from './surveys.environment.ts';
import { createSurveysStore } from './surveys.store.ts';

const table = openTable(surveysHttpEnvironment.read().TABLE_NAME);
const surveys = createSurveysStore(table);

export const handler = httpHandler(surveysContract, table, {
  createSurvey: async ({ body, origin }) => answerAfter(201, await createSurvey(body, { surveys, origin })),

  listSurveys: async ({ query }) => answer(200, await surveys.listSurveys(query)),

  getSurvey: async ({ params }) => answer(200, await surveys.getSurvey(params.surveyId)),

  patchSurvey: async ({ params, body, ifMatch, origin }) => {
    const input = { surveyId: params.surveyId, version: ifMatch, patch: body };
    return answerAfter(200, await patchSurvey(input, { surveys, origin }));
  },

  getSurveyResults: async ({ params }) => answer(200, await getSurveyResults(params.surveyId, { surveys })),

  listSurveyResponses: async ({ params, query }) =>
    answer(200, await listSurveyResponses({ surveyId: params.surveyId, ...query }, { surveys })),

  createCampaign: async ({ body, origin }) =>
    answerAfter(201, await createCampaign(body, { surveys, origin })),

  listCampaigns: async ({ query }) => answer(200, await surveys.listCampaigns(query)),

  getCampaign: async ({ params }) =>
    answer(200, asCampaign(await surveys.getCampaign(params.campaignId), now())),

  patchCampaign: async ({ params, body, ifMatch, origin }) => {
    const input = { campaignId: params.campaignId, version: ifMatch, patch: body };
    return answerAfter(200, await patchCampaign(input, { surveys, origin }));
  },

  deleteCampaign: async ({ params, ifMatch, origin }) => {
    const input = { campaignId: params.campaignId, version: ifMatch };
    return emptyAfter(204, await deleteCampaign(input, { surveys, origin }));
  },

  listCampaignRuns: async ({ params, query }) => {
    await surveys.getCampaign(params.campaignId);
    return answer(200, await surveys.listRuns(params.campaignId, query));
  },
});
