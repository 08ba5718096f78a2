import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as allContracts from '../../../functions/contracts.ts';
import { openApiDocument } from '../../../shared/contract/openapi.ts';
import { apiOf, contract, empty, errorsOf, html, routesOf } from '../../../shared/contract/route.ts';
import { errorStatus } from '../../../shared/errors/app-error.ts';

const Operation = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().optional() })),
});
const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** All but the pages of the desk, which are for people and no API. */
const contracts = apiOf(allContracts);

const documentOf = (from: Parameters<typeof openApiDocument>[0]) =>
  Document.parse(JSON.parse(JSON.stringify(openApiDocument(from, { title: 'Rapport', version: '1' }))));

const document = documentOf(allContracts);

function operationOf(method: string, path: string) {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${path} is not in the document`);
  return operation;
}

/** Every value under a key named `$ref`. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : references(part)));
}

/** What a reference of this document points to, by RFC 6901. */
function resolve(reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document);
}

describe('the document of all contracts', () => {
  it('has exactly the routes of the contracts but those of the desk, each under its own name', () => {
    expect(Object.keys(allContracts)).toEqual(expect.arrayContaining([...Object.keys(contracts), 'desk']));
    expect(Object.keys(contracts)).not.toContain('desk');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`,
      ),
    );
    expect(described.sort()).toEqual(
      routesOf(contracts)
        .map(({ key, name }) => `${key} ${name}`)
        .sort(),
    );
    expect(new Set(routesOf(contracts).map(({ name }) => name)).size).toBe(described.length);
  });

  it('refers to nothing that it does not hold', () => {
    const all = references(document);
    expect(all.length).toBeGreaterThan(100);
    expect([...new Set(all)].filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('names every placeholder of a path as a parameter, and no other', () => {
    for (const { route, name } of routesOf(contracts)) {
      const inPath = operationOf(route.method, route.path).parameters.flatMap((each) => {
        const { in: where, name: parameter } = z
          .looseObject({ in: z.string().optional(), name: z.string().optional() })
          .parse(each);
        return where === 'path' ? [parameter] : [];
      });
      expect(inPath.sort(), name).toEqual(
        [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort(),
      );
    }
  });

  it('tells the status of every error code of a route, and of the gateway', () => {
    for (const { route, name, scopes } of routesOf(contracts)) {
      const statuses = Object.keys(operationOf(route.method, route.path).responses);
      const expected = errorsOf(route).map((code) => String(errorStatus[code]));
      expect(statuses, name).toEqual(
        expect.arrayContaining([...expected, '429', ...(scopes === 'public' ? [] : ['401', '403'])]),
      );
    }
  });

  it('demands a token exactly where the contract does, with any one of the scopes', () => {
    for (const { route, name, scopes } of routesOf(contracts)) {
      const { security } = operationOf(route.method, route.path);
      if (['getMe', 'putOwnHours'].includes(name)) expect(security).toEqual([{ token: [] }]);
      else
        expect(security, name).toEqual(
          scopes === 'public' ? [] : scopes.map((scope) => ({ token: [scope] })),
        );
    }
  });

  it('has only media types, names and statuses that OpenAPI 3.1 allows', () => {
    for (const kind of Object.values(document.components)) {
      for (const name of Object.keys(kind)) expect(name).toMatch(/^[a-zA-Z0-9._-]+$/);
    }
    for (const methods of Object.values(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        for (const [status, response] of Object.entries(responses)) {
          expect(status).toMatch(/^[2345]\d\d$/);
          expect(response.description !== undefined || '$ref' in response).toBe(true);
        }
      }
    }
  });
});

/** Every object of the document, with where it stands. */
function objectsIn(value: unknown, place = ''): [place: string, found: Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, part]) => objectsIn(part, `${place}/${name}`));
  return Array.isArray(value) ? below : [[place, value as Record<string, unknown>], ...below];
}

