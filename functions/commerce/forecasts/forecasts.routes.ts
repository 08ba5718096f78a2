/** Binds the routes of forecasts. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createValueReader } from '../insights/index.ts';
import { forecastsContract } from './forecasts.contract.ts';
import { forecastsSentences } from './forecasts.sentences.ts';
import { createForecastsStore } from './forecasts.store.ts';
import { shownForecast, shownRefusal } from './forecasts.texts.ts';
import { listChurnRisks } from './operations/list-churn-risks.ts';
import { getCustomerValue } from './operations/read-value.ts';
import { startForecast } from './operations/start-forecast.ts';

export const forecastsRoutes = routes(forecastsContract, { sentences: forecastsSentences }, ({ table }) => {
  const forecasts = createForecastsStore(table);
  const services = {
    ...{ forecasts, values: createValueReader(table), customers: createCustomerReader(table) },
    teams: createTeamReader(table),
  };
  return {
    getCustomerValue: async ({ params, query, principal, headers, origin }) => {
      const language = languageOf(headers['accept-language']);
      const asked = { ...services, principal, language, at: origin.at };
      return answer(200, await getCustomerValue(params.customerId, query, asked));
    },

    listChurnRisks: async ({ query, principal }) =>
      answer(200, await listChurnRisks(query, { ...services, principal })),

    startForecast: async ({ headers, origin }) => {
      const { result, writes } = await startForecast({ forecasts, origin });
      const shown = shownForecast(result, languageOf(headers['accept-language']));
      return writes.length === 0 ? answer(200, shown) : answerAfter(201, { result: shown, writes });
    },

    listForecasts: async ({ query }) => answer(200, await forecasts.list(query)),

    getCurrentForecast: async ({ headers }) => {
      const language = languageOf(headers['accept-language']);
      const state = await forecasts.findState();
      const current = state?.current && (await forecasts.find(state.current.id));
      return answer(200, {
        forecast: current === undefined ? null : shownForecast(current, language),
        ...(state?.running === undefined ? {} : { runningId: state.running.id }),
        ...(state?.refusal === undefined ? {} : { refusal: shownRefusal(state.refusal, language) }),
      });
    },

    getForecast: async ({ params, headers }) =>
      answer(
        200,
        shownForecast(await forecasts.get(params.forecastId), languageOf(headers['accept-language'])),
      ),
  };
});
