/** Every hour: callbacks and schedules that have lost each other are brought together again. */
import { createSchedulerClient } from '../../../shared/runtime/clients/scheduler.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { queueHandler } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { createSchedules } from '../../../shared/scheduling/schedules.ts';
import { openTable } from '../../../shared/table/client.ts';
import { now } from '../../../shared/time/clock.ts';
import { callbacksSweepEnvironment } from './callbacks.environment.ts';
import { DueMessage } from './callbacks.schedules.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { sweepCallbacks } from './operations/sweep-callbacks.ts';
import { syncSchedule } from './operations/sync-schedule.ts';

const settings = callbacksSweepEnvironment.read();
const callbacks = createCallbacksStore(openTable(settings.TABLE_NAME));
const dueQueue = createQueueSender(DueMessage, {
  client: createSqsClient(),
  queueUrl: settings.DUE_QUEUE_URL,
});
const schedules = createSchedules({
  client: createSchedulerClient(),
  group: settings.SCHEDULE_GROUP,
  roleArn: settings.SCHEDULE_ROLE_ARN,
  targetArn: settings.SCHEDULE_TARGET_ARN,
  deadLetterArn: settings.SCHEDULE_DLQ_ARN,
});

export const handler = queueHandler(async () => {
  const found = await sweepCallbacks(now(), {
    callbacks,
    schedules,
    align: (callbackId) =>
      syncSchedule(callbackId, {
        callbacks,
        schedules,
        overdue: ({ id }) => dueQueue.send([{ kind: 'overlooked', callbackId: id }]),
      }),
    tell: (messages) => dueQueue.send(messages),
  });
  logger.info('callbacks swept', found);
});
