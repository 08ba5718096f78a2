/** What mail goes through in a deployment: SES, or a server that speaks SMTP. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { createSesClient } from '../runtime/clients/ses.ts';
import { readSecret } from '../runtime/secret.ts';
import type { Channel } from './channel.ts';
import { createEmailChannel, type Email } from './email.ts';

export interface MailEnvironment {
  readonly MAIL_FROM: string;
  readonly MAIL_CONFIGURATION_SET: string;
  /** Empty where mail goes through SES. */
  readonly SMTP_SERVER: string;
  readonly SMTP_LOGIN_ARN: string;
}

/** What the secret of the login holds. */
const Login = z.object({ user: z.string(), password: z.string() });

export function openMailChannel(env: MailEnvironment, secrets: SecretsManagerClient): Channel<Email> {
  const { MAIL_FROM: from, MAIL_CONFIGURATION_SET: configurationSet, SMTP_SERVER: server } = env;
  if (server === '') return createEmailChannel({ client: createSesClient(), from, configurationSet });
  const login = readSecret(secrets, env.SMTP_LOGIN_ARN, Login);
  // Its code is a quarter of what the sender is, and is not loaded where SES sends.
  const opened = import('./smtp.ts').then(({ createSmtpChannel }) =>
    createSmtpChannel({ server, login, from }),
  );
  return { send: async (email) => (await opened).send(email) };
}
