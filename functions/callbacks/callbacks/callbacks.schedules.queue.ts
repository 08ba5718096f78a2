/**
 * Keeps the one-time schedule of each callback in step with the callback, and looks every hour whether it did, and
 * whether the holidays are known by which calls are planned.
 */

import type { EventContext } from '../../../shared/events/event.ts';
import { consumers, on, onJob } from '../../../shared/runtime/consumers.ts';
import { schedulesEnvironment } from '../../../shared/runtime/environment.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { openSchedules } from '../../../shared/scheduling/open-schedules.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createAssign } from '../../people/assignments/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createCallSettingsReader } from '../calling/index.ts';
import { callbacksScheduling } from './callbacks.domain.ts';
import { createCallbacksStore } from './callbacks.store.ts';
import { fallDue } from './operations/fall-due.ts';
import { sweepCallbacks } from './operations/sweep-callbacks.ts';
import { syncSchedule } from './operations/sync-schedule.ts';
import { warnOfHolidays } from './operations/warn-of-holidays.ts';

const scheduling = consumers(({ table, env }) => {
  const callbacks = createCallbacksStore(table);
  const customers = createCustomerReader(table);
  const staff = createStaffReader(table);
  const settings = createCallSettingsReader(table);
  const assign = createAssign(table);
  const schedules = openSchedules(env);

  const align = (callbackId: string, origin: EventContext) =>
    syncSchedule(callbackId, {
      callbacks,
      schedules,
      overdue: async ({ scheduleVersion }) => {
        const context = { callbacks, customers, staff, settings, assign, origin };
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
      const { result: people } = await commitWithRetry(table, () => warnOfHolidays({ staff, origin }));
      if (people > 0) logger.warn('the holidays to come are not known', { people });
    }),
  ];
}, schedulesEnvironment);

export const handler = eventsFunction({ scheduling });
