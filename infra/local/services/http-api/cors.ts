/** Cross-origin requests, as API Gateway answers them when the API has a `CorsConfiguration`. */
import type { IncomingMessage } from 'node:http';
import { optionalNumber, record, texts } from '../../reading.ts';
import type { HttpReply } from './reply.ts';

export interface Cors {
  /** The answer to a preflight request, which never reaches a function. */
  preflight(request: IncomingMessage): HttpReply | undefined;
  /** Headers for an ordinary reply; they replace those of the function. */
  headers(request: IncomingMessage): Record<string, string>;
}

export function readCors(configuration: unknown): Cors {
  if (configuration === undefined) return { preflight: () => undefined, headers: () => ({}) };
  const settings = record(configuration);
  const origins = texts(settings.AllowOrigins);
  const exposed = texts(settings.ExposeHeaders);
  const maxAge = optionalNumber(settings.MaxAge);

  function headers({ headers: { origin } }: IncomingMessage): Record<string, string> {
    const allowed = origins.includes('*') ? '*' : origins.find((candidate) => candidate === origin);
    if (origin === undefined || allowed === undefined) return {};
    return {
      'access-control-allow-origin': allowed,
      ...(settings.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
      ...(exposed.length > 0 ? { 'access-control-expose-headers': exposed.join(',') } : {}),
    };
  }

  return {
    headers,
    preflight(request) {
      if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return undefined;
      const allowed = headers(request);
      const permissions =
        Object.keys(allowed).length === 0
          ? {}
          : {
              'access-control-allow-methods': texts(settings.AllowMethods).join(','),
              'access-control-allow-headers': texts(settings.AllowHeaders).join(','),
              ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
            };
      return { status: 204, headers: { ...allowed, ...permissions }, body: '' };
    },
  };
}
