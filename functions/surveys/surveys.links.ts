/**
 * The secret in the link of an invitation. It is computed from the run and the customer, so planning twice gives
 * the same link and the sender can make it again; only its hash is stored.
 */
import { createHash, createHmac } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The key under which an invitation lies: SHA-256 of the token, base64url. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** 256 bits that nobody can guess without the secret, as 43 characters of base64url. */
export function tokenOf(secret: string, runId: string, customerId: string): string {
  return createHmac('sha256', secret).update(`${runId}\n${customerId}`).digest('base64url');
}

/** Whether a text can be a token at all. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

export interface LinkSecrets {
  /** The version that new runs use. */
  currentVersion(): Promise<string>;
  /** The token of a customer in a run that uses this version. */
  tokenOf(version: string, runId: string, customerId: string): Promise<string>;
}

/** Versions never change, so each is read once per process; the current one is asked for with every run. */
export function createLinkSecrets(client: SecretsManagerClient, secretArn: string): LinkSecrets {
  const known = new Map<string, string>();

  async function read(version?: string): Promise<{ version: string; secret: string }> {
    const reply = await client.send(new GetSecretValueCommand({ SecretId: secretArn, VersionId: version }));
    if (reply.SecretString === undefined || reply.VersionId === undefined) {
      throw new Error('The link secret holds no text. Put a random text of 32 or more characters into it.');
    }
    known.set(reply.VersionId, reply.SecretString);
    return { version: reply.VersionId, secret: reply.SecretString };
  }

  return {
    currentVersion: async () => (await read()).version,
    tokenOf: async (version, runId, customerId) =>
      tokenOf(known.get(version) ?? (await read(version)).secret, runId, customerId),
  };
}
