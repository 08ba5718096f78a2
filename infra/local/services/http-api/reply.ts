/** What API Gateway answers: its own messages, and the function's results of payload format 2.0. */
import type { InvocationResult } from '../../cloud.ts';
import { isRecord } from '../../reading.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

const gatewayMessages = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** A reply of the gateway itself: `{"message"}`, not a problem document. */
export function gatewayReply(
  status: keyof typeof gatewayMessages,
  headers: Record<string, string> = {},
): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message: gatewayMessages[status] }),
  };
}

/** A result without `statusCode` is itself the body, with 200. */
export function functionReply(result: InvocationResult): HttpReply {
  if (!result.ok) return gatewayReply(result.errorType === 'TooManyRequestsException' ? 503 : 500);
  const { payload } = result;
  if (!isRecord(payload) || payload.statusCode === undefined) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = payload;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return gatewayReply(500);
  if (typeof body !== 'string' || !isRecord(headers) || !Array.isArray(cookies)) return gatewayReply(500);
  const written = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(written),
      ...(cookies.length > 0 ? { 'set-cookie': cookies.map(String) } : {}),
    },
    body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}
