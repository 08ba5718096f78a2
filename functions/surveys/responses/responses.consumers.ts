/** What the responses domain does when something has happened: it counts the answers of each survey and run. */
import { consumers, onBatch } from '../../../shared/runtime/consumers.ts';
import { describeError, logger } from '../../../shared/runtime/logger.ts';
import { now } from '../../../shared/time/clock.ts';
import { countResponses } from './operations/count-responses.ts';
import { responsesResults } from './responses.domain.ts';
import { createResultsStore } from './responses.store.ts';

const failed = (error: unknown) => logger.error('responses not counted', { error: describeError(error) });

export const responsesConsumers = consumers(({ table }) => {
  const results = createResultsStore(table);
  return [
    onBatch(responsesResults, async (events) => {
      const responses = events.map(({ at, data }) => ({ ...data, id: data.responseId, answeredAt: at }));
      const uncounted = await countResponses(responses, { results, now, failed });
      return new Set(events.filter(({ data }) => uncounted.has(data.responseId)).map(({ id }) => id));
    }),
  ];
});
