/** Keeps the one-time schedule of each callback in step with the callback. */

import { createSchedulerClient } from '../../../shared/runtime/clients/scheduler.ts';
import { eventHandler } from '../../../shared/runtime/queue.ts';
import { createSchedules } from '../../../shared/scheduling/schedules.ts';
import { openTable } from '../../../shared/table/client.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { subscriptions } from '../../subscriptions.ts';
import { callbacksSchedulingEnvironment } from './callbacks.environment.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { markDue } from './operations/mark-due.ts';
import { syncSchedule } from './operations/sync-schedule.ts';

const settings = callbacksSchedulingEnvironment.read();
const table = openTable(settings.TABLE_NAME);
const callbacks = createCallbacksStore(table);
const customers = createCustomerReader(table);
const schedules = createSchedules({
  client: createSchedulerClient(),
  group: settings.SCHEDULE_GROUP,
  roleArn: settings.SCHEDULE_ROLE_ARN,
  targetArn: settings.SCHEDULE_TARGET_ARN,
  deadLetterArn: settings.SCHEDULE_DLQ_ARN,
});

export const handler = eventHandler(subscriptions.callbacksScheduling, ({ data }, origin) =>
  syncSchedule(data.callbackId, {
    callbacks,
    schedules,
    overdue: async ({ id: callbackId, scheduleVersion }) => {
      const context = { callbacks, customers, origin };
      await commitWithRetry(table, () => markDue({ callbackId, scheduleVersion }, context));
    },
  }),
);
