/** Makes purchase analyses; begins one each week. */
import { consumers, on, onJob } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createValueReader } from '../insights/index.ts';
import { createPurchaseReader } from '../orders/index.ts';
import { analysesReading } from './analyses.domain.ts';
import { createAnalysesStore } from './analyses.store.ts';
import { makeAnalysis } from './operations/make-analysis.ts';
import { startAnalysis } from './operations/start-analysis.ts';

const reading = consumers(({ table }) => {
  const analyses = createAnalysesStore(table);
  const services = {
    ...{ analyses, values: createValueReader(table), customers: createCustomerReader(table) },
    purchases: createPurchaseReader(table),
  };
  return [
    on(analysesReading, async ({ data: { analysisId, version } }, origin) => {
      const { result, writes } = await makeAnalysis({ analysisId, version }, { ...services, origin });
      await table.commit(writes);
      logger.info('purchases analysed', { analysisId, customers: result?.customers ?? 'none' });
    }),

    onJob('analyses-weekly', async (origin) => {
      await commitWithRetry(table, () => startAnalysis({ analyses, origin }));
    }),
  ];
});

export const handler = eventsFunction({ reading });
