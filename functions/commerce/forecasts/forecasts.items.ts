/** How forecasts, and who is at risk by them, lie in the one table. */
import { ownTrail } from '../../../shared/events/trail.ts';
import { defineItem } from '../../../shared/table/item.ts';
import { definePattern, shardOf } from '../../../shared/table/pattern.ts';
import { epochSeconds } from '../../../shared/time/clock.ts';
import {
  ChurnRiskRecord,
  ChurnRiskSummary,
  ForecastState,
  ForecastSummary,
  StoredForecast,
} from './forecasts.schema.ts';

export const forecastItem = defineItem({
  name: 'forecast',
  v: 1,
  retention: 'record',
  schema: StoredForecast,
  key: ['FORECAST#{id}', '-'],
  indexes: { gsi1: ['LIST#forecast', '{createdAt}#{id}'] },
  summary: ForecastSummary,
});

export const forecastTrail = ownTrail(forecastItem);

/** The models in force, so that what is to be expected of a customer takes one read more. */
export const forecastStateItem = defineItem({
  name: 'forecast-state',
  v: 1,
  retention: 'state',
  schema: ForecastState,
  key: ['FORECASTS', '-'],
});

/** By which customers are listed: as many digits as a risk has, so that it sorts as text. */
export const rankOf = (churnProbability: number) =>
  String(Math.round(churnProbability * 10_000)).padStart(5, '0');

/** Some weeks more than there are between two forecasts. */
const keptDays = 30;

/** Written by the job alone; a risk of which no forecast tells any more goes by itself. */
export const churnRiskItem = defineItem({
  name: 'churn-risk',
  v: 1,
  retention: 'trace',
  schema: ChurnRiskRecord,
  key: ['C#{customerId}', '~churn-risk'],
  indexes: {
    gsi1: ['CHURN-RISKS#{shard}', '{rank}#{customerId}'],
    gsi2: ['CHURN-RISKS-OF#{ownerKey}', '{rank}#{customerId}'],
  },
  parts: ({ customerId, customer, churnProbability }) => {
    const shard = String(shardOf(customerId));
    // A key is also asked for by the customer alone.
    if (churnProbability === undefined) return {};
    return { shard, rank: rankOf(churnProbability), ownerKey: customer.owner ?? ['none', shard] };
  },
  summary: ChurnRiskSummary,
  toSummary: ({ customer: { owner }, ...risk }) => ({ ...risk, owner }),
  expires: ({ reckonedAt }) => epochSeconds(reckonedAt) + keptDays * 24 * 60 * 60,
});

/** One partition: there is one a week. */
export const forecastsByTime = definePattern({
  question: 'Which forecasts were made? Newest first.',
  item: forecastItem,
  index: 'gsi1',
  partition: 'LIST#forecast',
  newestFirst: true,
});

export const customersByRisk = definePattern({
  question: 'Which customers are at risk never to buy again? The greatest risk first.',
  item: churnRiskItem,
  index: 'gsi1',
  partition: 'CHURN-RISKS#{shard}',
  newestFirst: true,
});

export const ownCustomersByRisk = definePattern({
  question: 'Which customers of this staff member are at risk never to buy again? The greatest risk first.',
  item: churnRiskItem,
  index: 'gsi2',
  partition: 'CHURN-RISKS-OF#{owner}',
  newestFirst: true,
});

export const nobodysCustomersByRisk = definePattern({
  question:
    'Which customers whom nobody looks after are at risk never to buy again? The greatest risk first.',
  item: churnRiskItem,
  index: 'gsi2',
  partition: 'CHURN-RISKS-OF#none#{shard}',
  newestFirst: true,
});
