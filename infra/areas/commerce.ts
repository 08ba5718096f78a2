import { Duration } from 'aws-cdk-lib';
import { forecastsFittingEnvironment } from '../../functions/commerce/forecasts/forecasts.environment.ts';
import { segmentsFillingEnvironment } from '../../functions/commerce/segments/segments.environment.ts';
import type { Area } from './area.ts';
import { paceBulk, sendTo } from './uses.ts';

/** What customers buy and do: told by shops, websites and ERP systems, and what follows from it. */
export const commerce: Area = {
  name: 'commerce',
  http: {
    purpose:
      'Answers the routes of products, orders, what they come to and let expect, segments, and what else customers do.',
    impact: 'orders and activities are not taken in, and nobody sees what customers have bought.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1', 'gsi2', 'gsi3'],
    },
  },
  events: {
    purpose:
      'Reckons what each customer has bought when their orders change, and keeps segments of customers.',
    impact: 'the value of customers, and lists by it, lag behind their orders; segments stay as they were.',
    table: { items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], query: ['table'] },
  },
  functions: [
    {
      entryPoint: 'forecasts.fitting.queue',
      purpose: 'Fits models of how customers buy and what they spend, and lists who is at risk by them.',
      impact:
        'what is to be expected of customers follows from older models, and the list of risks grows old.',
      environment: forecastsFittingEnvironment,
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem'], query: ['table'] },
      uses: [paceBulk, sendTo('forecasts-fitting', 'FORECASTS_QUEUE_URL')],
      // Mondays before work begins in Asia: a rate would begin when there is nothing to fit yet.
      jobs: { 'forecasts-weekly': 'cron(30 20 ? * SUN *)' },
      continuesItself: true,
      // 50,000 customers are read in a minute and fitted in seconds, on a whole processor.
      timeout: Duration.minutes(4),
      memorySize: 1769,
      batchSize: 1,
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'analyses.reading.queue',
      purpose: 'Reckons what the purchases of all customers come to: cohorts, repeat intervals and baskets.',
      impact: 'the page of what customers buy grows old.',
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem'], query: ['table'] },
      jobs: { 'analyses-weekly': 'cron(0 21 ? * SUN *)' },
      // Sixteen customers are read at the same time: some 100,000 in two minutes. It keeps numbers, and whom it has seen.
      timeout: Duration.minutes(14),
      memorySize: 1769,
      batchSize: 1,
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'segments.filling.queue',
      purpose: 'Holds all customers against the rule of a segment that is new or has changed.',
      impact: 'new segments stay empty, and changed ones mean who they meant before.',
      environment: segmentsFillingEnvironment,
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        query: ['table'],
      },
      uses: [paceBulk, sendTo('segments-filling', 'FILLING_QUEUE_URL')],
      continuesItself: true,
      batchSize: 1,
      // Each at the pace of the setting bulkPerSecond.
      maximumConcurrency: 2,
    },
  ],
};
