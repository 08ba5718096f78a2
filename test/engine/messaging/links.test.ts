import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from 'vitest';
import { createLinkSecrets, hashOfToken, isToken, linksOf } from '../../../shared/messaging/links.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Secrets Manager on this machine, which keeps one secret per version and counts how often it is asked. */
async function secretsOf(versions: Readonly<Record<string, string>>, failures = 0) {
  const asked: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { VersionId } = JSON.parse(body) as { VersionId?: string };
    asked.push(VersionId);
    response.statusCode = asked.length <= failures ? 500 : 200;
    const current = VersionId ?? Object.keys(versions).at(-1) ?? '';
    response.end(JSON.stringify({ VersionId: current, SecretString: versions[current] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const { port } = server.address() as AddressInfo;
  const client = new SecretsManagerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: `http://127.0.0.1:${port}`,
    maxAttempts: 1,
  });
  return { asked, secrets: createLinkSecrets(client, 'arn:aws:secretsmanager:us-east-1:1:secret:links') };
}

const expected = (secret: string, subject: string) =>
  createHmac('sha256', secret).update(subject).digest('base64url');

describe('the token of a link', () => {
  it('follows from the version of the secret and the subject alone', async () => {
    const { secrets } = await secretsOf({ one: 'first secret', two: 'second secret' });
    expect(await secrets.tokenOf('one', 'invitation_1')).toBe(expected('first secret', 'invitation_1'));
    expect(await secrets.tokenOf('two', 'invitation_1')).toBe(expected('second secret', 'invitation_1'));
    expect(await secrets.tokenOf('one', 'invitation_2')).not.toBe(expected('first secret', 'invitation_1'));
  });

  it('of the current version is asked for anew; a version is read once, by many at the same time', async () => {
    const { secrets, asked } = await secretsOf({ one: 'first secret' });
    expect(await secrets.currentVersion()).toBe('one');
    expect(await secrets.currentVersion()).toBe('one');
    expect(asked).toEqual([undefined, undefined]);
    const others = await secretsOf({ one: 'first secret' });
    await Promise.all(Array.from({ length: 50 }, (_, number) => others.secrets.tokenOf('one', `${number}`)));
    expect(others.asked).toEqual(['one']);
  });

  it('is asked for again after a failure', async () => {
    const { secrets } = await secretsOf({ one: 'first secret' }, 1);
    await expect(secrets.tokenOf('one', 'x')).rejects.toThrow();
    expect(await secrets.tokenOf('one', 'x')).toBe(expected('first secret', 'x'));
  });

  it('cannot be computed from a secret that holds no text', async () => {
    const { secrets } = await secretsOf({});
    await expect(secrets.tokenOf('one', 'x')).rejects.toThrow('The link secret holds no text');
  });

  it('is 43 signs that fit into an address, and kept as its hash', () => {
    const token = expected('secret', 'x');
    expect(isToken(token)).toBe(true);
    for (const other of ['', token.slice(1), `${token}x`, token.replace(/./, '/'), ` ${token}`]) {
      expect(isToken(other)).toBe(false);
    }
    // printf abc | openssl dgst -sha256 -binary | basenc --base64url
    expect(hashOfToken('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });

  it.each(['https://rapport.example', 'https://rapport.example/'])(
    'leads to the pages of %s',
    (publicUrl) => {
      expect(linksOf(publicUrl, 'token')).toEqual({
        answer: 'https://rapport.example/s/token',
        unsubscribe: 'https://rapport.example/s/token/unsubscribe',
        consent: 'https://rapport.example/c/token',
      });
    },
  );
});
