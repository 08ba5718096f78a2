/** The routes of campaigns, served by the HTTP function of the area. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, answerAfter, emptyAfter, routes } from '../../../shared/runtime/http.ts';
import { now } from '../../../shared/time/clock.ts';
import { createAskedReader } from '../../contact/budgets/index.ts';
import { createSendForecast } from '../../contact/messaging/index.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createFieldReader } from '../../customers/fields/index.ts';
import { createListReader } from '../../customers/lists/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { campaignsContract } from './campaigns.contract.ts';
import { campaignsHttpEnvironment } from './campaigns.environment.ts';
import { stopsRuns } from './campaigns.rules.ts';
import { campaignsSentences } from './campaigns.sentences.ts';
import { createCampaignsStore, createTriggeredStore } from './campaigns.store.ts';
import { listTriggers } from './operations/assert-campaign.ts';
import { assertCampaign, createCampaign } from './operations/create-campaign.ts';
import { deleteCampaign, patchCampaign, restoreCampaign } from './operations/patch-campaign.ts';
import { previewCampaign } from './operations/preview-campaign.ts';
import { runNow } from './operations/run-now.ts';
import { withAudienceInWords } from './operations/say-audience.ts';
import { asCampaign } from './operations/show-campaign.ts';

export const campaignsRoutes = routes(
  campaignsContract,
  { environment: campaignsHttpEnvironment, sentences: campaignsSentences },
  ({ table, env }) => {
    const leastHours = env.SHORTEST_CAMPAIGN_HOURS;
    const sendsTexts = env.SENDS_TEXTS === 'yes';
    const readerOf = (headers: Readonly<Record<string, string | undefined>>) => ({
      language: languageOf(headers['accept-language']),
      askAgainAfterDays: env.ASK_AGAIN_AFTER_DAYS,
    });
    const campaigns = createCampaignsStore(table);
    const triggered = createTriggeredStore(table);
    const shared = {
      ...{ campaigns, leastHours, sendsTexts },
      surveys: createSurveyReader(table),
      customers: createCustomerReader(table),
      lists: createListReader(table),
      fields: createFieldReader(table),
      asked: createAskedReader(table),
      forecast: createSendForecast(table, { sendsTexts, askAgainAfterDays: env.ASK_AGAIN_AFTER_DAYS }),
    };
    return {
      createCampaign: async ({ body, headers, principal, origin }) => {
        const context = { ...shared, principal, reader: readerOf(headers), origin };
        return answerAfter(201, await createCampaign(body, context));
      },

      listCampaigns: async ({ query: { surveyId, status, ...page } }) =>
        answer(200, await campaigns.list({ surveyId, status }, page)),

      listCampaignTriggers: async () => answer(200, { items: listTriggers() }),

      getCampaign: async ({ params, headers, principal }) => {
        const campaign = await campaigns.get(params.campaignId);
        const mayWait = campaign.trigger !== undefined && !stopsRuns(campaign);
        const [others, waiting] = await Promise.all([
          campaigns.findActive(),
          mayWait ? triggered.waitingFor(campaign.id) : undefined,
        ]);
        const reader = readerOf(headers);
        const shown = { ...asCampaign(campaign, now(), { ...reader, others }), waiting };
        const { fields } = shared;
        return answer(
          200,
          await withAudienceInWords(shown, { fields, principal, language: reader.language }),
        );
      },

      patchCampaign: async ({ params, body, ifMatch, headers, principal, origin }) => {
        const input = { id: params.campaignId, version: ifMatch, patch: body };
        const context = { ...shared, principal, reader: readerOf(headers), origin };
        return answerAfter(200, await patchCampaign(input, context));
      },

      runCampaign: async ({ params, origin }) =>
        answerAfter(202, await runNow(params.campaignId, { ...shared, origin })),

      getCampaignPreview: async ({ params, headers }) => {
        const campaign = await shared.campaigns.get(params.campaignId);
        const context = { ...shared, reader: readerOf(headers), now: now() };
        return answer(200, await previewCampaign(campaign, context));
      },

      previewCampaign: async ({ body, headers, principal, origin }) => {
        await assertCampaign(body, { ...shared, principal, origin });
        const campaign = { ...body, status: 'active' as const, scheduledSince: origin.at };
        return answer(
          200,
          await previewCampaign(campaign, { ...shared, reader: readerOf(headers), now: origin.at }),
        );
      },

      restoreCampaign: async ({ params: { campaignId, eventId: changeId }, headers, principal, origin }) => {
        const context = { ...shared, principal, reader: readerOf(headers), origin };
        return answerAfter(200, await restoreCampaign({ id: campaignId, changeId }, context));
      },

      deleteCampaign: async ({ params, ifMatch, origin }) => {
        const input = { id: params.campaignId, version: ifMatch };
        return emptyAfter(204, await deleteCampaign(input, { campaigns, origin }));
      },
    };
  },
);
