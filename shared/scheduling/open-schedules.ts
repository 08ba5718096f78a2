import { createSchedulerClient } from '../runtime/clients/scheduler.ts';
import type { schedulesEnvironment } from '../runtime/environment.ts';
import { createSchedules, type Schedules } from './schedules.ts';

/** Opens the schedules that a function with this environment keeps. */
export function openSchedules(env: ReturnType<(typeof schedulesEnvironment)['read']>): Schedules {
  return createSchedules({
    client: createSchedulerClient(),
    group: env.SCHEDULE_GROUP,
    roleArn: env.SCHEDULE_ROLE_ARN,
    targetArn: env.SCHEDULE_TARGET_ARN,
    deadLetterArn: env.SCHEDULE_DLQ_ARN,
  });
}
