import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as contracts from '../../functions/contracts.ts';
import { bundleFunctions, constructIdOf } from '../../infra/bundling.ts';
import { matchRoute } from '../../infra/local/services/http-api/routes.ts';
import { isShared, type PlacedRoute, routesOf, takesNoToken } from '../../shared/contract/route.ts';
import { personScope, scopeOf } from '../../shared/identity/principal.ts';
import { gatewayKeys } from '../support/gateway-keys.ts';
import { conflictingRoutes } from './deployment-order.ts';
import { synthesize, target } from './synthesis.ts';

const { ofType } = await synthesize();
const routes = ofType('AWS::ApiGatewayV2::Route');
const placed = routesOf(contracts);
const heads = placed
  .filter(({ route }) => route.method === 'GET' && route.permission === 'public')
  .map((each) => ({ ...each, key: each.key.replace('GET', 'HEAD') }));
const open = gatewayKeys.filter(({ scopes }) => scopes === 'public').map(({ key }) => key);

const known = routes.map(({ Properties: { RouteKey: key } }) => ({
  ...{ key, method: key.split(' ')[0], segments: String(key.split(' ')[1]).split('/').slice(1) },
  ...{ functionArn: '', timeoutMilliseconds: 0, authorizer: undefined, scopes: [] },
}));

/** The route of the gateway that a request for a contract's route comes to, as API Gateway chooses it. */
function ledTo({ key }: Pick<PlacedRoute, 'key'>) {
  const [method = '', address = ''] = key.split(' ');
  const match = matchRoute(known, method, address.replaceAll(/\{\w+\}/g, 'x'));
  return routes.find(({ Properties }) => Properties.RouteKey === match?.route.key)!;
}

/** Construct id of the function that a route leads to; a public one names it by its fixed name. */
function functionOf(routeKey: string): string | undefined {
  const route = routes.find((each) => each.Properties.RouteKey === routeKey);
  const integrationId = route && target(route.Properties.Target['Fn::Join'][1][1]);
  const integration = ofType('AWS::ApiGatewayV2::Integration').find(
    (each) => each.logicalId === integrationId && each.stack === route?.stack,
  );
  const uri = integration?.Properties.IntegrationUri;
  const name = /:function:([\w-]+)"/.exec(JSON.stringify(uri))?.[1];
  const fn = ofType('AWS::Lambda::Function').find(
    ({ logicalId, Properties }) => logicalId === target(uri) || Properties.FunctionName === name,
  );
  return fn?.logicalId;
}

const httpBundles = (await bundleFunctions()).filter(({ name }) => name.endsWith('.http'));

