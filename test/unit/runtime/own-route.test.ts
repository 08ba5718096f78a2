/** Routes to which the gateway has one key: found by their path, told of by their own key, and refused like any other. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
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

async function ask(routeKey: string, rawPath: string, handle = handler, claims?: Record<string, string>) {
  const logged = vi
    .spyOn(logger, 'info')
    .mockClear()
    .mockImplementation(() => undefined);
  const [, rest = ''] = /^\/desk\/(.+)$/.exec(rawPath) ?? [];
  const event = {
    ...{ routeKey, rawPath, rawQueryString: '', headers: {}, isBase64Encoded: false },
    ...(routeKey.endsWith('+}') ? { pathParameters: { page: rest } } : {}),
    requestContext: {
      ...{ requestId: 'request-1', http: { method: routeKey.split(' ')[0], path: rawPath } },
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims } } }),
    },
  };
  const { statusCode, body, headers } = await handle(
    event as unknown as APIGatewayProxyEventV2,
    {} as Context,
  );
  return { status: statusCode, body, headers, logged: logged.mock.calls.map(([, said]) => said) };
}

it.each([
  ['GET', '/desk/things/new', 'showNewThing {}', 'GET /desk/things/new'],
  ['POST', '/desk/things/new', 'takeThing {}', 'POST /desk/things/new'],
  ['GET', '/desk/things/中 %2F', 'showThing {"thingId":"中 %2F"}', 'GET /desk/things/{thingId}'],
])('%s %s is answered and logged under its own key', async (method, path, body, key) => {
  const { headers: _, ...answer } = await ask(`${method} /desk/{page+}`, path);
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

describe('routes of the API below one key', () => {
  const params = z.strictObject({ surveyId: z.string() });
  const json = { params, replies: { 200: z.string() }, errors: [], summary: 'A route' } as const;
  const surveys = contract('surveys', 'Surveys.', {
    showSurvey: { ...json, method: 'GET', path: '/surveys/{surveyId}', permission: 'surveys.read' },
    showDraft: { ...json, method: 'GET', path: '/surveys/{surveyId}/draft', permission: 'surveys.write' },
    closeSurvey: { ...json, method: 'POST', path: '/surveys/{surveyId}/close', permission: 'surveys.write' },
  });
  const served = Object.keys(surveys.routes).map((name) => [name, async () => ({ status: 200, body: name })]);
  const api = pagesHandler(bind(surveys, Object.fromEntries(served)), table, {});
  const asked = (key: string, path: string, scope: string) =>
    ask(key, path, api, { token_use: 'access', client_id: 'machine', scope });

  it('ask for the permission of their own: the key lets through whoever may do anything below it', async () => {
    const key = 'GET /surveys/{page+}';
    const reader = 'rapport/surveys.read rapport/people.write';
    expect(await asked(key, '/surveys/1', reader)).toMatchObject({ status: 200, body: '"showSurvey"' });
    const refused = await asked(key, '/surveys/1/draft', reader);
    expect([refused.status, JSON.parse(refused.body ?? '').code]).toEqual([403, 'forbidden']);
    expect(refused.logged).toMatchObject([{ routeKey: 'GET /surveys/{surveyId}/draft', status: 403 }]);
    const writer = 'rapport/surveys.write';
    expect(await asked(key, '/surveys/1/draft', writer)).toMatchObject({ status: 200 });
    expect(await asked(key, '/surveys/1', writer)).toMatchObject({ status: 403 });
    expect(await ask(key, '/surveys/1', api)).toMatchObject({ status: 403 });
  });

  it('are answered for what is nowhere as under any other address', async () => {
    const nowhere = await asked('GET /surveys/{page+}', '/surveys/1/2/3', 'rapport/surveys.read');
    expect(JSON.parse(nowhere.body ?? '')).toMatchObject({ status: 404, code: 'not-found' });
    expect(nowhere.logged).toMatchObject([{ routeKey: 'GET /surveys/{page+}', status: 404 }]);
    const wrong = await asked('POST /surveys/{page+}', '/surveys/1/draft', 'rapport/surveys.write');
    expect([wrong.status, wrong.headers]).toMatchObject([405, { allow: 'GET' }]);
  });
});
