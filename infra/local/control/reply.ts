/** How the control surface answers. */
import type { ServerResponse } from 'node:http';
import { pageHeaders, problemPage } from './pages.ts';
import { type Problem, problemBody } from './problem.ts';

export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly html?: string;
  readonly text?: string;
  readonly location?: string;
}

function headers(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
  };
}

const headersOfPages = { ...headers('text/html; charset=utf-8'), ...pageHeaders };

/** A form leads back to the page; anything else gets the answer itself. */
export function send(response: ServerResponse, reply: Reply, isForm: boolean): void {
  if (isForm && reply.location !== undefined) {
    response.writeHead(303, { ...headers('text/plain'), location: reply.location }).end();
  } else if (reply.html !== undefined) {
    response.writeHead(200, headersOfPages).end(reply.html);
  } else if (reply.text !== undefined) {
    response.writeHead(200, headers('text/plain; charset=utf-8')).end(reply.text);
  } else {
    const body = reply.json === undefined ? undefined : `${JSON.stringify(reply.json, null, 1)}\n`;
    response.writeHead(reply.status ?? 200, headers('application/json')).end(body);
  }
}

/** @param isPage whether a person is to read it, in a browser */
export function sendProblem(response: ServerResponse, problem: Problem, isPage: boolean): void {
  if (isPage) {
    response.writeHead(problem.status, headersOfPages).end(problemPage(problem));
    return;
  }
  const body = JSON.stringify(problemBody(problem));
  response.writeHead(problem.status, headers('application/problem+json')).end(body);
}