describe('routes', () => {
  it('are the keys that lead to the contracts, and $default, with room for many more', () => {
    const keys = routes.map((each) => each.Properties.RouteKey).sort();
    expect(keys).toEqual([...gatewayKeys.map(({ key }) => key), '$default'].sort());
    expect(keys.length).toBeLessThanOrEqual(260);
    expect(gatewayKeys.flatMap((each) => each.routes.map(({ key }) => key)).sort()).toEqual(
      [...placed, ...heads].map(({ key }) => key.replace('HEAD', 'GET')).sort(),
    );
  });

  it('lead to many only below a first step whose routes all go to one function', () => {
    const shared = gatewayKeys.filter(({ key }) => isShared(key));
    expect(shared.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['GET /desk/{page+}', 'POST /desk/{page+}', 'GET /surveys/{page+}']),
    );
    for (const { key } of shared) {
      const [, step] = /^[A-Z]+ (\/[^/]+)\/\{page\+\}$/.exec(key) ?? [];
      const below = placed.filter(({ route }) => route.path === step || route.path.startsWith(`${step}/`));
      expect([key, new Set(below.map((each) => functionOf(ledTo(each).Properties.RouteKey))).size]).toEqual([
        key,
        1,
      ]);
    }
    // Five areas answer below it.
    expect(shared.filter(({ key }) => key.includes('/customers/'))).toEqual([]);
  });

  it('call each variable of a path the same everywhere', () => {
    expect(conflictingRoutes(placed.map(({ key }) => key))).toEqual([]);
    expect(conflictingRoutes(routes.map((each) => each.Properties.RouteKey))).toEqual([]);
  });

  it.each(
    [...placed, ...heads]
      .filter(({ scopes }) => scopes !== 'public')
      .map((each) => [each.key, each] as const),
  )('%s wants a token with the permission or a person', (key, each) => {
    const { Properties } = ledTo(each);
    const { route } = each;
    expect(Properties.AuthorizationType).toBe('JWT');
    expect(JSON.stringify(Properties.AuthorizerId)).toContain('rapport-dev-gateway:');
    if (takesNoToken(route.permission)) throw new Error('not this one');
    const isAnyToken = ['GET /me', 'PUT /me/business-hours'].includes(key);
    expect(route.permission === 'signed-in').toBe(isAnyToken);
    if (route.permission === 'signed-in') expect(Properties).not.toHaveProperty('AuthorizationScopes');
    else
      expect(Properties.AuthorizationScopes).toEqual(
        expect.arrayContaining([scopeOf(route.permission), personScope]),
      );
  });

  it('let through machines without the scope of a route only where another below the same key has theirs', () => {
    const several = routes
      .filter(({ Properties }) => (Properties.AuthorizationScopes ?? []).length > 2)
      .map(({ Properties }) => [Properties.RouteKey, [...Properties.AuthorizationScopes].sort()]);
    const either = (area: string) => [`rapport/${area}.read`, `rapport/${area}.write`, personScope].sort();
    // What else is asked of whoever is let through, the function asks: see `of a machine` in test/api/rights.
    expect(several.sort()).toEqual([
      ['GET /campaigns/{page+}', either('surveys')],
      ['GET /staff/{page+}', either('people')],
      ['POST /callback-plans/{page+}', either('callbacks')],
      ['POST /surveys/{page+}', either('surveys')],
    ]);
  });

  it.each(
    [...placed, ...heads]
      .filter(({ scopes }) => scopes === 'public')
      .map((each) => [each.key, each] as const),
  )('%s comes to a route that wants no token', (_, each) => {
    expect(ledTo(each).Properties.AuthorizationType).toBe('NONE');
  });

  it('are open only where the contract says public', () => {
    const found = routes.filter((each) => each.Properties.AuthorizationType !== 'JWT');
    expect(found.map((each) => each.Properties.RouteKey).sort()).toEqual([...open, '$default'].sort());
    expect(found.map((each) => each.Properties.AuthorizationScopes ?? [])).toEqual(found.map(() => []));
  });

  it('that are public are throttled harder than the rest', () => {
    const [stage] = ofType('AWS::ApiGatewayV2::Stage');
    const { RouteSettings, DefaultRouteSettings } = stage!.Properties;
    expect(Object.keys(RouteSettings).sort()).toEqual([...open, '$default'].sort());
    for (const settings of Object.values<Record<string, number>>(RouteSettings)) {
      expect(settings.ThrottlingRateLimit).toBeLessThan(DefaultRouteSettings.ThrottlingRateLimit);
    }
  });

  it('have one integration and one permission for each function', () => {
    const served = new Set(routes.map((each) => functionOf(each.Properties.RouteKey)));
    expect([...served].sort()).toEqual(httpBundles.map(({ name }) => constructIdOf(name)).sort());
    expect(ofType('AWS::ApiGatewayV2::Integration')).toHaveLength(httpBundles.length);
    const sources = ofType('AWS::Lambda::Permission').map((each) =>
      JSON.stringify(each.Properties.SourceArn),
    );
    expect(sources).toHaveLength(httpBundles.length);
    // Any stage and any route: with one star more, `$default`, whose ARN names no method, would not be covered.
    expect(sources.filter((source) => !source.endsWith(',"/*/*"]]}'))).toEqual([]);
  });

  it('are closed to pages of other origins, unless a setting names these', async () => {
    expect(ofType('AWS::ApiGatewayV2::Api')[0]!.Properties).not.toHaveProperty('CorsConfiguration');
    const opened = await synthesize({ corsOrigins: 'https://console.example.com' });
    expect(opened.ofType('AWS::ApiGatewayV2::Api')[0]!.Properties.CorsConfiguration).toEqual({
      AllowOrigins: ['https://console.example.com'],
      AllowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      AllowHeaders: ['accept-language', 'authorization', 'content-type', 'idempotency-key', 'if-match'],
      ExposeHeaders: ['etag', 'fields-left-alone', 'idempotent-replayed', 'retry-after'],
      MaxAge: 3600,
    });
    // The forms and links of files lead elsewhere.
    const rules = (synthesis: typeof opened) =>
      synthesis.ofType('AWS::S3::Bucket').flatMap(({ Properties }) => Properties.CorsConfiguration ?? []);
    expect(rules(await synthesize())).toEqual([]);
    expect(rules(opened)).toMatchObject([
      { CorsRules: [{ AllowedOrigins: ['https://console.example.com'], AllowedMethods: ['GET', 'POST'] }] },
    ]);
  });

  it('never put a path into the access log: a path may hold the secret of a link', () => {
    const format = ofType('AWS::ApiGatewayV2::Stage')[0]!.Properties.AccessLogSettings.Format;
    expect(format).toContain('$context.routeKey');
    expect(format).not.toMatch(/\$context\.(path|identity|authorizer\.claims)|\$context\.http\.path/);
  });
});

