/**
 * What holds for every route of every contract, whoever writes the next one: who may call it, how it refuses
 * bad input, that refusing changes nothing, and that a repeated request has one effect.
 */
import { createHash } from 'node:crypto';
import { get, type IncomingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultCallSettings } from '../../functions/callbacks/calling/index.ts';
import * as contracts from '../../functions/contracts.ts';
import {
  errorsOf,
  isShared,
  needsIdempotencyKey,
  type PlacedRoute,
  routesOf,
} from '../../shared/contract/route.ts';
import { errorStatus } from '../../shared/errors/app-error.ts';
import { Problem } from '../../shared/errors/problem.ts';
import { personScope } from '../../shared/identity/principal.ts';
import { openForm, sendForm } from '../support/answer-page.ts';
import { type Api, ownCloud } from '../support/cloud.ts';
import { gatewayKeys } from '../support/gateway-keys.ts';
import { demandsOfRoutes, holdersOfPermissions } from '../support/route-permissions.ts';
import {
  changeEach,
  changeSettings,
  exampleOf,
  type Fixtures,
  makeFixtures,
  newSurvey,
  sampleOf,
} from '../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let fixtures: Fixtures;
let manager: string;

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.token('chen.jing');
  const admin = await cloud.as('chen.jing', 4);
  fixtures = new Map([...(await makeFixtures(admin)), await comment(admin)]);
  await askInCalls(admin);
  await cloud.idle();
  // So that there are rows of it to list.
  await admin.imports.checkImport({ params: { importId: idOf('import') } });
  await cloud.idle();
});
afterAll(() => cloud?.close());

const idOf = (kind: string) => fixtures.get(exampleOf(kind)) ?? '';

/** What somebody wrote behind a link, which no route for staff makes. */
async function comment(admin: Api): Promise<[string, string]> {
  const { body: survey } = await admin.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const params = { surveyId: survey.id };
  const { body: collector } = await admin.collectors.createCollector({ params, body: { name: 'Poster' } });
  const form = await openForm(collector.link);
  // Whoever is faster than this is taken for a program.
  await setTimeout(2500);
  await sendForm(collector.link, form, { 'q-recommend': '3', 'q-why': 'Too slow' });
  await cloud.idle();
  const { body } = await admin.texts.listSurveyComments({ params });
  return [exampleOf('comment'), body.items[0]?.id ?? ''];
}

/** Sets what is asked in calls, which stands in settings. */
async function askInCalls({ surveys, calling }: Api): Promise<void> {
  const { body: survey } = await surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const { version: _, ...settings } = defaultCallSettings;
  const scripts = [{ reason: 'manual' as const, surveyId: survey.id }];
  await calling.putCallSettings({ body: { ...settings, scripts } }, { ifMatch: '*' });
}

const routes = routesOf(contracts);
const closed = routes.filter(({ scopes }) => scopes !== 'public');
/** Keys of the gateway that lead to many routes which need a token. */
const tokenKeys = new Set(
  gatewayKeys.filter(({ key, scopes }) => isShared(key) && scopes !== 'public').map(({ key }) => key),
);
const sharedKeyOf = (method: string, path: string) =>
  path.split('/').length > 2 ? `${method} /${path.split('/')[1]}/{page+}` : '';
/** Those for which not any token will do. */
const scoped = closed.filter(({ route }) => route.permission !== 'signed-in');
const json = closed.filter(({ route }) => route.body !== undefined && route.form === undefined);
const named = (placed: readonly PlacedRoute[]) => placed.map((each) => [each.key, each] as const);

interface Sent {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly method?: string;
}

/** Sends the route's good request, changed as the test says. */
async function send(placed: PlacedRoute, change: Sent = {}) {
  const { route } = placed;
  const sample = sampleOf(placed, fixtures);
  const path =
    change.path ??
    route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sample.params[name] ?? ''));
  const body = change.rawBody ?? JSON.stringify('body' in change ? change.body : sample.body);
  const headers: Record<string, string> = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(needsIdempotencyKey(route) ? { 'idempotency-key': crypto.randomUUID() } : {}),
    ...(route.ifMatch ? { 'if-match': '"1"' } : {}),
    ...('token' in change
      ? change.token === undefined
        ? {}
        : { authorization: `Bearer ${change.token}` }
      : { authorization: `Bearer ${manager}` }),
    ...change.headers,
  };
  for (const [name, value] of Object.entries(headers)) if (value === '') delete headers[name];
  const query = change.query ?? `?${new URLSearchParams(sample.query)}`;
  const response = await fetch(`${cloud.url}${path}${query}`, {
    method: change.method ?? route.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
  };
}

