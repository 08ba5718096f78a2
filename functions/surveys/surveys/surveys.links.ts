/** The secret from which the tokens of links are computed, by its version: old runs go on with the one they began with. */
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tokenOf } from './surveys.tokens.ts';

export interface LinkSecrets {
  /** The version that new runs use. */
  currentVersion(): Promise<string>;
  /** The token of a customer in a run that uses this version. */
  tokenOf(version: string, runId: string, customerId: string): Promise<string>;
}

/** Versions never change, so each is read once per process; the current one is asked for with every run. */
export function createLinkSecrets(client: SecretsManagerClient, secretArn: string): LinkSecrets {
  const known = new Map<string, Promise<string>>();

  async function read(version?: string): Promise<{ version: string; secret: string }> {
    const reply = await client.send(new GetSecretValueCommand({ SecretId: secretArn, VersionId: version }));
    if (reply.SecretString === undefined || reply.VersionId === undefined) {
      throw new Error('The link secret holds no text. Put a random text of 32 or more characters into it.');
    }
    known.set(reply.VersionId, Promise.resolve(reply.SecretString));
    return { version: reply.VersionId, secret: reply.SecretString };
  }

  /** A page plans fifty links at once: they share one request. One that failed is not kept. */
  function secretOf(version: string): Promise<string> {
    const asked = known.get(version) ?? read(version).then(({ secret }) => secret);
    known.set(version, asked);
    asked.catch(() => known.delete(version));
    return asked;
  }

  return {
    currentVersion: async () => (await read()).version,
    tokenOf: async (version, runId, customerId) => tokenOf(await secretOf(version), runId, customerId),
  };
}
