/** What stands around every HTTP handler: errors become problem documents, and each request leaves a line in the log. */
import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { limits } from '../contract/limits.ts';
import { AppError } from '../errors/app-error.ts';
import type { InChinese } from '../errors/in-chinese.ts';
import { languageOf, problemMediaType, problemOf } from '../errors/problem.ts';
import { isBusy } from '../table/busy.ts';
import { countFailures } from './failures.ts';
import { describeError, logger } from './logger.ts';

type Result = APIGatewayProxyStructuredResultV2;

/** The page that tells people what went wrong, for functions that serve pages; nothing for whom it is no page. */
export type ProblemPage = (
  status: number,
  event: APIGatewayProxyEventV2,
) => { readonly body: string; readonly headers: Readonly<Record<string, string>> } | undefined;

/** Every error leaves as a problem document, or as a page; what we did not foresee is logged and stays unnamed. */
export function problems(
  inChinese: InChinese,
  page?: ProblemPage,
): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> {
  return {
    onError(request) {
      const error = toAppError(request.error);
      const asked = languageOf(request.event.headers['accept-language']);
      const told = asked === 'zh-CN' ? inChinese : undefined;
      const problem = problemOf(error, request.event.requestContext.requestId, told);
      if (problem.status >= 500) countFailures(1);
      const shown = page?.(problem.status, request.event);
      const { body, headers } = shown ?? { body: JSON.stringify(problem), headers: {} };
      const contentType = shown === undefined ? problemMediaType : 'text/html; charset=utf-8';
      request.response = {
        statusCode: problem.status,
        headers: { 'content-type': contentType, 'cache-control': 'no-store', ...headers, ...error.headers },
        body,
      };
    },
  };
}

/** What a caller is told of an error; one that we did not foresee is logged. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  logger.error('unforeseen error', { error: describeError(error) });
  if (!isBusy(error) && !isNetwork(error))
    return new AppError(
      'internal',
      'This should not have happened. The request id helps us to find out why.',
    );
  return new AppError('unavailable', 'We are too busy right now. Please try again; nothing is done twice.', {
    headers: { 'retry-after': String(limits.retryAfterSeconds) },
  });
}

function isNetwork(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'].includes(String(error.code))
  );
}

/** One line for each request: which route, how it ended, never what it held. */
export function accessLog(): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> {
  const line = (event: APIGatewayProxyEventV2, response: Result | null | undefined) =>
    logger.info('request', {
      routeKey: event.routeKey,
      status: response?.statusCode,
      requestId: event.requestContext.requestId,
    });
  return {
    after: (request) => line(request.event, request.response),
    onError: (request) => line(request.event, request.response),
  };
}
