/** What texts go through in a deployment: AWS End User Messaging, or a provider that takes them over HTTP. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSmsClient } from '../runtime/clients/sms.ts';
import { readSecret } from '../runtime/secret.ts';
import type { Channel } from './channel.ts';
import { createSmsChannel, type Text } from './sms.ts';
import { createProviderChannel, ProviderKey } from './sms-provider.ts';

export interface TextEnvironment {
  /** Empty where no text goes through AWS. */
  readonly SMS_FROM: string;
  readonly SMS_CONFIGURATION_SET: string;
  /** Empty where no text goes through a provider. */
  readonly SMS_PROVIDER: string;
  readonly SMS_PROVIDER_KEY_ARN: string;
}

export function openTextChannel(env: TextEnvironment, secrets: SecretsManagerClient): Channel<Text> {
  const { SMS_FROM: from, SMS_CONFIGURATION_SET: configurationSet, SMS_PROVIDER: url } = env;
  if (url === '') return createSmsChannel({ client: createSmsClient(), from, configurationSet });
  return createProviderChannel({ url, key: readSecret(secrets, env.SMS_PROVIDER_KEY_ARN, ProviderKey) });
}

/** Whether there is anything that texts could come from. */
export function sendsTexts({ SMS_FROM, SMS_PROVIDER }: TextEnvironment): boolean {
  return SMS_FROM !== '' || SMS_PROVIDER !== '';
}

/** Whether whoever gets a text can answer it: nobody can a sender id, nor one of a provider, which hands on no answers. */
export function takesAnswers({ SMS_FROM }: TextEnvironment): boolean {
  return SMS_FROM !== '' && !SMS_FROM.includes(':sender-id/');
}
