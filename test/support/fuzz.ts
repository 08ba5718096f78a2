/**
 * Sends good and broken requests to every route, made from the OpenAPI document as it is served, the way Schemathesis
 * does: nothing may answer with a fault of the server, with a status the document does not name, or in another form.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import * as z from 'zod';
import { Problem } from '../../shared/errors/problem.ts';
import type { TestCloud } from './cloud.ts';
import { objectsIn, type Surroundings, valuesOf, withMember } from './json-schemas.ts';
import { type Fixtures, makeFixtures } from './samples.ts';

const Parameter = z.object({ name: z.string(), in: z.string(), schema: z.unknown() });
const Content = z.record(z.string(), z.object({ schema: z.unknown() }));
const Operation = z.object({
  parameters: z.array(z.union([z.object({ $ref: z.string() }), Parameter])).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.unknown()),
  security: z.array(z.unknown()),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), Parameter).default({}),
  }),
});

/** A route as the document tells it. */
export interface ToldRoute {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly z.infer<typeof Parameter>[];
  readonly body: { readonly mediaType: string; readonly schema: unknown } | undefined;
  readonly statuses: ReadonlySet<string>;
  readonly isPublic: boolean;
}

export interface Target {
  readonly cloud: TestCloud;
  readonly fixtures: Fixtures;
  readonly routes: readonly ToldRoute[];
  readonly around: Surroundings;
  readonly tokens: readonly string[];
  /** Cursors that lists have given out. */
  readonly cursors: string[];
}

/** Makes one of everything and reads what the API says of itself. */
export async function targetOf(cloud: TestCloud): Promise<Target> {
  const fixtures: Fixtures = await makeFixtures(await cloud.as('chen.jing', 4));
  await cloud.idle();
  const document = Document.parse(await (await fetch(`${cloud.url}/openapi.json`)).json());
  const { schemas, parameters: shared } = document.components;
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): ToldRoute => {
      const [content] = Object.entries(operation.requestBody?.content ?? {});
      const parameters = operation.parameters.flatMap((each) =>
        '$ref' in each ? (shared[each.$ref.slice(each.$ref.lastIndexOf('/') + 1)] ?? []) : [each],
      );
      return {
        key: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters,
        body: content && { mediaType: content[0], schema: content[1].schema },
        statuses: new Set(Object.keys(operation.responses)),
        isPublic: operation.security.length === 0,
      };
    }),
  );
  const ids = new Map([...fixtures.values()].map((id) => [id.split('_')[0] ?? '', id]));
  const tokens = await Promise.all(['chen.jing', 'chen.jing', 'wang.fang', 'zhao.wei'].map(cloud.token));
  return { cloud, fixtures, routes, around: { components: schemas, ids }, tokens, cursors: [] };
}

interface Shot {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Sends so many requests to a route; the first that is answered wrongly fails, shrunk, with the seed. */
export async function fuzzRoute(
  target: Target,
  route: ToldRoute,
  numRuns: number,
  seed: number,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(shotsAt(target, route), async (shot) => {
      const response = await fetch(`${target.cloud.url}${shot.url}`, {
        method: shot.method,
        headers: shot.headers,
        redirect: 'manual',
        ...(shot.body === undefined || shot.method === 'GET' ? {} : { body: shot.body }),
      });
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      const said = `${response.status} ${text.slice(0, 300)}`;
      expect(response.status, said).toBeLessThan(500);
      expect([...route.statuses, '404'], said).toContain(String(response.status));
      // No route is asked: the gateway refuses such an address in its own words.
      if (!isDecodable(shot.url)) expect(said).toBe('400 {"message":"Bad Request"}');
      else if (response.status < 400) remember(target, text);
      else if (type.startsWith('text/html') && (route.isPublic || isOfNoRoute(shot.url, route))) {
        expect(text).toMatch(/^<!doctype html>/i);
      } else {
        expect(type, said).toMatch(/^application\/problem\+json/);
        expect(Problem.parse(JSON.parse(text)).status).toBe(response.status);
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
    }),
    { numRuns, seed, endOnFailure: false },
  );
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** Where a part holds a slash: `$default` answers, and a browser gets a page that says there is nothing. */
function isOfNoRoute(url: string, { path }: ToldRoute): boolean {
  const [asked = ''] = url.split('?');
  return decodeURIComponent(asked).split('/').length !== path.split('/').length;
}

function remember({ cursors }: Target, text: string): void {
  const cursor = /"cursor":"([^"]+)"/.exec(text)?.[1];
  if (cursor !== undefined && cursors.length < 50) cursors.push(cursor);
}

/** Mostly good parts, of which some are broken. */
function shotsAt(target: Target, route: ToldRoute): fc.Arbitrary<Shot> {
  const of = (place: string) => route.parameters.filter((each) => each.in === place);
  return fc
    .record({
      path: fc.tuple(
        ...of('path').map(({ name, schema }) =>
          pathPart(schema, target).map((part) => [name, part] as const),
        ),
      ),
      query: queries(target, of('query')),
      headers: headers(route, target),
      body: bodies(route, target),
    })
    .map(({ path, query, headers: given, body }) => ({
      method: route.method,
      url: `${path.reduce((url, [name, part]) => url.replace(`{${name}}`, part), route.path)}${query}`,
      headers:
        body === undefined ? given : { 'content-type': route.body?.mediaType ?? 'text/plain', ...given },
      body,
    }));
}