function expectProblem(
  reply: Awaited<ReturnType<typeof send>>,
  code: keyof typeof errorStatus,
  pointer?: string,
) {
  expect(reply.status, reply.text).toBe(errorStatus[code]);
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  const problem = Problem.parse(reply.json());
  expect(problem).toMatchObject({ code, status: errorStatus[code] });
  expect(reply.text).not.toMatch(/\.ts:|node_modules|at .+ \(/);
  if (pointer !== undefined) expect(problem.errors?.map((violation) => violation.pointer)).toContain(pointer);
}

/** Maps have no order in DynamoDB. */
function canonical(item: unknown): string {
  return JSON.stringify(item, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
}

/** Everything in the table, as it is stored. */
async function itemsOfTable(): Promise<readonly Record<string, AttributeValue>[]> {
  await cloud.idle();
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: cloud.local.cloud.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
  const [table] = cloud.local.cloud.template.resources.filter(({ type }) =>
    type.startsWith('AWS::DynamoDB::'),
  );
  const items: Record<string, AttributeValue>[] = [];
  for await (const page of paginateScan({ client }, { TableName: table?.ref })) {
    items.push(...(page.Items ?? []));
  }
  expect(items.length).toBeGreaterThan(5);
  return items;
}

/** A line for each item that counts still, for showing that nothing was changed. */
async function linesOfTable(): Promise<readonly string[]> {
  const now = (await cloud.now()).getTime();
  // The table drops what has expired whenever it likes.
  const stand = ({ expires }: Record<string, AttributeValue>) => !(Number(expires?.N) * 1000 <= now);
  return (await itemsOfTable()).filter(stand).map(canonical).sort();
}

const hashOf = (lines: readonly string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');

const tableHash = async (): Promise<string> => hashOf(await linesOfTable());

function changesBetween(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, present] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !present.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}

/** What the audit trail tells of each of its entries, by their place in the index of who did it. */
async function trail(): Promise<ReadonlyMap<string, string>> {
  const entries = (await itemsOfTable()).filter(({ gsi1pk }) => gsi1pk?.S?.startsWith('ACTOR#'));
  return new Map(
    entries.map(({ gsi1pk, gsi1sk, envelope, before, after, actor, at, record, route, expires }) => [
      `${gsi1pk?.S} ${gsi1sk?.S}`,
      // What was told of a contact by whoever recorded it is no part of the entry: it may be corrected.
      canonical(envelope === undefined ? { actor, at, record, route, expires } : { envelope, before, after }),
    ]),
  );
}

describe('a route without a good token', () => {
  const claims = () => ({
    sub: 'chen.jing',
    username: 'chen.jing',
    token_use: 'access',
    scope: personScope,
    'cognito:groups': ['admin'],
    client_id: cloud.local.issuer.audience[0],
  });

  async function forged(): Promise<[string, string | undefined][]> {
    const { privateKey } = await generateKeyPair('RS256');
    const iss = cloud.local.issuer.issuer;
    const sign = () => new SignJWT(claims()).setIssuer(iss).setIssuedAt().setExpirationTime('1h');
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims(), iss, exp: 9999999999 })}.`;
    const [head = '', payload = '', signature = ''] = manager.split('.');
    const mint = (options: object) =>
      cloud.local.issuer.mint({
        subject: 'chen.jing',
        username: 'chen.jing',
        groups: ['admin'],
        clientId: String(cloud.local.issuer.audience[0]),
        scopes: [personScope],
        expiresInSeconds: 3600,
        ...options,
      });
    return [
      ['none', undefined],
      ['garbage', 'garbage'],
      ['signed by a stranger', await sign().setProtectedHeader({ alg: 'RS256', kid: 'x' }).sign(privateKey)],
      [
        'signed with a shared secret',
        await sign()
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode('secret'.repeat(8))),
      ],
      ['unsigned', unsigned],
      ['with another payload', `${head}.${encode({ ...claims(), iss, exp: 9999999999 })}.${signature}`],
      ['with a cut signature', `${head}.${payload}.${signature.slice(0, -4)}`],
      ['expired', await mint({ expiresInSeconds: -60 })],
      ['of another client', await mint({ clientId: 'somebody-else' })],
    ];
  }

  it('is refused by the gateway in the gateway’s own words', async () => {
    for (const [kind, token] of await forged()) {
      for (const placed of kind === 'none' ? closed : closed.slice(0, 3)) {
        const reply = await send(placed, { token });
        expect([kind, placed.key, reply.status, reply.json()]).toEqual([
          kind,
          placed.key,
          401,
          { message: 'Unauthorized' },
        ]);
      }
    }
  });

  it('does not take an ID token, nor a machine’s token without the scope', async () => {
    const id = await cloud.local.issuer.mint({
      subject: 'chen.jing',
      username: 'chen.jing',
      groups: ['admin'],
      clientId: String(cloud.local.issuer.audience[0]),
      scopes: [],
      use: 'id',
      expiresInSeconds: 3600,
    });
    const me = routes.find(({ key }) => key === 'GET /me')!;
    const refused = await send(me, { token: id });
    expectProblem(refused, 'forbidden');
    expect(refused.text).toContain('Send the access token.');
    const machine = await cloud.token('erp');
    for (const placed of scoped) {
      const reply = await send(placed, { token: id });
      expect([401, 403]).toContain(reply.status);
      expect(Object.keys(reply.json() as object)).toEqual(['message']);
      if (/^(customers|commerce)[.]/.test(placed.route.permission)) continue;
      const stranger = await send(placed, { token: machine });
      expect([stranger.status, stranger.json()]).toEqual([403, { message: 'Forbidden' }]);
    }
  });

  it('refuses a person without a role with our problem document', async () => {
    const nobody = await cloud.local.issuer.mint({
      subject: 'guest',
      username: 'guest',
      groups: ['admin-readonly', 'administrators'],
      clientId: String(cloud.local.issuer.audience[0]),
      scopes: [personScope],
      expiresInSeconds: 3600,
    });
    for (const placed of scoped) expectProblem(await send(placed, { token: nobody }), 'forbidden');
    const me = routes.find(({ key }) => key === 'GET /me')!;
    expect((await send(me, { token: nobody })).json()).toMatchObject({ id: 'guest', permissions: {} });
  });

  it('refuses a person whose subject is no staff id, and says why', async () => {
    for (const subject of ['none', '-x', '李 娜']) {
      const stranger = await cloud.local.issuer.mint({
        subject,
        username: subject,
        groups: ['admin'],
        clientId: String(cloud.local.issuer.audience[0]),
        scopes: [personScope],
        expiresInSeconds: 3600,
      });
      for (const placed of closed) {
        const reply = await send(placed, { token: stranger });
        expectProblem(reply, 'forbidden');
        expect(reply.text).toContain('cannot be a staff id');
      }
    }
  });

  // Permissions are checked before anything else of a request, so one that can only be refused shows who is let in.
  it.each([
    ['admin', 'chen.jing'],
    ['manager', 'li.na'],
    ['analyst', 'zhao.wei'],
    ['agent', 'wang.fang'],
  ])('lets in the role %s exactly where it is meant to be', async (role, person) => {
    const token = await cloud.token(person);
    for (const [key, demands] of Object.entries(demandsOfRoutes)) {
      const [permission = ''] = demands.split(' ');
      const placed = routes.find((each) => each.key === key)!;
      if (permission === 'public' || permission === 'session') continue;
      const reply = await send(placed, { token, query: '?surprise=1' });
      const isHolder = permission === 'signed-in' || holdersOfPermissions[permission]?.[role] !== undefined;
      expect([key, reply.status], reply.text).toEqual([key, isHolder ? 400 : 403]);
    }
  });
});

describe('a page of the desk without a session', () => {
  const pages = routes.filter(({ route }) => route.permission === 'session');

  it.each(named(pages))('%s shows and does nothing, whatever token is sent', async (_, placed) => {
    const { route } = placed;
    const { params } = sampleOf(placed, fixtures);
    const path = route.path.replace(/\{(\w+)\}/g, (__, name: string) => params[name] ?? '');
    const response = await fetch(`${cloud.url}${path}`, {
      method: route.method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${manager}`, 'accept-language': 'en' },
      ...(route.method === 'POST' ? { body: new URLSearchParams({ 'form-token': 'x' }) } : {}),
    });
    const page = await response.text();
    if (route.method === 'GET') {
      const signIn = `${cloud.url}/desk/sign-in?to=${encodeURIComponent(path)}`;
      expect([response.status, response.headers.get('location'), page]).toEqual([303, signIn, '']);
    } else if (route.path === '/desk/sign-out') {
      expect([response.status, page.includes('You are signed out')]).toEqual([200, true]);
    } else {
      expect(response.status).toBe(401);
      expect(page).toContain('Your session has ended');
    }
  });
});

