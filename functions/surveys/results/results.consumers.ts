/** What the results domain does when something has happened: it counts answers. */
import { consumers, onBatch } from '../../../shared/runtime/consumers.ts';
import { describeError, logger } from '../../../shared/runtime/logger.ts';
import { now } from '../../../shared/time/clock.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createTeamReader } from '../../people/teams/index.ts';
import { createUncountedResponses } from '../responses/index.ts';
import { countResponses } from './operations/count-responses.ts';
import { resultsCounting } from './results.domain.ts';
import { createResultsStore } from './results.store.ts';

const failed = (error: unknown) => logger.error('responses not counted', { error: describeError(error) });

export const resultsConsumers = consumers(({ table }) => {
  const context = {
    results: createResultsStore(table),
    uncounted: createUncountedResponses(table),
    customers: createCustomerReader(table),
    teams: createTeamReader(table),
    ...{ now, failed },
  };
  return [
    onBatch(resultsCounting, async (events) => {
      const responses = events.map(({ at, data }) => ({ ...data, id: data.responseId, answeredAt: at }));
      const uncounted = await countResponses(responses, context);
      return new Set(events.filter(({ data }) => uncounted.has(data.responseId)).map(({ id }) => id));
    }),
  ];
});
