/** Pages to which the gateway has one key: found by their path, and told of by their own key. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterEach, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { contract, html } from '../../../shared/contract/route.ts';
import { bind, pagesHandler } from '../../../shared/runtime/http.ts';
import type { HttpRequest } from '../../../shared/runtime/http-respond.ts';
import { logger } from '../../../shared/runtime/logger.ts';

afterEach(() => vi.restoreAllMocks());

const page = { permission: 'session', replies: { 200: html }, errors: [], summary: 'A page' } as const;
const pages = contract('pages', 'Pages.', {
  showHome: { ...page, method: 'GET', path: '/desk' },
  showThing: {
    ...{ ...page, method: 'GET', path: '/desk/things/{thingId}' },
    params: z.strictObject({ thingId: z.string().max(10) }),
  },
  showNewThing: { ...page, method: 'GET', path: '/desk/things/new' },
  takeThing: { ...page, method: 'POST', path: '/desk/things/new' },
});
const table = () => {
  throw new Error('needs no table');
};
const show = (name: string) => async (request: HttpRequest) => ({
  status: 200,
  body: `${name} ${JSON.stringify(request.params)}`,
});
const handler = pagesHandler(
  bind(pages, Object.fromEntries(Object.keys(pages.routes).map((name) => [name, show(name)]))),
  table,
  {},
);

async function ask(routeKey: string, rawPath: string) {
  const logged = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  const [, rest = ''] = /^\/desk\/(.+)$/.exec(rawPath) ?? [];
  const event = {
    ...{ routeKey, rawPath, rawQueryString: '', headers: {}, isBase64Encoded: false },
    ...(routeKey.endsWith('+}') ? { pathParameters: { page: rest } } : {}),
    requestContext: { requestId: 'request-1', http: { method: routeKey.split(' ')[0], path: rawPath } },
  };
  const { statusCode, body } = await handler(event as unknown as APIGatewayProxyEventV2, {} as Context);
  return { status: statusCode, body, logged: logged.mock.calls.map(([, said]) => said) };
}

it.each([
  ['GET', '/desk/things/new', 'showNewThing {}', 'GET /desk/things/new'],
  ['POST', '/desk/things/new', 'takeThing {}', 'POST /desk/things/new'],
  ['GET', '/desk/things/中 %2F', 'showThing {"thingId":"中 %2F"}', 'GET /desk/things/{thingId}'],
])('%s %s is answered and logged under its own key', async (method, path, body, key) => {
  const answer = await ask(`${method} /desk/{page+}`, path);
  expect(answer).toEqual({
    ...{ status: 200, body },
    logged: [{ routeKey: key, status: 200, requestId: 'request-1' }],
  });
});

it('checks the variables of the path as of any other route', async () => {
  const tooLong = await ask('GET /desk/{page+}', '/desk/things/longer-than-ten');
  expect(JSON.parse(tooLong.body ?? '')).toMatchObject({
    status: 400,
    errors: [{ pointer: '/params/thingId' }],
  });
  const broken = await ask('GET /desk/{page+}', '/desk/things/\ufffd');
  expect(JSON.parse(broken.body ?? '')).toMatchObject({
    status: 400,
    errors: [{ pointer: '/params/thingId' }],
  });
});

it('still knows a route under its own key, which the gateway hands over until the last step of an update', async () => {
  expect(await ask('GET /desk', '/desk')).toMatchObject({ status: 200, body: 'showHome {}' });
  expect(await ask('POST /desk/things/new', '/desk/things/new')).toMatchObject({ body: 'takeThing {}' });
});

it('does not know what is nowhere, and never logs a path', async () => {
  const { status, logged } = await ask('GET /desk/{page+}', '/desk/things/new/secret');
  expect(status).toBe(404);
  expect(logged).toEqual([{ routeKey: 'GET /desk/{page+}', status: 404, requestId: 'request-1' }]);
});