function pathPart(schema: unknown, { around }: Target): fc.Arbitrary<string> {
  const encoded = (text: unknown) => {
    // A client resolves these steps before it sends anything.
    const step = String(text).replace(/^\.{0,2}$/, 'x');
    return encodeURIComponent(step.toWellFormed());
  };
  return fc.oneof(
    { weight: 6, arbitrary: valuesOf(schema, around).map(encoded) },
    { weight: 1, arbitrary: fc.string({ maxLength: 300, unit: 'binary' }).map(encoded) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%00', '%2F', '%C3%28', '%zz', '%F0%9F%92%A9', '__proto__'),
    },
  );
}

const oddTexts = fc.oneof(
  fc.string({ maxLength: 60, unit: 'binary' }).map((text) => text.toWellFormed()),
  fc.constantFrom('', '0', '-1', 'null', '\u0000', '\u202E', '9'.repeat(400), '{}', '1e400', 'constructor'),
);

function queries(target: Target, parameters: ToldRoute['parameters']): fc.Arbitrary<string> {
  const one = fc.oneof(
    ...parameters.map(({ name, schema }) => {
      const values = name === 'cursor' ? cursorsFor(target) : valuesOf(schema, target.around);
      const odd = { weight: 1, arbitrary: oddTexts };
      return fc.oneof({ weight: 3, arbitrary: values }, odd).map((value) => [name, String(value)] as const);
    }),
    fc.tuple(fc.constantFrom('surprise', '__proto__', 'limit', 'lang', ''), oddTexts),
  );
  return fc.array(one, { maxLength: 3 }).map((pairs) => {
    const query = formOf(pairs);
    return query === '' ? '' : `?${query}`;
  });
}

function formOf(pairs: readonly (readonly [string, unknown])[]): string {
  const form = new URLSearchParams();
  for (const [name, value] of pairs) form.append(name.toWellFormed(), String(value).toWellFormed());
  return form.toString();
}

/** Of this or another list, cut or changed, and made up in the form that cursors have. */
function cursorsFor({ cursors }: Target): fc.Arbitrary<string> {
  const encoded = fc
    .jsonValue({ maxDepth: 3 })
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
  return fc.oneof(
    fc.nat().map((index) => cursors[index % Math.max(1, cursors.length)] ?? 'x'),
    fc
      .tuple(fc.nat(), fc.nat(60))
      .map(([index, cut]) => (cursors[index % Math.max(1, cursors.length)] ?? 'x').slice(cut)),
    encoded,
    fc.base64String({ maxLength: 80 }),
  );
}

const versions = fc.constantFrom(
  '"1"',
  '"2"',
  '"0"',
  '*',
  'W/"1"',
  '"x"',
  '"-1"',
  '"1", "2"',
  '"9999999999999999"',
);
const types = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '/',
  'x',
];

function headers(route: ToldRoute, { tokens }: Target): fc.Arbitrary<Record<string, string>> {
  const names = route.parameters.filter((each) => each.in === 'header').map(({ name }) => name.toLowerCase());
  const visible = fc.string({ maxLength: 140, unit: 'grapheme-ascii' }).map((text) => text.trim());
  const has = (name: string) => names.includes(name);
  return fc
    .record(
      {
        authorization: fc.constantFrom(...tokens.map((token) => `Bearer ${token}`)),
        'idempotency-key': fc.oneof({ weight: 9, arbitrary: fc.uuid() }, visible),
        'if-match': versions,
        'accept-language': fc.constantFrom('zh-CN', 'en;q=0.5', '*', 'tlh, zh;q=2', ';;', 'x'.repeat(500)),
        'accept-encoding': fc.constantFrom('gzip', 'br', 'identity', '*;q=0', 'x'),
        accept: fc.constantFrom('*/*', 'text/html', 'application/json', 'image/png', '/'),
        'content-type': fc.oneof({ weight: 8, arbitrary: fc.constant('') }, fc.constantFrom(...types)),
      },
      { requiredKeys: ['authorization', 'idempotency-key', 'if-match', 'content-type'] },
    )
    .map(({ authorization, 'content-type': type, ...given }) => {
      const { 'idempotency-key': key, 'if-match': version, ...others } = given;
      return {
        ...others,
        ...(route.isPublic ? {} : { authorization }),
        ...(has('idempotency-key') ? { 'idempotency-key': key } : {}),
        ...(has('if-match') ? { 'if-match': version } : {}),
        ...(type === '' ? {} : { 'content-type': type }),
      };
    });
}

function bodies(route: ToldRoute, { around }: Target): fc.Arbitrary<string | undefined> {
  if (route.body === undefined) {
    const some = fc.constantFrom('{}', '{"a":1}', 'x');
    return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, some);
  }
  const good = valuesOf(route.body.schema, around);
  if (route.body.mediaType !== 'application/x-www-form-urlencoded') return jsonBodies(good);
  const field = fc.tuple(fc.constantFrom('version', 'shown', 'q-recommend', 'q-why', '__proto__'), oddTexts);
  return fc.oneof(
    good.map((fields) => formOf(Object.entries(Object(fields)))),
    fc.array(field, { maxLength: 6 }).map(formOf),
    fc.string({ maxLength: 200, unit: 'binary' }),
  );
}

function jsonBodies(good: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const broken = fc
    .tuple(good, fc.nat(), fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 4 }))
    .map(([value, at, name, member]) => {
      const objects = objectsIn(value);
      const pointer = objects[at % Math.max(1, objects.length)] ?? '';
      const members = Object.keys(Object(value));
      const changed =
        pointer === '' && members.length > 0 && at % 2 === 0 ? members[at % members.length] : name;
      return JSON.stringify(withMember(value, pointer, changed ?? name, member));
    });
  return fc.oneof(
    { weight: 5, arbitrary: good.map((value) => JSON.stringify(value)) },
    { weight: 5, arbitrary: broken },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ maxLength: 60, unit: 'binary' }) },
  );
}
