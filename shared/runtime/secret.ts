/** Secrets that open services of others: JSON, put in by hand. */
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';

/** So long a process keeps what it has read: a changed secret needs no deployment. */
const keptMilliseconds = 300_000;

/**
 * Reads a secret when it is needed, once for whoever asks meanwhile.
 *
 * @throws Error that names the secret, and nothing of what it holds, when it is not what it has to be
 */
export function readSecret<Content extends z.ZodType>(
  client: SecretsManagerClient,
  arn: string,
  content: Content,
): () => Promise<z.output<Content>> {
  let kept: { readonly until: number; readonly value: Promise<z.output<Content>> } | undefined;

  async function read(): Promise<z.output<Content>> {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    try {
      return content.parse(JSON.parse(SecretString));
    } catch {
      throw new Error(`The secret ${arn} does not hold the JSON that docs/operations.md asks for.`);
    }
  }

  return () => {
    const now = Date.now();
    if (kept === undefined || kept.until <= now) {
      const value = read();
      kept = { until: now + keptMilliseconds, value };
      value.catch(() => {
        kept = undefined;
      });
    }
    return kept.value;
  };
}
