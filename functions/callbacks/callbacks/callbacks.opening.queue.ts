/** Opens a callback for a bad score. */
import { logger } from '../../../shared/runtime/logger.ts';
import { eventHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { subscriptions } from '../../subscriptions.ts';
import { createResponseReader } from '../../surveys/surveys/index.ts';
import { callbacksOpeningEnvironment } from './callbacks.environment.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { openLowScoreCallback } from './operations/open-low-score-callback.ts';

const table = openTable(callbacksOpeningEnvironment.read().TABLE_NAME);
const callbacks = createCallbacksStore(table);
const customers = createCustomerReader(table);
const responses = createResponseReader(table);
const staff = createStaffReader(table);

export const handler = eventHandler(subscriptions.callbacksOpening, async ({ data, at }, origin) => {
  const context = { callbacks, customers, responses, staff, origin };
  const { result, outcome } = await commitWithRetry(table, () =>
    openLowScoreCallback({ ...data, at }, context),
  );
  if (result !== undefined) logger.info('callback opened', { callbackId: result.id, outcome });
});
