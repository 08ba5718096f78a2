import { createSecretKey, type KeyObject } from 'node:crypto';
import type { APIGatewayProxyEventV2WithJWTAuthorizer as Event } from 'aws-lambda';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDoor,
  createHttpApi,
  type Door,
  type HttpApi,
} from '../../infra/local/services/http-api/http-api.ts';
import { createIssuer, type Issuer } from '../../infra/local/services/issuer/issuer.ts';
import { accountId, aFunction, arnOf, region, startTinyCloud, type TinyCloud } from './tiny-cloud.ts';

const issuerUrl = `https://cognito-idp.${region}.amazonaws.com/${region}_People`;
const uri = { 'Fn::GetAtt': ['Echo', 'Arn'] };

function aRoute(id: string, key: string, properties: Record<string, unknown> = {}) {
  return {
    [id]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: key,
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        AuthorizationType: 'NONE',
        ...properties,
      },
    },
  };
}

const guarded = (...scopes: string[]) => ({
  AuthorizationType: 'JWT',
  AuthorizerId: { Ref: 'Authorizer' },
  ...(scopes.length > 0 ? { AuthorizationScopes: scopes } : {}),
});

const resources = {
  ...aFunction('Echo', { Timeout: 30 }),
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: 'api',
      ProtocolType: 'HTTP',
      CorsConfiguration: {
        AllowOrigins: ['https://a.test'],
        AllowMethods: ['GET'],
        AllowHeaders: ['x-a'],
        MaxAge: 60,
      },
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: uri,
    },
  },
  People: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'people' } },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      Name: 'jwt',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: ['console', 'machine'],
        Issuer: {
          'Fn::Join': [
            '',
            ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: 'People' }],
          ],
        },
      },
    },
  },
  Impatient: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: uri,
      TimeoutInMillis: 300,
    },
  },
  ...aRoute('R0', 'PATCH /impatient', {
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Impatient' }]] },
  }),
  Patient: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      IntegrationUri: uri,
      TimeoutInMillis: 2000,
    },
  },
  ...aRoute('R8', 'PATCH /patient', {
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Patient' }]] },
  }),
  ...aRoute('R1', 'GET /things'),
  ...aRoute('R2', 'GET /things/{id}'),
  ...aRoute('R3', 'GET /things/special'),
  ...aRoute('R4', 'ANY /things/{id}'),
  ...aRoute('R5', 'GET /files/{path+}'),
  ...aRoute('R6', 'POST /things'),
  ...aRoute('R8', 'GET /{any}/whole'),
  ...aRoute('R9', 'GET /files/deep/{path+}'),
  ...aRoute('R7', '$default'),
  ...aRoute('G1', 'GET /guarded', guarded('things.read', 'rapport/person')),
  ...aRoute('G2', 'GET /any-token', guarded()),
};

const echo = `
  export const handler = async (event) => {
    const answer = event.headers['x-answer'];
    if (answer === 'throw') throw new Error('no');
    if (answer === 'done, later') {
      globalThis.done = true;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return { done };
    }
    if (answer === 'soon') {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { statusCode: 204 };
    }
    if (answer === 'done?') return { done: globalThis.done === true };
    if (answer) return JSON.parse(answer);
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
  };`;

