/** What the functions of the surveys domain are told by their stack. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

const table = { TABLE_NAME: variable };

export const surveysHttpEnvironment = environment(table);
export const surveysAnswerEnvironment = environment(table);

export const surveysSchedulingEnvironment = environment({
  ...table,
  SCHEDULE_GROUP: variable,
  SCHEDULE_ROLE_ARN: variable,
  SCHEDULE_TARGET_ARN: variable,
  SCHEDULE_DLQ_ARN: variable,
});

export const surveysRunsEnvironment = environment({
  ...table,
  RUNS_QUEUE_URL: variable,
  SENDING_QUEUE_URL: variable,
  LINK_SECRET_ARN: variable,
});

export const surveysSendingEnvironment = environment({
  ...table,
  LINK_SECRET_ARN: variable,
  MAIL_FROM: variable,
  MAIL_CONFIGURATION_SET: variable,
  PUBLIC_URL: variable,
});

export const surveysDeliveriesEnvironment = environment(table);
export const surveysStatisticsEnvironment = environment(table);
