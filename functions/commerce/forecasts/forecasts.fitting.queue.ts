/** Fits the models of a forecast and lists who is at risk by it, continuing itself through its own queue; begins one each week. */
import type { EventContext } from '../../../shared/events/event.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onJob, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createPace } from '../../../shared/time/pace.ts';
import { createValueReader } from '../insights/index.ts';
import { forecastsFitting } from './forecasts.domain.ts';
import { forecastsFittingEnvironment } from './forecasts.environment.ts';
import { ForecastStep } from './forecasts.messages.ts';
import { createForecastsStore } from './forecasts.store.ts';
import { startForecast } from './operations/start-forecast.ts';
import { workForecast } from './operations/work-forecast.ts';

const fitting = consumers(({ table, env }) => {
  const forecasts = createForecastsStore(table);
  const services = {
    ...{ forecasts, values: createValueReader(table), commit: table.commit },
    pace: createPace(env.BULK_PER_SECOND),
  };
  const queue = createQueueSender(ForecastStep, {
    client: createSqsClient(),
    queueUrl: env.FORECASTS_QUEUE_URL,
  });
  const goOn = async (step: ForecastStep, origin: EventContext) => {
    const next = await workForecast(step, { ...services, origin });
    logger.info('forecast worked on', { ...step, next: next?.version ?? 'none' });
    if (next !== undefined) await queue.send([next]);
  };
  return [
    on(forecastsFitting, ({ data: { forecastId, version } }, origin) =>
      goOn({ forecastId, version }, origin),
    ),

    onMessage('forecasts-fitting', ForecastStep, goOn),

    onJob('forecasts-weekly', async (origin) => {
      await commitWithRetry(table, () => startForecast({ forecasts, origin }));
    }),
  ];
}, forecastsFittingEnvironment);

export const handler = eventsFunction({ fitting });
