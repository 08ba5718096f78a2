/** An HTTP request as Lambda is given it: payload format 2.0. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Cloud, Trace } from '../../cloud.ts';
import type { Verification } from '../issuer/issuer.ts';
import type { RouteMatch } from './routes.ts';

export interface ReadRequest {
  readonly method: string;
  /** Decoded, as API Gateway passes it on. */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly message: IncomingMessage;
}

/** Only these content types reach the function as text; observed on API Gateway, not documented. */
const textual = /^(text\/|application\/(json|xml|javascript)\b)/i;

/** These concern one connection or are API Gateway's own business. */
const notPassedOn = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'cookie',
  'expect',
]);

export function httpEvent(
  cloud: Cloud,
  request: ReadRequest,
  { route, pathParameters }: RouteMatch,
  token: Verification | undefined,
  trace: Trace,
) {
  const { method, path, query, body, message } = request;
  const now = cloud.clock.now();
  const headers = joinHeaders(message, trace);
  const binary = body.length > 0 && !textual.test(headers['content-type'] ?? '');
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const cookies = message.headers.cookie?.split(/;\s*/);
  const parameters = joinQuery(query);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookies ? { cookies } : {}),
    headers,
    ...(query ? { queryStringParameters: parameters } : {}),
    requestContext: {
      accountId: cloud.accountId,
      apiId: cloud.template.ofType('AWS::ApiGatewayV2::Api')[0]?.ref ?? '',
      ...(token?.ok ? { authorizer: { jwt: jwtOf(token, route.scopes) } } : {}),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method,
        path,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp: message.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: writeTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...(body.length > 0 ? { body: body.toString(binary ? 'base64' : 'utf8') } : {}),
    isBase64Encoded: binary,
  };
}

function joinHeaders(message: IncomingMessage, trace: Trace): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    const name = (message.rawHeaders[index] ?? '').toLowerCase();
    const value = message.rawHeaders[index + 1] ?? '';
    if (!notPassedOn.has(name)) headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  const client = message.socket.remoteAddress ?? '';
  return {
    'content-length': '0',
    ...headers,
    'x-amzn-trace-id': `Root=${trace.id}`,
    'x-forwarded-for': headers['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ${client}` : client,
    'x-forwarded-port': String(message.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}

function joinQuery(query: string): Record<string, string> {
  // Any name may be sent, also one that objects have of their own.
  const given = Map.groupBy(new URLSearchParams(query), ([name]) => name);
  return Object.fromEntries(
    [...given].map(([name, pairs]) => [name, pairs.map(([, value]) => value).join()]),
  );
}

/** API Gateway hands claims over as text, lists as `[a b]`, and scopes only where the route demands some. */
function jwtOf(token: Extract<Verification, { ok: true }>, demanded: readonly string[]) {
  const claims = Object.entries(token.claims).map(([name, value]) => [name, claimText(value)]);
  return { claims: Object.fromEntries(claims), scopes: demanded.length > 0 ? token.scopes : null };
}

const claimText = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(claimText).join(' ')}]`
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** `12/Mar/2020:19:03:58 +0000` */
function writeTime(now: number): string {
  const [, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
