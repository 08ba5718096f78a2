import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { houseSettings } from './house-settings.ts';

export function createSecretsClient(): SecretsManagerClient {
  return new SecretsManagerClient(houseSettings);
}
