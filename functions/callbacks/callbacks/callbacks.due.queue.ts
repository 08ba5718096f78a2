/** Makes callbacks due when their schedules fire, and catches up with what the sweep has found overlooked. */
import { logger } from '../../../shared/runtime/logger.ts';
import { queueHandler } from '../../../shared/runtime/queue.ts';
import { openTable } from '../../../shared/table/client.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { now } from '../../../shared/time/clock.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { callbacksDueEnvironment } from './callbacks.environment.ts';
import { DueMessage } from './callbacks.schedules.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { catchUp, markDue } from './operations/mark-due.ts';

const table = openTable(callbacksDueEnvironment.read().TABLE_NAME);
const callbacks = createCallbacksStore(table);
const customers = createCustomerReader(table);

export const handler = queueHandler(async ({ body, messageId }) => {
  const message = DueMessage.parse(JSON.parse(body));
  const { callbackId } = message;
  const actor = { kind: 'system' as const, id: 'callbacks-due' };
  const { result } = await commitWithRetry(table, () => {
    const origin = { actor, correlationId: messageId, hops: 0, at: now() };
    const context = { callbacks, customers, origin };
    return message.kind === 'fired' ? markDue(message, context) : catchUp(callbackId, context);
  });
  logger.info('callback fell due', { callbackId, told: message.kind, result });
});