const zone = 'Asia/Shanghai';
const nowhere = 'Mars/Olympus';

/** Values of the right type that mean nothing: zones, crons, days and times that are not there or are over. */
const wrongValues: [key: string, body: object, pointer: string][] = [
  ...['POST /customers', 'PATCH /customers/{customerId}'].flatMap((key): [string, object, string][] => [
    [key, { timeZone: nowhere }, '/body/timeZone'],
    [key, { timeZone: '+08:00' }, '/body/timeZone'],
    [key, { email: 'nobody' }, '/body/email'],
    [key, { phone: '138 1234 5678' }, '/body/phone'],
    [key, { birthday: '2026-02-30' }, '/body/birthday'],
    [key, { language: 'tlh' }, '/body/language'],
    [key, { name: '\u0007' }, '/body/name'],
  ]),
  ['POST /customers/{customerId}/interactions', { at: 'yesterday' }, '/body/at'],
  ['PUT /staff/{staffId}', { timeZone: nowhere }, '/body/timeZone'],
  ...['POST /campaigns', 'PATCH /campaigns/{campaignId}'].flatMap((key): [string, object, string][] => [
    [key, { schedule: { cron: '0 9 * * MON *', timeZone: zone } }, '/body/schedule/cron'],
    [key, { schedule: { cron: '61 9 ? * MON *', timeZone: zone } }, '/body/schedule/cron'],
    [key, { schedule: { rate: '0 days', timeZone: zone } }, '/body/schedule/rate'],
    [key, { schedule: { at: '2020-01-01T09:00', timeZone: zone } }, '/body/schedule'],
    [key, { schedule: { cron: '0 9 ? * MON *', timeZone: nowhere } }, '/body/schedule/timeZone'],
    [key, { expiresAfterDays: 0 }, '/body/expiresAfterDays'],
  ]),
  ...['POST /callbacks', 'PATCH /callbacks/{callbackId}'].flatMap((key): [string, object, string][] => [
    [key, { due: { wallTime: '2020-01-01T09:00', timeZone: zone } }, '/body/due'],
    [key, { due: { wallTime: '2036-02-30T09:00', timeZone: zone } }, '/body/due'],
    [key, { due: { wallTime: '2036-01-01T09:00', timeZone: nowhere } }, '/body/due'],
    [key, { due: {} }, '/body/due'],
  ]),
];

