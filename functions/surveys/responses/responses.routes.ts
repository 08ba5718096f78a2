/** The routes of responses for staff and machines, served by the HTTP function of the area. */
import { brandOf } from '../../../shared/pages/brand.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createSuppressionReader } from '../../contact/messaging/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createCampaignReader, createPartCheck } from '../campaigns/index.ts';
import { createCollectorReader } from '../collectors/index.ts';
import { createTestCounter } from '../invitations/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { createPreviewLink } from './operations/create-preview-link.ts';
import { previewSurvey } from './operations/preview-survey.ts';
import { listQuotas } from './operations/quotas.ts';
import {
  getResponse,
  listCampaignResponses,
  listCustomerResponses,
  listSurveyResponses,
} from './operations/read-responses.ts';
import { sendTest } from './operations/send-test.ts';
import { responsesContract } from './responses.contract.ts';
import { responsesHttpEnvironment } from './responses.environment.ts';
import { createAnswerPages } from './responses.page.ts';
import { responsesSentences } from './responses.sentences.ts';
import { createResponsesStore } from './responses.store.ts';

export const responsesRoutes = routes(
  responsesContract,
  { environment: responsesHttpEnvironment, sentences: responsesSentences },
  ({ table, env }) => {
    const brand = brandOf(env);
    const pages = createAnswerPages(brand);
    const staff = createStaffReader(table);
    const tests = createTestCounter(table);
    const suppressions = createSuppressionReader(table);
    const surveys = createSurveyReader(table);
    const collectors = createCollectorReader(table);
    const context = {
      surveys,
      campaigns: createCampaignReader(table),
      assertPart: createPartCheck(table),
      customers: createCustomerReader(table),
      responses: createResponsesStore(table),
      teams: createTeamReader(table),
    };
    return {
      getResponse: async ({ params, principal }) => {
        const response = await getResponse(params.responseId, { ...context, principal });
        const [named = response] = await collectors.withNames([response]);
        return answer(200, named);
      },

      listSurveyQuotas: async ({ params }) => answer(200, await listQuotas(params.surveyId, context)),

      listSurveyResponses: async ({ params, query, principal }) => {
        const found = await listSurveyResponses({ ...params, ...query }, { ...context, principal });
        return answer(200, { ...found, items: await collectors.withNames(found.items) });
      },

      listCampaignResponses: async ({ params, query, principal }) =>
        answer(200, await listCampaignResponses({ ...params, ...query }, { ...context, principal })),

      listCustomerResponses: async ({ params, query, principal }) =>
        answer(200, await listCustomerResponses({ ...params, ...query }, { ...context, principal })),

      previewSurvey: async ({ params, body, origin }) => {
        const shown = { surveys, brand, pages, now: Date.parse(origin.at) };
        return answer(200, await previewSurvey({ ...params, ...body }, shown));
      },

      createPreviewLink: async ({ params, body, origin: { at } }) => {
        const context = { surveys, publicUrl: env.PUBLIC_URL, at };
        return answerAfter(201, await createPreviewLink({ ...params, ...body }, context));
      },

      sendTest: async ({ params, body, principal, origin }) =>
        answerAfter(
          202,
          await sendTest({ ...params, ...body }, { surveys, staff, tests, suppressions, principal, origin }),
        ),
    };
  },
);
