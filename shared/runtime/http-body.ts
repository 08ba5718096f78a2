/** How a body travels: compressed for whoever asks for it, and left out of the answer to HEAD. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { weightsOf } from './http-accept.ts';

type Result = APIGatewayProxyStructuredResultV2;

/** Bodies up to this are sent as they are: compressing them saves no packet. */
const smallBytes = 1024;

/** Brotli's own default takes a hundred times as long for a tenth less. */
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const encoders = {
  br: (body: string) => brotliCompressSync(body, quality),
  gzip: (body: string) => gzipSync(body),
} as const;

/** Stands first, so that it sees the final answer, whichever way it was made. */
export function bodies(): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> {
  const finish = (request: middy.Request<APIGatewayProxyEventV2, Result>) => {
    const { event, response } = request;
    if (typeof response?.body !== 'string') return;
    const encoded = compressed(response, event.headers['accept-encoding']);
    request.response = event.requestContext.http.method === 'HEAD' ? withoutBody(encoded) : encoded;
  };
  return { after: finish, onError: finish };
}

function compressed(response: Result, accepted: string | undefined): Result {
  const { body = '', headers } = response;
  if (response.isBase64Encoded === true || Buffer.byteLength(body) <= smallBytes) return response;
  const varying = { ...response, headers: { ...headers, vary: 'Accept-Encoding' } };
  const encoding = encodingOf(accepted);
  if (encoding === undefined) return varying;
  return {
    ...varying,
    headers: { ...varying.headers, 'content-encoding': encoding },
    body: encoders[encoding](body).toString('base64'),
    isBase64Encoded: true,
  };
}

/** RFC 9110, section 12.5.3: `q=0` forbids, the higher `q` wins, `*` stands for what is not named. */
export function encodingOf(accepted: string | undefined): 'br' | 'gzip' | undefined {
  const weights = weightsOf(accepted);
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0;
  const best = weightOf('br') >= weightOf('gzip') ? 'br' : 'gzip';
  return weightOf(best) > 0 ? best : undefined;
}

function withoutBody({ body, isBase64Encoded, ...response }: Result): Result {
  return response;
}
