/** The routes of forecasts. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { pageQuery, wholeNumber } from '../../../shared/values/page.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { ownersQuery } from '../insights/insights.schema.ts';
import {
  ChurnRiskPage,
  CurrentForecast,
  CustomerValue,
  Forecast,
  ForecastPage,
  forecastId,
} from './forecasts.schema.ts';

const reckoning =
  'Purchases are days on which something was ordered. How often customers buy and when they stop follows BG/NBD (Fader, Hardie and Lee 2005), what they spend Gamma-Gamma (Fader and Hardie 2013).';

export const forecastsContract = contract(
  'forecasts',
  'What customers are worth, and what is to be expected of them.',
  {
    getCustomerValue: {
      method: 'GET',
      path: '/customers/{customerId}/value',
      permission: 'commerce.read',
      summary: 'Read what a customer has bought so far, and what is to be expected of them',
      description: `Folded from their orders, with those of records that were merged into theirs: orders that are awaited, cancelled or given back as a whole do not count. Follows what is told of orders within a second or so. ${reckoning} What is expected is reckoned when it is asked for, with the forecast that is in force; \`reasons\` say in words what it follows from, or why there is none.`,
      params: z.strictObject({ customerId: customerIdSchema }),
      query: z.strictObject({
        days: wholeNumber(1, 730, 90).describe('For how many days purchases are expected.'),
        horizonDays: wholeNumber(1, 1825, 365).describe('How far the lifetime value looks.'),
        discount: wholeNumber(0, 100, 10).describe('By how many per cent money is worth less a year later.'),
      }),
      opens: 'customerId',
      replies: { 200: CustomerValue },
      errors: ['not-found'],
    },
    listChurnRisks: {
      method: 'GET',
      path: '/churn-risks',
      permission: 'commerce.read',
      summary: 'List customers by the risk that they never buy again, the greatest first',
      description:
        'Of who has bought on two days or more. A risk rises with each day on which somebody buys nothing, so that the list is as of `reckonedAt` of each row, when the last forecast was made: once a week, and by hand. `GET /customers/{customerId}/value` reckons the present risk of one.',
      query: pageQuery.extend({
        from: wholeNumber(0, 100, 0).describe('Only risks of so many per cent or more.'),
        to: wholeNumber(0, 100, 100).describe(
          'Only risks of so many per cent or less: who is most probably lost already is at the top.',
        ),
        ...ownersQuery,
      }),
      replies: { 200: ChurnRiskPage },
      errors: [],
    },
    startForecast: {
      method: 'POST',
      path: '/forecasts',
      permission: 'commerce.write',
      summary: 'Fit the models to what customers have bought by now',
      description: `Happens once a week by itself. ${reckoning} The models of the last forecast stay in force until the new ones are fitted, or when they are refused. One is made at a time: while one is, it is answered (200) and no other begun.`,
      replies: { 201: Forecast, 200: Forecast },
      errors: [],
    },
    listForecasts: {
      method: 'GET',
      path: '/forecasts',
      permission: 'commerce.read',
      summary: 'List forecasts, the newest first',
      query: pageQuery,
      replies: { 200: ForecastPage },
      errors: [],
    },
    getCurrentForecast: {
      method: 'GET',
      path: '/forecasts/current',
      permission: 'commerce.read',
      summary: 'Read the forecast that is in force',
      replies: { 200: CurrentForecast },
      errors: [],
    },
    getForecast: {
      method: 'GET',
      path: '/forecasts/{forecastId}',
      permission: 'commerce.read',
      summary: 'Read a forecast with its models and how well they fit',
      description:
        'The likelihood of the data under the models, and a check by what was held out: the same model is fitted to the first part of the period, and what it expects of the second part stands beside what has happened, tenth by tenth of the customers. Models that do not hold are refused, with the reason.',
      params: z.strictObject({ forecastId: forecastId.schema }),
      replies: { 200: Forecast },
      errors: ['not-found'],
    },
  },
);
