/** The OpenAPI 3.1 document of the whole surface, made from the contracts alone. */
import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { Problem } from '../errors/problem.ts';
import { errorReplies } from './openapi-errors.ts';
import { type Contract, empty, html, needsIdempotencyKey, type PlacedRoute, routesOf } from './route.ts';

/** The finished document, ready for `JSON.stringify`. */
export type OpenApiDocument = ReturnType<typeof createDocument>;

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Where the API is served. @default `/`: the host that served the document */
  readonly serverUrl?: string;
}

/** Makes the document. The same contracts give the same bytes. */
export function openApiDocument(
  contracts: Readonly<Record<string, Contract>>,
  options: OpenApiOptions,
): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  const placed = routesOf(contracts);
  for (const each of placed) {
    paths[each.route.path] = {
      ...paths[each.route.path],
      [each.route.method.toLowerCase()]: operation(each),
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: options.title,
      version: options.version,
      ...(options.description === undefined ? {} : { description: options.description }),
    },
    servers: [{ url: options.serverUrl ?? '/' }],
    tags: [...new Set(placed.map((each) => each.domain))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token of the identity provider. A machine client needs the scope of the route; a person has `rapport/person` and their roles decide.',
        },
      },
    },
  });
}

function operation(placed: PlacedRoute): ZodOpenApiOperationObject {
  const { route, name, domain, scopes } = placed;
  const headers = requestHeaders(placed);
  return {
    operationId: name,
    tags: [domain],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    // One requirement for each scope: any one of them suffices.
    security: scopes === 'public' ? [] : scopes.map((scope) => ({ token: [scope] })),
    requestParams: {
      ...(route.params === undefined ? {} : { path: route.params }),
      ...(route.query === undefined ? {} : { query: route.query }),
      ...(headers === undefined ? {} : { header: headers }),
    },
    ...(route.body === undefined ? {} : { requestBody: requestBody(placed, route.body) }),
    responses: { ...successReplies(placed), ...errorReplies(route) },
  };
}

const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/)
  .meta({
    description:
      'A value of your own for each new thing. A repeated request with the same value and body gets the first answer again for 24 hours and changes nothing.',
    examples: ['order-4711-callback'],
    param: { id: 'IdempotencyKey' },
  });

const IfMatch = z.string().meta({
  description: 'The ETag of the version you have read; another version is refused with 412.',
  examples: ['"3"'],
  param: { id: 'IfMatch' },
});

const ETag = z.string().meta({
  description: 'The version of the entity, to be sent as `If-Match` with a change.',
  examples: ['"3"'],
  header: { id: 'ETag' },
});

function requestHeaders({ route }: PlacedRoute): z.ZodObject | undefined {
  const headers = {
    ...(needsIdempotencyKey(route) ? { 'Idempotency-Key': IdempotencyKey } : {}),
    ...(route.ifMatch ? { 'If-Match': IfMatch } : {}),
  };
  return Object.keys(headers).length === 0 ? undefined : z.object(headers);
}

function requestBody({ route }: PlacedRoute, schema: z.ZodType): ZodOpenApiRequestBodyObject {
  const example = route.example?.body;
  const content = { schema, ...(example === undefined ? {} : { example }) };
  if (route.form) return { required: true, content: { 'application/x-www-form-urlencoded': content } };
  const json = { 'application/json': content };
  return {
    required: true,
    content: route.method === 'PATCH' ? { 'application/merge-patch+json': content, ...json } : json,
  };
}

function successReplies({ route }: PlacedRoute): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(route.replies).map(([status, schema]) => {
      const description = replyDescription[status] ?? 'The answer.';
      if (schema === empty) return [status, { description }];
      if (schema === html) return [status, { description, content: { 'text/html': { schema: z.string() } } }];
      return [
        status,
        {
          description,
          ...(hasVersion(schema) ? { headers: z.object({ ETag }) } : {}),
          content: { 'application/json': { schema } },
        },
      ];
    }),
  );
}

const replyDescription: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted; it will be done.',
  204: 'Done; there is nothing to say.',
  303: 'Done; see the other page.',
  400: 'The input is not valid; the page says what to correct.',
  404: 'There is no such page.',
  410: 'No longer available.',
};

/** Entities carry their version, from which the runtime makes the ETag. */
function hasVersion(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && 'version' in schema.shape;
}
