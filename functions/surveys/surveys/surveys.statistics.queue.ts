/** Counts the answers of each survey. */
import { describeError, logger } from '../../../shared/runtime/logger.ts';
import { eventBatchHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { subscriptions } from '../../subscriptions.ts';
import { countAnswers } from './operations/count-answers.ts';
import { surveysStatisticsEnvironment } from './surveys.environment.ts';
import { createStatisticsStore } from './surveys.statistics.store.ts';

const statistics = createStatisticsStore(openTable(surveysStatisticsEnvironment.read().TABLE_NAME));

const failed = (surveyId: string, error: unknown) =>
  logger.error('answers not counted', { surveyId, error: describeError(error) });

export const handler = eventBatchHandler(subscriptions.surveysStatistics, async (events) => {
  const answers = events.map(({ at, data }) => ({ ...data, answeredAt: at }));
  const uncounted = await countAnswers(answers, { statistics, now, failed });
  return new Set(events.filter(({ data }) => uncounted.has(data.responseId)).map(({ id }) => id));
});