describe('HTTP API', () => {
  let cloud: TinyCloud;
  let issuer: Issuer;
  let door: Door;
  let api: HttpApi;

  beforeAll(async () => {
    cloud = await startTinyCloud(resources, { Echo: echo });
    issuer = await createIssuer(cloud);
    door = await createDoor(0);
    api = createHttpApi(cloud, {
      door,
      issuer,
      control: (request, response) => {
        if (request.url !== '/_local/here') return false;
        response.end('control');
        return true;
      },
    });
  });
  afterAll(async () => {
    await door.close();
    await cloud.close();
  });

  const request = (path: string, init: RequestInit = {}) => fetch(`${door.url}${path}`, init);
  const seen = async (path: string, init: RequestInit = {}) =>
    (await (await request(path, init)).json()) as Event;
  const answered = (answer: unknown) =>
    request('/things', { headers: { 'x-answer': JSON.stringify(answer) } });
  const withToken = (path: string, token: string) =>
    request(path, { headers: { authorization: `Bearer ${token}` } });
  const person = (more: Partial<Parameters<Issuer['mint']>[0]> = {}) =>
    issuer.mint({
      subject: 'person-1',
      username: 'lin',
      groups: ['manager', 'agent'],
      clientId: 'console',
      scopes: ['rapport/person'],
      expiresInSeconds: 3600,
      ...more,
    });

  it('sends a request to the most specific route', async () => {
    const keys = async (method: string, path: string) => (await seen(path, { method })).routeKey;
    expect(await keys('GET', '/things')).toBe('GET /things');
    expect(await keys('GET', '/things/special')).toBe('GET /things/special');
    expect(await keys('GET', '/things/other')).toBe('GET /things/{id}');
    expect(await keys('DELETE', '/things/other')).toBe('ANY /things/{id}');
    expect(await keys('DELETE', '/things')).toBe('$default');
    expect(await keys('GET', '/things/')).toBe('$default');
    expect(await keys('GET', '/files/a/b')).toBe('GET /files/{path+}');
    expect(await keys('GET', '/files/deep/b')).toBe('GET /files/deep/{path+}');
    expect(await keys('GET', '/files/whole')).toBe('GET /{any}/whole');
    expect(await keys('GET', '/files/')).toBe('$default');
    expect(await keys('POST', '/files/a')).toBe('$default');
    expect(await keys('GET', '/_local/there')).toBe('$default');
    expect(await (await request('/_local/here')).text()).toBe('control');
  });

  it('hands over parameters of any name', async () => {
    const event = await seen('/things/a?__proto__=1&constructor=2&__proto__=3');
    expect(JSON.stringify(event.queryStringParameters)).toBe('{"__proto__":"1,3","constructor":"2"}');
  });

  it('gives the function an event of payload format 2.0', async () => {
    const event = await seen('/things/a%20%E4%B8%AD?b=1&b=2&c=%20x', {
      headers: { 'X-Upper': 'Kept', cookie: 'one=1; two=2' },
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /things/{id}',
      rawPath: '/things/a 中',
      rawQueryString: 'b=1&b=2&c=%20x',
      queryStringParameters: { b: '1,2', c: ' x' },
      pathParameters: { id: 'a 中' },
      cookies: ['one=1', 'two=2'],
      headers: { 'x-upper': 'Kept', 'x-forwarded-for': '127.0.0.1' },
      requestContext: {
        accountId,
        apiId: 'Api',
        http: { method: 'GET', path: '/things/a 中', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  it('passes JSON and text on as text, everything else (forms, merge patches, no type) in base64', async () => {
    const body = async (type: string) => {
      const event = await seen('/things', { method: 'POST', headers: { 'content-type': type }, body: 'ä=1' });
      return [event.body, event.isBase64Encoded];
    };
    const encoded = Buffer.from('ä=1').toString('base64');
    expect(await body('application/json')).toEqual(['ä=1', false]);
    expect(await body('text/csv; charset=utf-8')).toEqual(['ä=1', false]);
    expect(await body('application/merge-patch+json')).toEqual([encoded, true]);
    expect(await body('application/x-www-form-urlencoded')).toEqual([encoded, true]);
  });

  it('writes the reply of a function, with cookies, base64 and plain values', async () => {
    const full = await answered({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', ETag: '"1"' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.from([1, 2, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    expect(full.status).toBe(201);
    expect(full.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect([full.headers.get('etag'), full.headers.get('content-type')]).toEqual(['"1"', 'image/png']);
    expect([...new Uint8Array(await full.arrayBuffer())]).toEqual([1, 2, 255]);
    const plain = await answered({ hello: 'world' });
    expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
      200,
      'application/json',
      '{"hello":"world"}',
    ]);
  });

  it('answers 500 itself when the function throws or answers nonsense', async () => {
    for (const answer of ['"throw"', '{"statusCode":"many"}', '{"statusCode":200,"body":{}}']) {
      const response = await request('/things', {
        headers: { 'x-answer': answer.replace('"throw"', 'throw') },
      });
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    }
  });

  // As in https://github.com/cortexlabs/cortex/issues/1225: only a REST API answers 504.
  it('answers 503 itself when the integration takes too long, though the function goes on and has done its work', async () => {
    const asked = await request('/impatient', { method: 'PATCH', headers: { 'x-answer': 'done, later' } });
    expect([asked.status, await asked.json()]).toEqual([503, { message: 'Service Unavailable' }]);
    expect(asked.headers.get('content-type')).toBe('application/json');
    expect(asked.headers.get('retry-after')).toBeNull();
    await cloud.activity.idle();
    expect(await (await request('/things', { headers: { 'x-answer': 'done?' } })).json()).toEqual({
      done: true,
    });
  });

  it('has a request wait for a worker of this machine without counting that against the integration', async () => {
    // Four workers take 2.5 s for them.
    const crowd = Array.from({ length: 100 }, () =>
      request('/patient', { method: 'PATCH', headers: { 'x-answer': 'soon' } }),
    );
    const statuses = (await Promise.all(crowd)).map(({ status }) => status);
    expect([...new Set(statuses)]).toEqual([204]);
  });

  it('refuses too large a body or header and a broken escape in the words of API Gateway', async () => {
    const large = await request('/things', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([large.status, await large.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    const headers = await request('/things', { headers: { 'x-long': 'x'.repeat(11_000) } });
    expect(headers.status).toBe(431);
    const malformed = await request('/things/%ZZ');
    expect([malformed.status, await malformed.json()]).toEqual([400, { message: 'Bad Request' }]);
  });

  const preflight = (origin: string, url = door.url) =>
    fetch(`${url}/guarded`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });

  it('sends preflight requests to $default and adds the headers of the configured origin only', async () => {
    const allowed = await preflight('https://a.test');
    expect(await allowed.json()).toMatchObject({ routeKey: '$default' });
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'https://a.test',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'x-a',
      'access-control-max-age': '60',
    });
    const refused = await preflight('https://b.test');
    expect([...refused.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    const ordinary = await request('/things', { headers: { origin: 'https://a.test' } });
    expect(ordinary.headers.get('access-control-allow-origin')).toBe('https://a.test');
    expect(ordinary.headers.get('access-control-allow-methods')).toBeNull();
  });

  it('answers preflight requests itself where there is no $default', async () => {
    const ofType = (type: string) =>
      cloud.template.ofType(type).filter(({ properties }) => properties.RouteKey !== '$default');
    const bare = Object.create(cloud, { template: { value: { ...cloud.template, ofType } } }) as TinyCloud;
    const own = await createDoor(0);
    expect((await preflight('https://a.test', own.url)).status).toBe(503);
    createHttpApi(bare, { door: own, issuer });
    const answer = await preflight('https://a.test', own.url);
    await own.close();
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET');
  });

  it('hands claims over as text, lists as [a b], and the scopes of the token', async () => {
    const { requestContext } = (await (await withToken('/guarded', await person())).json()) as Event;
    const { claims, scopes } = requestContext.authorizer.jwt;
    expect(scopes).toEqual(['rapport/person']);
    expect(claims).toMatchObject({
      sub: 'person-1',
      username: 'lin',
      'cognito:groups': '[manager agent]',
      client_id: 'console',
      token_use: 'access',
      iss: issuerUrl,
      exp: expect.stringMatching(/^\d+$/),
    });
  });

  it('takes any one of the scopes of the route, and answers 403 to a token with none of them', async () => {
    const machine = (scopes: string[]) =>
      person({ username: undefined, groups: [], clientId: 'machine', scopes });
    expect((await withToken('/guarded', await machine(['things.read']))).status).toBe(200);
    const refused = await withToken('/guarded', await machine(['things.write']));
    expect([refused.status, await refused.json()]).toEqual([403, { message: 'Forbidden' }]);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    const idToken = await person({ use: 'id' });
    expect((await withToken('/guarded', idToken)).status).toBe(403);
    expect((await withToken('/any-token', idToken)).status).toBe(200);
  });

  async function forged(change: (jwt: SignJWT) => SignJWT, alg = 'RS256', key?: CryptoKey | KeyObject) {
    const { privateKey } = await generateKeyPair('RS256');
    const kid = issuer.jwks().keys[0]?.kid ?? '';
    const jwt = new SignJWT({ client_id: 'console', scope: 'rapport/person' })
      .setProtectedHeader({ alg, kid })
      .setIssuer(issuerUrl)
      .setExpirationTime(Math.floor(cloud.clock.now() / 1000) + 60);
    return change(jwt).sign(key ?? privateKey);
  }

  it('answers 401 to a token that is missing, malformed, forged, of another issuer or of another client', async () => {
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ iss: issuerUrl }))}.`.replaceAll(
      '=',
      '',
    );
    const secret = createSecretKey(Buffer.from(JSON.stringify(issuer.jwks().keys[0])));
    const tokens = {
      missing: '',
      malformed: 'abc',
      unsigned,
      'own key': await forged((jwt) => jwt),
      'public key as secret': await forged((jwt) => jwt, 'HS256', secret),
      'other client': await person({ clientId: 'stranger' }),
      'other audience': await person({ claims: { aud: 'stranger' } }),
      expired: await person({ expiresInSeconds: -1 }),
      'not yet valid': await person({ claims: { nbf: Math.floor(cloud.clock.now() / 1000) + 600 } }),
    };
    for (const [name, token] of Object.entries(tokens)) {
      const response = await withToken('/guarded', token);
      expect([name, response.status, await response.json()]).toEqual([
        name,
        401,
        { message: 'Unauthorized' },
      ]);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    expect((await request('/guarded')).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('lets tokens expire by the virtual clock', async () => {
    const token = await person({ expiresInSeconds: 3600 });
    expect((await withToken('/guarded', token)).status).toBe(200);
    await cloud.clock.advanceTo(cloud.clock.now() + 3_601_000);
    const expired = await withToken('/guarded', token);
    expect(expired.status).toBe(401);
    expect(expired.headers.get('www-authenticate')).toContain('the token has expired');
    expect(Date.parse(expired.headers.get('date') ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
  });

  it('counts invocations by route', async () => {
    cloud.meter.reset();
    await seen('/things/1');
    await seen('/things/2');
    expect(cloud.meter.report().routes['GET /things/{id}']?.invocations).toBe(2);
    expect(cloud.lambda.functions()[0]).toMatchObject({ id: 'Echo' });
    expect(api.routes.find(({ key }) => key === 'GET /things')?.functionArn).toBe(arnOf('Echo'));
  });
});
