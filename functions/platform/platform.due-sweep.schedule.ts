/** Every minute: what has waited until now goes to the queue of its kind. */
import * as z from 'zod';
import { createSqsClient } from '../../shared/runtime/clients/sqs.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { queueHandler } from '../../shared/runtime/queue.ts';
import { createQueueSender } from '../../shared/runtime/queue-sender.ts';
import { openTable } from '../../shared/table/client.ts';
import { now } from '../../shared/time/clock.ts';
import { sweepDueList } from './operations/sweep-due-list.ts';
import { platformDueSweepEnvironment } from './platform.environment.ts';
import { createDueListReader } from './platform.store.ts';

const { TABLE_NAME, SENDING_QUEUE_URL } = platformDueSweepEnvironment.read();

const dueList = createDueListReader(openTable(TABLE_NAME));

/** Who is told of what. Kinds that are not here are swept by their own domain. */
const receivers = {
  invitation: createQueueSender(z.strictObject({ kind: z.string(), id: z.string() }), {
    client: createSqsClient(),
    queueUrl: SENDING_QUEUE_URL,
  }),
};

export const handler = queueHandler(async () => {
  const told = await sweepDueList(now(), { dueList, receivers });
  logger.info('due list swept', { told });
});
