/** What the function that sends messages finds in its environment. */
import { environment, variable } from '../../../shared/runtime/environment.ts';

export const messagingSendingEnvironment = environment({
  LINK_SECRET_ARN: variable,
  MAIL_FROM: variable,
  MAIL_CONFIGURATION_SET: variable,
  PUBLIC_URL: variable,
  /** Where events of the mail service wait: while they do, it is too early to give up an unknown message. */
  DELIVERIES_QUEUE_URL: variable,
  DELIVERIES_DLQ_URL: variable,
});
