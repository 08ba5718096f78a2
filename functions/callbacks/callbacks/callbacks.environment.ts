/** What the function that keeps schedules finds in its environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

/** Schedules of one group, made with one role, that fire into the events queue of the area. */
export const callbacksSchedulesEnvironment = environment({
  SCHEDULE_GROUP: variable,
  SCHEDULE_ROLE_ARN: variable,
  SCHEDULE_TARGET_ARN: variable,
  SCHEDULE_DLQ_ARN: variable,
});
