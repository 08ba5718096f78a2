/** The setting `corsOrigins` as a browser meets it: the stacks with it, run by the local cloud. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoIdentities } from '../../infra/demo/people.ts';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import { synthesize } from './synthesis.ts';

const allowed = 'https://console.example.com';
const foreign = 'https://console.example.com.attacker.example';

let cloud: LocalCloud;
beforeAll(async () => {
  const { app } = await synthesize({ stage: 'local', corsOrigins: allowed });
  cloud = await startLocalCloud({ assembly: app.outdir, identities: demoIdentities });
});
afterAll(() => cloud?.close());

const ask = (path: string, origin: string, init: RequestInit = {}) =>
  fetch(`${cloud.url}${path}`, { ...init, headers: { ...init.headers, origin } });

/** As a browser asks before it sends a change from a page of that origin. */
const preflight = (origin: string) =>
  ask('/customers/customer_01jd3x5y9hf1bvt6w0k2m4n8pq', origin, {
    method: 'OPTIONS',
    headers: {
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type,if-match',
    },
  });

const crossOriginHeadersOf = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

it('lets a page of the origin send changes', async () => {
  const response = await preflight(allowed);
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(crossOriginHeadersOf(response)).toEqual({
    'access-control-allow-origin': allowed,
    'access-control-allow-methods': 'GET,HEAD,POST,PUT,PATCH,DELETE',
    'access-control-allow-headers': 'accept-language,authorization,content-type,idempotency-key,if-match',
    'access-control-expose-headers': 'etag,fields-left-alone,idempotent-replayed,retry-after',
    'access-control-max-age': '3600',
  });
});

it('lets it read answers, problems and refusals of the gateway, with their ETag', async () => {
  const authorization = `Bearer ${await cloud.token('li.na')}`;
  const answers = [
    await ask('/me', allowed, { headers: { authorization } }),
    await ask('/customers/customer_01jd3x5y9hf1bvt6w0k2m4n8pq', allowed, { headers: { authorization } }),
    await ask('/me', allowed),
  ];
  for (const answer of answers) {
    expect(crossOriginHeadersOf(answer)).toEqual({
      'access-control-allow-origin': allowed,
      'access-control-expose-headers': 'etag,fields-left-alone,idempotent-replayed,retry-after',
    });
  }
  expect(answers.slice(1).map(({ status }) => status)).toEqual([404, 401]);
});

it('tells a page of any other origin nothing, whatever it asks', async () => {
  for (const origin of [foreign, 'http://console.example.com', 'null']) {
    const answers = [await preflight(origin), await ask('/reference', origin), await ask('/me', origin)];
    expect(answers.map(crossOriginHeadersOf), origin).toEqual([{}, {}, {}]);
  }
});
