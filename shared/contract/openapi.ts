/** The OpenAPI 3.1 document of the whole surface, made from the contracts alone. */
import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { Problem } from '../errors/problem.ts';
import { errorReplies, gatewayContent } from './openapi-errors.ts';
import { exampleOf, type Hints, hintsFrom } from './openapi-examples.ts';
import {
  apiOf,
  type Contract,
  empty,
  html,
  needsIdempotencyKey,
  type PlacedRoute,
  type ReplySchema,
  type Route,
  routesOf,
} from './route.ts';

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
  const described = Object.values(apiOf(contracts));
  for (const contract of described) {
    const hints = hintsFrom(Object.values(contract.routes).map((route) => route.example?.body));
    for (const each of routesOf({ contract })) {
      const { path, method } = each.route;
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(each, hints) };
    }
  }
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: options.title,
        version: options.version,
        ...(options.description === undefined ? {} : { description: options.description }),
      },
      servers: [{ url: options.serverUrl ?? '/' }],
      tags: described.map(({ name, about }) => ({ name, description: about })),
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
    },
    {
      // What no body shows, such as one of several kinds.
      override: ({ jsonSchema, zodSchema }) => {
        if (z.globalRegistry.get(zodSchema)?.id !== undefined)
          jsonSchema.examples ??= [exampleOf(zodSchema, hintsFrom([]))];
      },
    },
  );
  return portable(withExamples(document)) as OpenApiDocument;
}

const Examined = z.looseObject({ example: z.unknown(), schema: z.unknown() });
const Shown = z.looseObject({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** Every component shows an example of itself: that of a body in which it is sent or answered. */
function withExamples(document: OpenApiDocument): OpenApiDocument {
  const schemas = document.components?.schemas ?? {};
  const illustrated = new Set<string>();
  const illustrate = (schema: unknown, example: unknown): void => {
    const { $ref, properties = {}, items } = Shown.parse(schema ?? {});
    if (example === undefined || example === null) return;
    if ($ref !== undefined) {
      const name = $ref.slice(componentPrefix.length);
      const component = schemas[name];
      if (typeof component !== 'object' || illustrated.has(name)) return;
      illustrated.add(name);
      Object.assign(component, { examples: [example] });
      illustrate(component, example);
    } else if (Array.isArray(example)) illustrate(items, example[0]);
    else if (typeof example === 'object')
      for (const [name, part] of Object.entries(properties)) illustrate(part, Reflect.get(example, name));
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const examined = Examined.safeParse(value);
    if (examined.success) illustrate(examined.data.schema, examined.data.example);
    else for (const part of Object.values(value)) visit(part);
  };
  visit(document.paths);
  visit(document.components?.responses);
  return document;
}

const componentPrefix = '#/components/schemas/';

/** What not every regular expression knows: classes of Unicode (Python), and looking around (Go). */
const unportable = /\\[pP]\{|\(\?[=!<]/;

/** Leaves out the patterns that some clients cannot read; what they say is checked all the same. */
function portable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(portable);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, part]) => name !== 'pattern' || typeof part !== 'string' || !unportable.test(part),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, portable(part)]));
}

/** One requirement for each scope, of which any one suffices; a requirement without a scope is any token. */
function securityOf(scopes: PlacedRoute['scopes']): Record<'token', string[]>[] {
  if (scopes === 'public') return [];
  return scopes.length === 0 ? [{ token: [] }] : scopes.map((scope) => ({ token: [scope] }));
}

function operation(placed: PlacedRoute, hints: Hints): ZodOpenApiOperationObject {
  const { route, name, domain, scopes } = placed;
  const headers = requestHeaders(placed);
  return {
    operationId: name,
    tags: [domain],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: securityOf(scopes),
    requestParams: {
      ...(route.params === undefined ? {} : { path: route.params }),
      ...(route.query === undefined ? {} : { query: route.query }),
      ...(headers === undefined ? {} : { header: headers }),
    },
    ...(route.body === undefined ? {} : { requestBody: requestBody(placed, route.body) }),
    responses: { ...successReplies(placed, hints), ...errorReplies(route) },
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

const entityTags = z.string().regex(/^(\*|(W\/)?"[^"]*"(, *(W\/)?"[^"]*")*)$/);

const IfMatch = entityTags.meta({
  description:
    'The ETag of the version you have read, or several of them; another version is refused with 412. `*` means whichever is there.',
  examples: ['"3"'],
  param: { id: 'IfMatch' },
});

const IfMatchOnceThere = entityTags.optional().meta({
  description:
    'The ETag of the version you have read: another version is refused with 412. Leave it out for what is not there yet; a change of what is there is refused with 428 then.',
  examples: ['"3"'],
  param: { id: 'IfMatchOnceThere' },
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
    ...(route.ifMatchOnceThere ? { 'If-Match': IfMatchOnceThere } : {}),
  };
  return Object.keys(headers).length === 0 ? undefined : z.object(headers);
}

function requestBody({ route }: PlacedRoute, schema: z.ZodType): ZodOpenApiRequestBodyObject {
  const example = route.example?.body;
  const content = { schema, ...(example === undefined ? {} : { example }) };
  if (route.form) {
    const files = route.upload ? { 'multipart/form-data': content } : {};
    return { required: true, content: { 'application/x-www-form-urlencoded': content, ...files } };
  }
  return { required: true, content: { 'application/json': content } };
}

const Replayed = z.literal('true').meta({
  description: 'There when this is the first answer to a request that has come again.',
  header: { id: 'IdempotentReplayed' },
});

function successReplies({ route }: PlacedRoute, hints: Hints): ZodOpenApiResponsesObject {
  const replies = Object.entries(route.replies).map(([status, schema]) => {
    const description = replyDescription[status] ?? 'The answer.';
    const headers = replyHeaders(route, schema);
    if (schema === empty) return [status, { description, ...headers }];
    const content = {
      ...replyContent(schema, hints),
      ...(route.orPage ? page : {}),
      ...(schema === html ? gatewayContent(route, Number(status)) : {}),
    };
    return [status, { description, ...headers, content }];
  });
  return Object.fromEntries(replies);
}

const page = {
  'text/html': { schema: z.string(), example: '<!doctype html><html lang="en">…</html>' },
};

function replyContent(schema: Exclude<ReplySchema, typeof empty>, hints: Hints) {
  if (schema === html) return page;
  return { 'application/json': { schema, example: exampleOf(schema, hints) } };
}

function replyHeaders(route: Route, schema: ReplySchema) {
  const headers = {
    ...(typeof schema !== 'string' && hasVersion(schema) ? { ETag } : {}),
    ...(needsIdempotencyKey(route) ? { 'Idempotent-Replayed': Replayed.optional() } : {}),
  };
  return Object.keys(headers).length === 0 ? {} : { headers: z.object(headers) };
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
  413: 'The body is too large.',
  415: 'The body is not encoded as a form.',
  500: 'Something went wrong on our side.',
  503: 'Temporarily unavailable. Try again.',
};

/** Entities carry their version, from which the runtime makes the ETag. */
function hasVersion(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && 'version' in schema.shape;
}