describe('what other tools read', () => {
  const objects = objectsIn(document);

  it('has patterns that the regular expressions of every language know', () => {
    const patterns = objects.flatMap(([, { pattern }]) => (typeof pattern === 'string' ? [pattern] : []));
    expect(patterns.length).toBeGreaterThan(20);
    // Python knows no classes of Unicode, Go nothing that looks around.
    expect(patterns.filter((pattern) => /\\p\{|\\P\{|\(\?[=!<]|\\u\{/.test(pattern))).toEqual([]);
    const { schema } = z
      .looseObject({ schema: z.looseObject({ pattern: z.string() }) })
      .parse(document.components.parameters?.IfMatch);
    const pattern = new RegExp(schema.pattern);
    for (const good of ['*', '"3"', '"1", "2"', 'W/"3"']) expect(good).toMatch(pattern);
    for (const bad of ['3', '"3', '', '*, "1"']) expect(bad).not.toMatch(pattern);
  });

  it('takes each body in one media type', () => {
    const bodies = objects.flatMap(([, { requestBody }]) => (requestBody === undefined ? [] : [requestBody]));
    expect(bodies.length).toBeGreaterThan(10);
    for (const body of bodies) expect(Object.keys((body as { content: object }).content)).toHaveLength(1);
  });

  it('says where exactly one of several is meant', () => {
    const { RequestedTime, NewCampaign } = document.components.schemas ?? {};
    const Variants = z.looseObject({ oneOf: z.array(z.looseObject({ required: z.array(z.string()) })) });
    const variantsOf = (schema: unknown) => Variants.parse(schema).oneOf.map(({ required }) => required[0]);
    expect(variantsOf(RequestedTime)).toEqual(['instant', 'wallTime']);
    const { properties } = z
      .looseObject({ properties: z.looseObject({ schedule: Variants }) })
      .parse(NewCampaign);
    expect(variantsOf(properties.schedule)).toEqual(['cron', 'rate', 'at']);
  });

  it('describes every tag, and says what a page has by default', () => {
    const tags = z
      .array(z.strictObject({ name: z.string(), description: z.string().min(10) }))
      .parse(document.tags);
    expect(tags.map(({ name }) => name).sort()).toEqual(
      Object.values(contracts)
        .map(({ name }) => name)
        .sort(),
    );
    const limits = objects.filter(([, { name, in: where }]) => name === 'limit' && where === 'query');
    expect(limits.length).toBeGreaterThan(4);
    for (const [, { schema }] of limits)
      expect(schema).toMatchObject({ default: 50, minimum: 1, maximum: expect.toBeOneOf([50, 100]) });
  });

  it('shows an example of every schema, every body and every answer', () => {
    const bare = Object.entries(document.components.schemas ?? {}).filter(
      ([, schema]) => ((schema as { examples?: unknown[] }).examples ?? []).length === 0,
    );
    expect(bare.map(([name]) => name)).toEqual([]);
    const contents = objects.flatMap(([place, { content }]) =>
      Object.entries((content ?? {}) as Record<string, object>).map(
        ([type, media]) => [`${place} ${type}`, media] as const,
      ),
    );
    expect(contents.length).toBeGreaterThan(60);
    expect(contents.filter(([, media]) => !('example' in media)).map(([place]) => place)).toEqual([]);
  });

  it('shows only examples that the schemas accept', () => {
    for (const { route, name } of routesOf(contracts)) {
      const operation = operationOf(route.method, route.path);
      const shown = (content: unknown) =>
        (content as Record<string, { example: unknown }> | undefined)?.['application/json']?.example;
      for (const [status, schema] of Object.entries(route.replies)) {
        if (schema === html || schema === empty) continue;
        const example = shown(operation.responses[status]?.content);
        expect(schema.safeParse(example).error?.issues ?? [], `${name} ${status}`).toEqual([]);
      }
      if (route.body && !route.form)
        expect(route.body.safeParse(shown(operation.requestBody?.content)).success, name).toBe(true);
    }
  });

  it('tells when to come again, and that an answer is a repeated one', () => {
    expect(JSON.stringify(document.components.responses?.['503.unavailable.gateway'])).toContain(
      'Retry-After',
    );
    const { responses } = operationOf('POST', '/customers');
    expect(JSON.stringify(responses['201'])).toContain('Idempotent-Replayed');
  });
});

describe('a route', () => {
  const Thing = z.strictObject({ id: z.string(), version: z.int() }).meta({ id: 'Thing' });
  const things = contract('things', 'Things of all kinds.', {
    patchThing: {
      method: 'PATCH',
      path: '/things/{thingId}',
      permission: 'customers.write',
      summary: 'Change a thing',
      params: z.strictObject({ thingId: z.string() }),
      body: z.strictObject({ name: z.string() }),
      ifMatch: true,
      replies: { 200: Thing },
      errors: ['not-found', 'conflict'],
    },
    answerPage: {
      method: 'POST',
      path: '/pages/{token}',
      permission: 'public',
      summary: 'Answer a page',
      params: z.strictObject({ token: z.string() }),
      body: z.strictObject({ score: z.string() }),
      form: true,
      replies: { 200: html, 404: html },
      errors: ['not-found'],
    },
    removeThing: {
      method: 'DELETE',
      path: '/things/{thingId}',
      permission: 'customers.write',
      summary: 'Remove a thing',
      params: z.strictObject({ thingId: z.string() }),
      replies: { 204: empty },
      errors: [],
    },
  });
  const { paths, components } = documentOf({ things });
  const patch = paths['/things/{thingId}']?.patch;
  const answer = paths['/pages/{token}']?.post;

  it('that takes a patch declares one media type, and demands If-Match', () => {
    expect(Object.keys(patch?.requestBody?.content ?? {})).toEqual(['application/json']);
    expect(patch?.parameters).toContainEqual({ $ref: '#/components/parameters/IfMatch' });
    expect(components.parameters?.IfMatch).toMatchObject({ in: 'header', name: 'If-Match', required: true });
  });

  it('that answers an entity with a version answers its ETag', () => {
    expect(patch?.responses['200']).toMatchObject({
      headers: { ETag: { $ref: '#/components/headers/ETag' } },
    });
  });

  it('tells its error codes by status', () => {
    expect(patch?.responses['412']).toEqual({ $ref: '#/components/responses/412.precondition-failed' });
    expect(components.responses?.['412.precondition-failed']).toMatchObject({
      content: {
        'application/problem+json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { properties: { code: { enum: ['precondition-failed'] } } },
            ],
          },
        },
      },
    });
  });

  it('may be refused by the gateway in its own words, beside our problem document', () => {
    expect(components.responses?.['403.forbidden.gateway']).toMatchObject({
      content: {
        'application/problem+json': {},
        'application/json': {
          schema: { $ref: '#/components/schemas/GatewayMessage' },
          example: { message: 'Forbidden' },
        },
      },
    });
  });

  it('that is a page takes a form, needs no token and no key, and answers its errors as pages', () => {
    expect(Object.keys(answer?.requestBody?.content ?? {})).toEqual(['application/x-www-form-urlencoded']);
    expect(answer?.security).toEqual([]);
    expect(answer?.parameters).toHaveLength(1);
    expect(answer?.responses['404']).toMatchObject({ content: { 'text/html': {} } });
    expect(Object.keys(answer?.responses ?? {})).not.toContain('401');
  });

  it('that answers nothing has no content', () => {
    expect(paths['/things/{thingId}']?.delete?.responses['204']).not.toHaveProperty('content');
  });
});
