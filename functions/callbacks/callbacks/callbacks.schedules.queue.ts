/** Keeps the one-time schedule of each callback in step with the callback, and looks every hour whether it did. */

import type { EventContext } from '../../../shared/events/event.ts';
import { createSchedulerClient } from '../../../shared/runtime/clients/scheduler.ts';
import { consumers, on, onJob } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createSchedules } from '../../../shared/scheduling/schedules.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { callbacksScheduling } from './callbacks.domain.ts';
import { callbacksSchedulesEnvironment } from './callbacks.environment.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { fallDue } from './operations/fall-due.ts';
import { sweepCallbacks } from './operations/sweep-callbacks.ts';
import { syncSchedule } from './operations/sync-schedule.ts';

const scheduling = consumers(({ table, env }) => {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  const schedules = createSchedules({
    client: createSchedulerClient(),
    group: env.SCHEDULE_GROUP,
    roleArn: env.SCHEDULE_ROLE_ARN,
    targetArn: env.SCHEDULE_TARGET_ARN,
    deadLetterArn: env.SCHEDULE_DLQ_ARN,
  });

  const align = (callbackId: string, origin: EventContext) =>
    syncSchedule(callbackId, {
      callbacks,
      schedules,
      overdue: async ({ scheduleVersion }) => {
        const context = { callbacks, customers, origin };
        await commitWithRetry(table, () => fallDue({ callbackId, scheduleVersion }, context));
      },
    });

  return [
    on(callbacksScheduling, ({ data }, origin) => align(data.callbackId, origin)),

    onJob('callbacks-sweep', async (origin) => {
      const found = await sweepCallbacks(origin.at, {
        callbacks,
        schedules,
        align: (callbackId) => align(callbackId, origin),
      });
      logger.info('callbacks swept', found);
    }),
  ];
}, callbacksSchedulesEnvironment);

export const handler = eventsFunction({ scheduling });
