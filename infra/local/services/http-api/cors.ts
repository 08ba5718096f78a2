/** Cross-origin requests, as API Gateway answers them when the API has a `CorsConfiguration`. */
import type { IncomingMessage } from 'node:http';
import { optionalNumber, record, texts } from '../../reading.ts';
import type { HttpReply } from './reply.ts';

export interface Cors {
  /** The gateway's own answer to a preflight request, where no route `$default` catches it. */
  preflight(request: IncomingMessage): HttpReply | undefined;
  /** Headers for any reply, a preflight's among them; they replace those of the function. */
  headers(request: IncomingMessage): Record<string, string>;
}

export function readCors(configuration: unknown): Cors {
  if (configuration === undefined) return { preflight: () => undefined, headers: () => ({}) };
  const settings = record(configuration);
  const origins = texts(settings.AllowOrigins);
  const exposed = texts(settings.ExposeHeaders);
  const maxAge = optionalNumber(settings.MaxAge);
  const permissions = {
    'access-control-allow-methods': texts(settings.AllowMethods).join(','),
    'access-control-allow-headers': texts(settings.AllowHeaders).join(','),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
  };

  function headers(request: IncomingMessage): Record<string, string> {
    const { origin } = request.headers;
    const allowed = origins.includes('*') ? '*' : origins.find((candidate) => candidate === origin);
    if (origin === undefined || allowed === undefined) return {};
    return {
      'access-control-allow-origin': allowed,
      ...(settings.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
      ...(exposed.length > 0 ? { 'access-control-expose-headers': exposed.join(',') } : {}),
      ...(isPreflight(request) ? permissions : {}),
    };
  }

  return {
    headers,
    preflight: (request) => (isPreflight(request) ? { status: 204, headers: {}, body: '' } : undefined),
  };
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