/** Asks the handler of a bundle, in a process of its own as on Lambda, and answers the status for each route key. */
function statusesOf(folder: string, routeKeys: readonly string[]): Record<string, number> {
  const script = `
    const { handler } = await import(process.env.BUNDLE);
    const statuses = {};
    for (const request of JSON.parse(process.env.REQUESTS)) {
      statuses[request.routeKey] = (await handler(request, { awsRequestId: 'test' })).statusCode;
    }
    process.stdout.write(JSON.stringify(statuses));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: {
      BUNDLE: pathToFileURL(path.join(folder, 'index.mjs')).href,
      REQUESTS: JSON.stringify(routeKeys.map(request)),
      TABLE_NAME: 'none',
      AUDIT_DAYS: '30',
      ...{ ORGANISATION: 'Rapport', BRAND_COLOUR: '#2563eb', CONTACT_ADDRESS: 'care@rapport.example' },
      ...{ PUBLIC_URL: 'https://crm.example.com', API_URL: 'https://api.example.com' },
      ...{ ISSUER_URL: 'https://login.example.com', DESK_CLIENT_ID: 'desk' },
      ...{ SHORTEST_CAMPAIGN_HOURS: '24', ASK_AGAIN_AFTER_DAYS: '6', SENDS_TEXTS: 'no' },
      ...{ ERASURE_DAYS: '30', IMPORT_DAYS: '30', PERSONAL_FILES_BUCKET: 'files' },
      ...{ SMS_PROVIDER: '', SMS_PROVIDER_KEY_ARN: '' },
      DEPARTMENT_LANGUAGE: 'en',
      LINK_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:links',
      AWS_REGION: 'eu-central-1',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** A request with no token: whoever may not do a thing learns of a route no more than that it is there. */
function request(routeKey: string) {
  const [method] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: {},
    requestContext: {
      requestId: 'test',
      http: { method, path: '/nowhere', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    },
    isBase64Encoded: false,
  };
}

describe('the router of each function', () => {
  const keys = [...placed, ...heads].filter(({ scopes }) => scopes !== 'public').map(({ key }) => key);

  it.each(httpBundles.map((bundle) => [bundle.name, bundle] as const))(
    '%s answers the routes that lead to it, and no others',
    (name, { folder }) => {
      const expected = keys.map((key) => [
        key,
        functionOf(ledTo({ key }).Properties.RouteKey) === constructIdOf(name) ? 403 : 404,
      ]);
      expect(statusesOf(folder, keys)).toEqual(Object.fromEntries(expected));
    },
  );
});
