import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as contracts from '../../../functions/contracts.ts';
import { openApiDocument } from '../../../shared/contract/openapi.ts';
import { contract, empty, errorsOf, html, routesOf } from '../../../shared/contract/route.ts';
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

const documentOf = (from: Parameters<typeof openApiDocument>[0]) =>
  Document.parse(JSON.parse(JSON.stringify(openApiDocument(from, { title: 'Rapport', version: '1' }))));

const document = documentOf(contracts);

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
  it('has exactly the routes of the contracts, each under its own name', () => {
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
      expect(security, name).toEqual(scopes === 'public' ? [] : scopes.map((scope) => ({ token: [scope] })));
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

describe('a route', () => {
  const Thing = z.strictObject({ id: z.string(), version: z.int() }).meta({ id: 'Thing' });
  const things = contract('things', {
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

  it('that takes a merge patch says so, and demands If-Match', () => {
    expect(Object.keys(patch?.requestBody?.content ?? {})).toEqual([
      'application/merge-patch+json',
      'application/json',
    ]);
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