describe('bad input', () => {
  let before: string;
  beforeAll(async () => {
    before = await tableHash();
  });
  afterAll(async () => {
    expect(await tableHash(), 'a refused request changed the table').toBe(before);
  });

  it.each(named(closed))('%s names unknown query parameters', async (_, placed) => {
    for (const name of ['surprise', '__proto__', 'constructor'])
      expectProblem(await send(placed, { query: `?${name}=1` }), 'invalid-request', `/query/${name}`);
  });

  it.each(named(closed.filter(({ route }) => route.path.includes('{'))))(
    '%s names wrong ids',
    async (_, placed) => {
      const name = /\{(\w+)\}/.exec(placed.route.path)?.[1] ?? '';
      for (const wrong of ['%20', '%E4%B8%AD%25', 'x%00y', `x${'y'.repeat(300)}`]) {
        const path = placed.route.path.replace(`{${name}}`, wrong).replace(/\{\w+\}/g, 'x');
        expectProblem(await send(placed, { path }), 'invalid-request', `/params/${name}`);
      }
      const elsewhere = placed.route.path.replace(`{${name}}`, '..%2F..%2F').replace(/\{\w+\}/g, 'x');
      expectProblem(await send(placed, { path: elsewhere }), 'not-found');
    },
  );

  const ownId = /\{(customer|survey|campaign|collector|callback|response|comment|import|list|extract)Id\}/;
  it.each(named(closed.filter(({ route }) => ownId.test(route.path))))(
    '%s says that there is no such thing',
    async (_, placed) => {
      const sample = sampleOf(placed, fixtures);
      const path = placed.route.path
        .replace(ownId, (__, kind: string) => `${kind}_01jd3x5y9hf1bvt6w0k2m4n8pq`)
        .replace(/\{(\w+)\}/g, (__, name: string) => sample.params[name] ?? '');
      expectProblem(await send(placed, { path }), 'not-found');
    },
  );

  it.each(named(json))('%s names unknown and wrong fields of the body', async (_, placed) => {
    const { body = {} } = sampleOf(placed, fixtures);
    expectProblem(
      await send(placed, { body: { ...body, surprise: 1 } }),
      'invalid-request',
      '/body/surprise',
    );
    const own = '{"__proto__":{"a":1},"constructor":1}';
    expectProblem(await send(placed, { rawBody: own }), 'invalid-request');
    for (const wrong of [[], 'text', 7, null, true])
      expectProblem(await send(placed, { body: wrong }), 'invalid-request');
    for (const field of Object.keys(body)) {
      const reply = await send(placed, { body: { ...body, [field]: { wrong: 'type' } } });
      expect(
        Problem.parse(reply.json()).errors?.some(({ pointer }) => pointer.startsWith(`/body/${field}`)),
      ).toBe(true);
      if (placed.key === 'POST /imports' && field === 'text') continue; // A file may be long.
      const long = await send(placed, { body: { ...body, [field]: 'x'.repeat(20_000) } });
      expectProblem(long, 'invalid-request');
    }
  });

  it.each(named(json))(
    '%s refuses what is not JSON, not declared as JSON, too deep or too large',
    async (_, placed) => {
      for (const raw of ['{', '', '{"a":01}', '\u0000'])
        expectProblem(await send(placed, { rawBody: raw }), 'invalid-json');
      for (const type of [
        'text/plain',
        'application/merge-patch+json',
        'application/json; charset=iso-8859-1',
        'application/json;charset="GB18030"',
      ])
        expectProblem(await send(placed, { headers: { 'content-type': type } }), 'unsupported-media-type');
      for (const coding of ['gzip', 'identity, br']) {
        const encoded = await send(placed, { headers: { 'content-encoding': coding } });
        expectProblem(encoded, 'unsupported-media-type');
        expect(encoded.headers.get('accept-encoding')).toBe('identity');
      }
      const twice = await send(placed, {
        rawBody: '{"a/b":[1,{"c":1,"d":"{\\"c\\":2}","\\u0063":2}],"a/b":0}',
      });
      expectProblem(twice, 'invalid-request', '/body/a~1b');
      const deep = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`;
      expectProblem(await send(placed, { rawBody: deep }), 'invalid-request', '/body');
      for (const type of ['application/json', 'application/json; charset=utf-8']) {
        const reply = await fetch(`${cloud.url}${placed.route.path.replace(/\{\w+\}/g, 'x')}`, {
          method: placed.route.method,
          headers: {
            authorization: `Bearer ${manager}`,
            'content-type': type,
            'idempotency-key': 'x',
            'if-match': '*',
          },
          // 北京 in GB18030.
          body: new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xb1, 0xb1, 0xbe, 0xa9, 0x22, 0x7d]),
        });
        expect([reply.status, Problem.parse(await reply.json()).errors?.[0]?.pointer]).toEqual([
          400,
          '/body',
        ]);
      }
      const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
      expectProblem(await send(placed, { rawBody: large }), 'body-too-large');
    },
  );

  it.each(named(closed.filter(({ route }) => route.ifMatch)))(
    '%s demands the version that was read',
    async (_, placed) => {
      expectProblem(await send(placed, { headers: { 'if-match': '' } }), 'precondition-required');
      for (const stale of ['"01"', '"0"', '"999"', 'W/"1"', '"998", "999"', '"abc"', '"1x", W/"1"', '""']) {
        expectProblem(await send(placed, { headers: { 'if-match': stale } }), 'precondition-failed');
      }
      for (const malformed of ['1', 'abc', '"1', '"1" "2"', '"1",', '*, "1"', ',']) {
        const reply = await send(placed, { headers: { 'if-match': malformed } });
        expectProblem(reply, 'invalid-request', '/headers/if-match');
      }
    },
  );

  it.each(named(closed.filter(({ route }) => needsIdempotencyKey(route))))(
    '%s demands an idempotency key',
    async (_, placed) => {
      expectProblem(await send(placed, { headers: { 'idempotency-key': '' } }), 'missing-idempotency-key');
      expectProblem(
        await send(placed, { headers: { 'idempotency-key': 'x'.repeat(129) } }),
        'invalid-request',
        '/headers/idempotency-key',
      );
    },
  );

  it.each(named(closed.filter(({ route }) => route.query && 'limit' in route.query.shape)))(
    '%s refuses bad pages',
    async (_, placed) => {
      for (const limit of ['0', '101', '-1', '1.5', 'many', '', '0x10', '1e1', '%205', '%2B5']) {
        const reply = await send(placed, { query: `?limit=${limit}` });
        const problem = Problem.parse(reply.json());
        expect(problem.errors?.map(({ reason }) => reason)).toContainEqual(
          expect.stringMatching(/^must be a whole number from 1 to (50|100)$/),
        );
        expectProblem(reply, 'invalid-request', '/query/limit');
      }
      const query = `?${new URLSearchParams({ ...sampleOf(placed, fixtures).query, cursor: 'made-up' })}`;
      expectProblem(await send(placed, { query }), 'invalid-request', '/query/cursor');
    },
  );

  it('answers unknown paths and methods with problem documents', async () => {
    const nowhere = await fetch(`${cloud.url}/nothing/here`);
    expect([nowhere.status, Problem.parse(await nowhere.json()).code]).toEqual([404, 'not-found']);
    for (const path of new Set(closed.map(({ route }) => route.path))) {
      // `/customers/batch` is one of the paths of `/customers/{customerId}`, too.
      const isServedBy = (template: string) =>
        new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.replace(/\{\w+\}/g, 'x'));
      const there = routes.filter(({ route }) => isServedBy(route.path));
      const taken = there.map(({ route }) => route.method);
      const free = (['PUT', 'DELETE', 'PATCH', 'POST', 'GET'] as const).find(
        (method) => !taken.includes(method),
      );
      const address = `${cloud.url}${path.replace(/\{\w+\}/g, 'x')}`;
      const withToken = { method: String(free), headers: { authorization: `Bearer ${manager}` } };
      const reply = await fetch(address, withToken);
      expect([path, reply.status]).toEqual([path, 405]);
      // Below a key that leads to many routes the gateway wants a token of whoever asks for one that is not there.
      const { status } = await fetch(address, { method: String(free) });
      expect([path, status]).toEqual([path, tokenKeys.has(sharedKeyOf(String(free), path)) ? 401 : 405]);
      const isPage = there.some(({ route }) => route.method === 'GET' && route.permission === 'public');
      const allowed = new Set([...taken, ...(isPage ? ['HEAD'] : [])]);
      expect(reply.headers.get('allow')?.split(', ').sort()).toEqual([...allowed].sort());
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('answers what is nowhere below a key of many routes as it answers what is nowhere at all', async () => {
    const ask = async (method: string, path: string) => {
      const headers = { authorization: `Bearer ${manager}`, 'accept-language': 'zh-CN' };
      const reply = await fetch(`${cloud.url}${path}`, { method, headers });
      const { requestId: _, ...problem } = Problem.parse(await reply.json());
      const named = ['content-type', 'cache-control', 'allow'].map((name) => reply.headers.get(name));
      return [reply.status, named, problem];
    };
    expect(tokenKeys.size).toBeGreaterThan(50);
    for (const key of tokenKeys) {
      const [method = '', below = ''] = key.split(' ');
      const nowhere = await ask(method, '/nothing/at/all/here/x');
      expect([key, await ask(method, below.replace('{page+}', 'at/all/here/x'))]).toEqual([key, nowhere]);
    }
  });

  it.each(wrongValues)('%s refuses %j at %s', async (key, wrong, pointer) => {
    const placed = routes.find((each) => each.key === key)!;
    const reply = await send(placed, { body: { ...sampleOf(placed, fixtures).body, ...wrong } });
    expectProblem(reply, 'invalid-request');
    const pointers = Problem.parse(reply.json()).errors?.map((violation) => violation.pointer) ?? [];
    expect(
      pointers.some((each) => each.startsWith(pointer)),
      pointers.join(),
    ).toBe(true);
  });

  it.each(named(json))('%s never breaks, whatever is sent', async (_, placed) => {
    const { body = {} } = sampleOf(placed, fixtures);
    const fields = Object.keys(body);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json().map((text): unknown => JSON.parse(text)),
          fc
            .tuple(fc.constantFrom(...fields), fc.jsonValue())
            .map(([field, value]): unknown => ({ ...body, [field]: value, unknown: true })),
        ),
        async (sent) => {
          const reply = await send(placed, { body: sent });
          expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
          expect(reply.status, reply.text).toBeLessThan(500);
          const { code } = Problem.parse(reply.json());
          expect(errorsOf(placed.route)).toContain(code);
        },
      ),
      { numRuns: 15, seed: 20261121 },
    );
  });
});

describe('the audit trail', () => {
  it('is open to be read only', () => {
    const about = routes.filter(({ domain }) => domain === 'audit');
    expect(about.map(({ key }) => key)).toEqual(['GET /audit']);
  });

  it('keeps every entry, whatever route is called', async () => {
    const mine = await makeFixtures(await cloud.as('chen.jing', 4));
    // The one that takes values out of entries is to erase a customer, see test/journeys/erasure.test.ts.
    const writing = closed.filter(
      ({ key, route }) => route.method !== 'GET' && key !== 'POST /privacy/erasures',
    );
    // What is deleted goes last, and what belongs to something else before that.
    const lateness = ({ route }: PlacedRoute) => (route.method === 'DELETE' ? 1000 - route.path.length : 0);
    const inOrder = writing.toSorted((one, other) => lateness(one) - lateness(other));
    const statuses = new Map<string, number>();
    const call = async (placed: PlacedRoute) => {
      const sample = sampleOf(placed, mine);
      const path = placed.route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(sample.params[name] ?? ''),
      );
      const headers = placed.route.ifMatch ? { 'if-match': '*' } : {};
      statuses.set(placed.key, (await send(placed, { path, body: sample.body, headers })).status);
    };
    const isDeletion = ({ route }: PlacedRoute) => route.method === 'DELETE';
    let before = await trail();
    for (const each of [inOrder.filter((placed) => !isDeletion(placed)), inOrder.filter(isDeletion)]) {
      for (const placed of each) await call(placed);
      const after = await trail();
      expect([...before].filter(([place, entry]) => after.get(place) !== entry)).toEqual([]);
      before = after;
    }
    // Among them what changes and removes records.
    expect(statuses.get('PATCH /customers/{customerId}/interactions/{interactionId}')).toBe(200);
    expect(statuses.get('DELETE /customers/{customerId}/interactions/{interactionId}')).toBe(204);
    expect(statuses.get('DELETE /customers/{customerId}')).toBe(204);
  });

  it('keeps who opens the record of a customer, on every route that shows one', () => {
    // Pages of the desk call these.
    const shown = closed.filter(({ route }) => route.method === 'GET' && route.path.includes('{customerId}'));
    expect(shown.length).toBeGreaterThan(5);
    // Those that are named by another id, such as a callback, say in the reply whose they are.
    const told = routes.filter(({ route: { method, replies } }) => {
      const shape: unknown = method === 'GET' && Reflect.get(Object(replies[200]), 'shape');
      return 'customerId' in Object(shape);
    });
    expect(told.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        ...['GET /callbacks/{callbackId}', 'GET /comments/{commentId}', 'GET /responses/{responseId}'],
      ]),
    );
    for (const { key, route } of [...shown, ...told]) expect(route.opens, key).toBe('customerId');
  });
});

describe('HEAD', () => {
  it('is not for programs: what they ask for has GET', async () => {
    const reply = await fetch(`${cloud.url}/customers`, { method: 'HEAD' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

describe('compression', () => {
  it.each(['gzip', 'br'])('with %s is given for long answers to whoever asks for it', async (encoding) => {
    const plain = await raw('/openapi.json', { 'accept-encoding': 'identity' });
    expect([plain.headers['content-encoding'], plain.headers.vary]).toEqual([undefined, 'Accept-Encoding']);
    const reply = await raw('/openapi.json', { 'accept-encoding': encoding });
    expect([reply.headers['content-encoding'], reply.headers.vary]).toEqual([encoding, 'Accept-Encoding']);
    expect(reply.body.length).toBeLessThan(plain.body.length / 4);
    const decoded = encoding === 'br' ? brotliDecompressSync(reply.body) : gunzipSync(reply.body);
    expect(decoded.equals(plain.body)).toBe(true);
    const short = await raw('/nothing', { 'accept-encoding': encoding });
    expect([short.status, short.headers['content-encoding'], short.headers.vary]).toEqual([
      404,
      undefined,
      undefined,
    ]);
  });

  /** What travels, with nothing decoded. */
  function raw(path: string, headers: Record<string, string>) {
    return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>(
      (resolve, reject) => {
        get(`${cloud.url}${path}`, { headers }, (reply) => {
          const chunks: Buffer[] = [];
          reply.on('data', (chunk: Buffer) => chunks.push(chunk));
          reply.on('end', () =>
            resolve({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(chunks) }),
          );
        }).on('error', reject);
      },
    );
  }
});

describe('a forged cursor', () => {
  const lists = closed.filter(({ route }) => route.query && 'cursor' in route.query.shape);
  /** Positions before, behind and between the rows of every list. */
  const positions = [
    'A',
    'T',
    '~',
    '~profile',
    'T#~',
    'T#\u{10ffff}x',
    '0000-01',
    '9999-12-31#x',
    '2026-13',
    '\0',
    ' ',
  ];
  beforeAll(async () => {
    // So that there is a second page.
    for (const _ of [1, 2]) await makeFixtures(await cloud.as('chen.jing', 4));
    await cloud.idle();
  });

  it.each(named(lists))('%s refuses it, or goes on within itself', async (_, placed) => {
    const query = new URLSearchParams(placed.route.example?.query);
    query.set('limit', '1');
    const first = (await send(placed, { query: `?${query}` })).json() as { cursor: string | null };
    if (first.cursor === null) return;
    const [bound] = JSON.parse(Buffer.from(first.cursor, 'base64url').toString()) as [string];
    for (const position of positions) {
      query.set('cursor', Buffer.from(JSON.stringify([bound, position])).toString('base64url'));
      const reply = await send(placed, { query: `?${query}` });
      if (reply.status !== 200) expectProblem(reply, 'invalid-request', '/query/cursor');
    }
    const other = Buffer.from(JSON.stringify([`${bound}x`, 'T'])).toString('base64url');
    const needed = new URLSearchParams(placed.route.example?.query);
    for (const foreign of [other, `${first.cursor}=`, `${first.cursor}&cursor=${first.cursor}`])
      expectProblem(
        await send(placed, { query: `?${needed}&cursor=${foreign}` }),
        ...(['invalid-request', '/query/cursor'] as const),
      );
  });
});

/** Makes happen what has to have happened before, for what can be done only then. */
async function prepare(name: string, params: Readonly<Record<string, string>>): Promise<void> {
  const admin = await cloud.as('chen.jing', 4);
  const { customerId = '', mergedId = '', importId = '', callbackId = '', correctionId = '' } = params;
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    undoMerge: () => admin.merges.mergeCustomers({ params: { customerId }, body: { customerId: mergedId } }),
    decideFinding: () =>
      admin.customers.patchCustomer(
        { params: { customerId }, body: { name: 'DAVID BROWN' } },
        { ifMatch: '*' },
      ),
    takeAnswers: () => askInCalls(admin),
    correctCallback: () =>
      admin.callbacks.completeCallback({ params: { callbackId }, body: { outcome: 'no-answer' } }),
    releaseCallback: () => admin.callbacks.claimCallback({ params: { callbackId } }),
    undoCorrection: () => admin.corrections.startCorrection({ params: { correctionId } }),
    revertImport: () => admin.imports.runImport({ params: { importId } }),
    cancelAnswerExport: async () => {
      const { body: survey } = await admin.surveys.createSurvey({
        body: structuredClone(contracts.surveys.routes.createSurvey.example.body) as never,
      });
      const params = { surveyId: survey.id };
      const { body } = await admin.answerExports.createAnswerExport({ params, body: {} });
      fixtures = new Map([...fixtures, [exampleOf('answerexport'), body.id]]);
    },
    startImport: async () => {
      const { body } = await admin.imports.createImport({ body: { name: 'uploaded.csv' } });
      fixtures = new Map([...fixtures, [exampleOf('import'), body.id]]);
    },
  };
  // What was just made may have to be looked at first, such as the file of an import, or is looked at a little later, such
  // as the customers of a plan.
  await cloud.advance({ duration: 'PT1M' });
  await steps[name]?.();
  await cloud.idle();
}

/**
 * The value with one of its texts being another one, each in its turn (another id of the same kind where it is one), or
 * with one element less.
 */
function* changesOf(value: unknown): Generator<unknown> {
  if (typeof value === 'string') {
    if (/^[a-z]+_[0-9a-z]{26}$/.test(value)) yield exampleOf(value.split('_')[0]);
    else yield* ['Something else', 'refused', 'zh-CN'];
  } else if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value) && value.length > 1) yield value.slice(1);
    for (const [name, each] of Object.entries(value))
      for (const other of changesOf(each))
        yield Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other };
  }
}

let allChanged: Promise<Fixtures> | undefined;

/** One of everything that was changed, once for all: each is given back what it was by a route of its own. */
function changed(): Promise<Fixtures> {
  allChanged ??= (async () => {
    const admin = await cloud.as('chen.jing', 4);
    const made = new Map([...(await makeFixtures(admin)), await comment(admin)]);
    return new Map([...made, ...(await changeEach(admin, made)), ...(await changeSettings(admin))]);
  })();
  return allChanged;
}

describe('a repeated request', () => {
  // The first that gives something back waits for everything to be made and changed.
  vi.setConfig({ testTimeout: 180_000 });
  const repeated = closed.filter(({ route }) => needsIdempotencyKey(route));
  it.each(named(repeated))('%s has one effect and the same answer', async (_, placed) => {
    const isRestore = placed.route.path.endsWith('/restore');
    fixtures = isRestore ? await changed() : await makeFixtures(await cloud.as('chen.jing', 4), placed);
    await prepare(placed.name, sampleOf(placed, fixtures).params);
    const { body, params } = sampleOf(placed, fixtures);
    const path = placed.route.path.replace(/\{(\w+)\}/g, (__, name: string) => params[name] ?? '');
    const headers = {
      'idempotency-key': crypto.randomUUID(),
      ...(placed.route.ifMatch === true ? { 'if-match': '*' } : {}),
    };
    const request = { path, headers, ...(body === undefined ? {} : { rawBody: JSON.stringify(body) }) };
    const first = await send(placed, request);
    expect(first.status, first.text).toBeLessThan(300);
    // Its customers are looked at some seconds later.
    if (placed.name === 'createSegment') await cloud.advance({ duration: 'PT1M' });
    const before = await linesOfTable();
    const after = hashOf(before);
    const replies = await Promise.all([1, 2, 3].map(() => send(placed, request)));
    for (const reply of replies) {
      expect([reply.status, reply.json()]).toEqual([first.status, first.json()]);
      expect(reply.headers.get('idempotent-replayed')).toBe('true');
    }
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(changesBetween(before, await linesOfTable())).toEqual([]);
    if (body === undefined) return;
    if (placed.route.row !== undefined) {
      // The rows of a batch are known one by one.
      const [row = {}] = body.rows as Record<string, unknown>[];
      const words = Object.keys(row).filter((each) => each !== 'key' && typeof row[each] === 'string');
      const told: ({ status: number } | undefined)[] = [];
      for (const word of words) {
        const changed = await send(placed, { path, headers, body: { rows: [{ ...row, [word]: 'Else' }] } });
        told.push((changed.json() as { rows: { problem: { status: number } }[] }).rows[0]?.problem);
      }
      const other = told.find((problem) => problem?.status !== errorStatus['invalid-request']);
      expect(other).toMatchObject({ code: 'idempotency-key-reused', status: 422 });
      expect(await tableHash()).toBe(after);
      return;
    }
    // Another good request under the same key: whatever of the body may be another value.
    let other: Awaited<ReturnType<typeof send>> | undefined;
    for (const changed of changesOf(body)) {
      other = await send(placed, { path, headers, body: changed });
      if (other.status !== errorStatus['invalid-request']) break;
    }
    expect(other, 'a body that can be another one').toBeDefined();
    expectProblem(other!, 'idempotency-key-reused');
    expect(await tableHash()).toBe(after);
    // For another caller the same key is another key.
    const stranger = await send(placed, { ...request, token: await cloud.token('li.na') });
    expect(stranger.headers.get('idempotent-replayed')).toBeNull();
  });
});
