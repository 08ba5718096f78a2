/** Stands for the HTTP API of API Gateway: routes, JWT authorizer, payload format 2.0, and its own refusals. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cloud, InvocationResult } from '../../cloud.ts';
import { type Listening, listenOn } from '../../listen.ts';
import type { Issuer, Verification } from '../issuer/issuer.ts';
import { newTrace } from '../lambda/trace.ts';
import { readCors } from './cors.ts';
import { httpEvent, type ReadRequest } from './event.ts';
import { functionReply, gatewayReply, type HttpReply } from './reply.ts';
import { type HttpRoute, matchRoute, type RouteMatch, readRoutes } from './routes.ts';

export interface HttpApiOptions {
  readonly door: Door;
  readonly issuer: Issuer;
  /** Is offered every path below `/_local` first; false leaves it to the routes. */
  readonly control?:
    | ((request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>)
    | undefined;
}

/** Where the API listens. */
export interface Door extends Listening {
  /** Has requests answered, which until then are told that it is too early. */
  open(answer: RequestListener): void;
}

export interface HttpApi {
  readonly routes: readonly HttpRoute[];
}

/** Quotas of HTTP APIs: payload, and request line with headers. */
const largestBody = 10 * 1024 * 1024;
const largestHeaders = 10_240;
/** Lambda's quota for the event of a synchronous invocation. */
const largestEvent = 6 * 1024 * 1024;

/**
 * Takes the port before there is anything to answer: one that was only looked for may be another's by the time the rest
 * of the cloud has started, for the operating system gives it to whoever calls somewhere.
 *
 * @param port 0 lets the operating system choose
 */
export async function createDoor(port: number): Promise<Door> {
  let answer: RequestListener = (_, response) => void response.writeHead(503).end();
  // Node's own refusal of large headers must not come before API Gateway's.
  const server = createServer({ maxHeaderSize: 8 * largestHeaders }, (request, response) =>
    answer(request, response),
  );
  server.keepAliveTimeout = 75_000;
  const listening = await listenOn(server, port);
  return {
    ...listening,
    open(given) {
      answer = given;
    },
  };
}

export function createHttpApi(cloud: Cloud, options: HttpApiOptions): HttpApi {
  const { door, issuer, control } = options;
  const [api, ...others] = cloud.template.ofType('AWS::ApiGatewayV2::Api');
  if (others.length > 0)
    throw new Error('The local cloud serves one HTTP API, and the templates have several.');
  const routes = readRoutes(cloud);
  const cors = readCors(api?.properties.CorsConfiguration);
  const catchesAll = routes.some(({ key }) => key === '$default');

  async function answer(message: IncomingMessage): Promise<HttpReply> {
    const preflight = catchesAll ? undefined : cors.preflight(message);
    if (preflight) return preflight;
    if (headerBytes(message) > largestHeaders) return gatewayReply(431);
    const request = await readRequest(message);
    if (request === 'malformed') return gatewayReply(400);
    if (request === 'too large') return gatewayReply(413);
    const match = matchRoute(routes, request.method, request.path);
    if (!match) return gatewayReply(404);
    const token = match.route.authorizer && (await readToken(issuer, match.route, message));
    if (token?.ok === false)
      return gatewayReply(401, { 'www-authenticate': challenge('invalid_token', token.description) });
    if (token && !sufficient(token.scopes, match.route.scopes)) {
      const description = 'the token does not have the scope the route demands';
      return gatewayReply(403, { 'www-authenticate': challenge('insufficient_scope', description) });
    }
    return run(request, match, token);
  }

  async function run(
    request: ReadRequest,
    match: RouteMatch,
    token: Verification | undefined,
  ): Promise<HttpReply> {
    const trace = newTrace(cloud.clock.now());
    const payload = httpEvent(cloud, request, match, token, trace);
    if ((payload.body?.length ?? 0) > largestEvent) return gatewayReply(413);
    const { functionArn, key, timeoutMilliseconds } = match.route;
    const timer = new AbortController();
    const taken = Promise.withResolvers<void>();
    const result = await Promise.race([
      cloud.lambda.invoke(functionArn, { payload, cause: key, trace, onTaken: taken.resolve }),
      taken.promise
        .then(() => pause(timeoutMilliseconds, undefined, { signal: timer.signal }))
        .catch(() => undefined),
    ]);
    timer.abort();
    return result ? functionReply(result satisfies InvocationResult) : gatewayReply(503);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (/^\/_local(\/|\?|$)/.test(request.url ?? '') && (await control?.(request, response))) return;
    const reply = await answer(request);
    if (response.destroyed) return;
    response.sendDate = false;
    response.writeHead(reply.status, {
      date: new Date(cloud.clock.now()).toUTCString(),
      'apigw-requestid': randomUUID(),
      ...reply.headers,
      ...cors.headers(request),
    });
    response.end(reply.body);
  }

  door.open((request, response) => {
    serve(request, response).catch((error: unknown) => {
      cloud.log(`http api: ${error instanceof Error ? error.stack : String(error)}`);
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'application/json' })
          .end('{"message":"Internal Server Error"}');
    });
  });
  return { routes };
}

const noToken = 'the request has no token';
const challenge = (error: string, description: string): string =>
  description === noToken ? 'Bearer' : `Bearer scope="" error="${error}" error_description="${description}"`;

const sufficient = (scopes: readonly string[], demanded: readonly string[]): boolean =>
  demanded.length === 0 || demanded.some((scope) => scopes.includes(scope));

/** The prefix `Bearer ` may be left out. */
async function readToken(issuer: Issuer, route: HttpRoute, message: IncomingMessage): Promise<Verification> {
  const token = message.headers.authorization?.replace(/^bearer\s+/i, '').trim();
  if (!token || !route.authorizer) return { ok: false, description: noToken };
  return issuer.verify(token, route.authorizer);
}

function headerBytes({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  return rawHeaders.reduce((total, part) => total + part.length, method.length + url.length);
}

async function readRequest(message: IncomingMessage): Promise<ReadRequest | 'malformed' | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    // The rest is read and thrown away: a client that is still sending would not see the answer.
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) return 'too large';
  const [rawPath = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  try {
    const path = decodeURIComponent(rawPath);
    return { method: message.method ?? 'GET', path, query, body: Buffer.concat(chunks), message };
  } catch {
    return 'malformed';
  }
}
