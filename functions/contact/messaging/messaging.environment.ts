/** What the function that sends messages finds in its environment. */
import * as z from 'zod';
import { brandVariables, environment, variable } from '../../../shared/runtime/environment.ts';
import { languageSchema } from '../../../shared/values/language.ts';

/** Where texts are posted to, and the secret with what opens it; empty where none go through a provider. */
const textProviderVariables = { SMS_PROVIDER: z.string(), SMS_PROVIDER_KEY_ARN: z.string() };

/** Of the function that takes answers: its own queue. */
export const messagingRepliesEnvironment = environment({ REPLIES_QUEUE_URL: variable });

export const messagingReceiptsEnvironment = environment(textProviderVariables);

export const messagingSendingEnvironment = environment({
  ...brandVariables,
  LINK_SECRET_ARN: variable,
  MAIL_FROM: variable,
  /** Of SES; empty where mail goes by SMTP. */
  MAIL_CONFIGURATION_SET: z.string(),
  /** `smtps://host:port` or `smtp://host:port`, and the secret with its login; empty where mail goes through SES. */
  SMTP_SERVER: z.string(),
  SMTP_LOGIN_ARN: z.string(),
  PUBLIC_URL: variable,
  /** What the mail service grants the account. */
  MAILS_PER_SECOND: z.coerce.number().int().min(1),
  /** ARN of what texts come from, and what reports of them; empty where none go through AWS. */
  SMS_FROM: z.string(),
  SMS_CONFIGURATION_SET: z.string(),
  ...textProviderVariables,
  /** Texts a second. */
  SMS_PER_SECOND: z.coerce.number().int().min(1),
  /** So many days nobody is asked twice. */
  ASK_AGAIN_AFTER_DAYS: z.coerce.number().int().min(0),
  /** Of this function itself: a mail whose turn is later waits there. */
  SENDING_QUEUE_URL: variable,
  /** Who reads what concerns nobody in particular: `Rapport <care@example.com>`, and in which language. */
  DEPARTMENT_MAILBOX: variable,
  DEPARTMENT_LANGUAGE: languageSchema,
  /** Where events of the mail service wait: while they do, it is too early to give up an unknown message. */
  DELIVERIES_QUEUE_URL: variable,
  DELIVERIES_DLQ_URL: variable,
});
