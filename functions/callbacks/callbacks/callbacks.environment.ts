/** What the functions of the callbacks domain find in their environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

const table = { TABLE_NAME: variable };

/** Schedules of one group, made with one role, that fire into the due queue. */
const schedules = {
  SCHEDULE_GROUP: variable,
  SCHEDULE_ROLE_ARN: variable,
  SCHEDULE_TARGET_ARN: variable,
  SCHEDULE_DLQ_ARN: variable,
};

export const callbacksHttpEnvironment = environment(table);
export const callbacksOpeningEnvironment = environment(table);
export const callbacksSchedulingEnvironment = environment({ ...table, ...schedules });
export const callbacksDueEnvironment = environment(table);
export const callbacksNoticesEnvironment = environment({
  ...table,
  MAIL_FROM: variable,
  MAIL_CONFIGURATION_SET: variable,
});
export const callbacksSweepEnvironment = environment({ ...table, ...schedules, DUE_QUEUE_URL: variable });
