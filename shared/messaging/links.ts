/**
 * Personal links. Their token is computed from a secret and a subject, so that planning twice gives the same link and
 * whoever sends can make it again; only its hash is stored.
 */
import { createHash, createHmac } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The secret from which tokens are computed, by its version: what was begun with one goes on with it. */
export interface LinkSecrets {
  /** The version for what begins now. */
  currentVersion(): Promise<string>;
  /** The token of a subject, e.g. of an invitation. */
  tokenOf(version: string, subject: string): Promise<string>;
}

/** Versions never change, so each is read once per process; the current one is asked for every time. */
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

  /** Many links are computed at once: they share one request. One that failed is not kept. */
  function secretOf(version: string): Promise<string> {
    const asked = known.get(version) ?? read(version).then(({ secret }) => secret);
    known.set(version, asked);
    asked.catch(() => known.delete(version));
    return asked;
  }

  return {
    currentVersion: async () => (await read()).version,
    tokenOf: async (version, subject) => tokenFrom(await secretOf(version), subject),
  };
}

/** 256 bits that nobody can guess without the secret, as 43 characters of base64url. */
export function tokenFrom(secret: string, subject: string): string {
  return createHmac('sha256', secret).update(subject).digest('base64url');
}

/** What is stored of a token: its SHA-256, base64url. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Whether a text can be a token at all. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** Where the links of a token lead. */
export interface Links {
  readonly answer: string;
  readonly unsubscribe: string;
  /** Where a customer confirms that they agree. */
  readonly consent: string;
}

/** @param publicUrl address of the API in links, with or without a slash at the end */
export function linksOf(publicUrl: string, token: string): Links {
  const site = publicUrl.replace(/\/+$/, '');
  const answer = `${site}/s/${token}`;
  return { answer, unsubscribe: `${answer}/unsubscribe`, consent: `${site}/c/${token}` };
}
