import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as contracts from '../../../functions/contracts.ts';
import { handler } from '../../../functions/platform/platform.http.ts';
import { apiOf, routesOf } from '../../../shared/contract/route.ts';
import { Problem } from '../../../shared/errors/problem.ts';

/** A request as API Gateway hands it over: with the route's key, or `$default` where no route matches. */
async function request(
  method: string,
  path: string,
  routeKey = '$default',
  headers: Readonly<Record<string, string>> = {},
): Promise<APIGatewayProxyStructuredResultV2> {
  const event = {
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers,
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', http: { method, path } },
  };
  return handler(event as unknown as APIGatewayProxyEventV2, {} as Context);
}

/** What Chromium and Firefox send when a link is opened. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('the root', () => {
  it('tells a browser what runs here and where to go, in its language', async () => {
    const reply = await request('GET', '/', 'GET /', { ...browser, 'accept-language': 'en' });
    expect(reply).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(reply.body).toContain('href="/reference"');
    expect(reply.body).toContain('href="/openapi.json"');
    expect(reply.body).toContain('<html lang="en">');
    const chinese = await request('GET', '/', 'GET /', { ...browser, 'accept-language': 'zh' });
    expect(chinese.body).toContain('<html lang="zh-CN">');
  });

  it.each([{}, { accept: '*/*' }, { accept: 'application/json' }, { accept: 'text/html;q=0.1, */*' }])(
    'tells a program the same as JSON (%j)',
    async (headers) => {
      const reply = await request('GET', '/', 'GET /', headers);
      expect(reply).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
      expect(JSON.parse(reply.body ?? '')).toMatchObject({
        title: 'Rapport',
        openapi: '/openapi.json',
        reference: '/reference',
      });
    },
  );

  it('is declared in both forms', async () => {
    const { body } = await request('GET', '/openapi.json', 'GET /openapi.json');
    const { content } = JSON.parse(body ?? '').paths['/'].get.responses['200'];
    expect(Object.keys(content).sort()).toEqual(['application/json', 'text/html']);
  });
});

describe('a request that no route matches', () => {
  it('gets 404 for an unknown path', async () => {
    for (const path of ['/customer', '/customers/', '/customers//profile', '/customers/1/2/3']) {
      const reply = await request('GET', path);
      expect(reply.statusCode, path).toBe(404);
      expect(Problem.parse(JSON.parse(reply.body ?? '')).code).toBe('not-found');
    }
  });

  it.each([
    ['/s/', 404],
    ['/s/a/b', 404],
    ['/s', 404],
    ['/s/a/resubscribe', 405],
  ])('gets a page in the language of the reader when a browser opens %s', async (path, status) => {
    for (const [language, said] of [
      ['en-GB,en;q=0.9', 'The link is incomplete or mistyped'],
      ['zh-CN', '链接不完整或有误'],
    ] as const) {
      const reply = await request('GET', path, '$default', { ...browser, 'accept-language': language });
      expect(reply.statusCode).toBe(status);
      expect(reply.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cache-control': 'no-store',
      });
      expect(reply.body).toContain(said);
    }
  });

  it('gets 405 with the methods of the path', async () => {
    const reply = await request('PUT', '/customers');
    expect(reply).toMatchObject({ statusCode: 405, headers: { allow: 'GET, POST' } });
    expect(Problem.parse(JSON.parse(reply.body ?? ''))).toMatchObject({
      code: 'method-not-allowed',
      detail: 'PUT is not possible here. Possible: GET, POST.',
    });
  });

  it('gets 405 for every known path and a method that it does not have', async () => {
    for (const { route } of routesOf(contracts)) {
      const reply = await request('TRACE', route.path.replaceAll(/\{\w+\}/g, 'x'));
      expect(reply.statusCode, route.path).toBe(405);
      expect(String(reply.headers?.allow).split(', ')).toContain(route.method);
    }
  });

  it('is answered without a body if it asks for the options of a known path, as a preflight does', async () => {
    const preflight = { origin: 'https://console.example.com', 'access-control-request-method': 'PATCH' };
    for (const { route } of routesOf(contracts)) {
      const path = route.path.replaceAll(/\{\w+\}/g, 'x');
      const reply = await request('OPTIONS', path, '$default', preflight);
      expect(reply.statusCode, path).toBe(204);
      expect(reply.body).toBeUndefined();
      expect(String(reply.headers?.allow).split(', ')).toContain(route.method);
    }
    expect((await request('OPTIONS', '/customer', '$default', preflight)).statusCode).toBe(404);
  });

  it('is answered like GET if it asks for the head of a page', async () => {
    for (const path of ['/reference', '/openapi.json']) {
      const { body, isBase64Encoded, ...got } = await request('GET', path, `GET ${path}`);
      expect(body?.length).toBeGreaterThan(1000);
      expect(await request('HEAD', path, `HEAD ${path}`)).toEqual(got);
    }
  });
});

describe('the reference', () => {
  it('is an OpenAPI document for programs', async () => {
    const reply = await request('GET', '/openapi.json', 'GET /openapi.json');
    expect(reply).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body ?? '')).toMatchObject({ openapi: '3.1.0', info: { title: 'Rapport' } });
  });

  it('is a page for people that shows every route and every schema, and whose links lead somewhere', async () => {
    const page = (await request('GET', '/reference', 'GET /reference')).body ?? '';
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    for (const { name } of routesOf(apiOf(contracts))) expect(ids).toContain(name);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(50);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  it('shows what stands between backticks as code, in the introduction, too', async () => {
    const page = (await request('GET', '/reference', 'GET /reference')).body ?? '';
    const introduction = /<h1>.*?<nav|<h1>.*?<section/s.exec(page)?.[0] ?? '';
    expect(introduction).toContain('<code>Retry-After</code>');
    expect(introduction).not.toContain('`');
  });
});
