/**
 * The handler of a domain's HTTP function. API Gateway has matched the route already; its key finds the
 * implementation, the contract says how to parse, who may call and what must be kept.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import {
  type Contract,
  html,
  type ReplyOf,
  type RequestOf,
  type Route,
  routesOf,
} from '../contract/route.ts';
import { AppError } from '../errors/app-error.ts';
import type { EventContext } from '../events/event.ts';
import { assertPermission, type Principal, principalOf } from '../identity/principal.ts';
import { ConcurrentModification } from '../table/commit.ts';
import type { Table } from '../table/table.ts';
import type { Change, Write } from '../table/write.ts';
import { now } from '../time/clock.ts';
import { accessLog, problems } from './http-middlewares.ts';
import { type ParsedRequest, parseRequest } from './http-request.ts';
import { AnsweredBefore, findReply, type KeyedRequest, keyedRequest, rememberReply } from './idempotency.ts';

/** A parsed and permitted request, as an operation of this route receives it. */
export interface HttpRequest<R extends Route = Route> extends RequestOf<R> {
  readonly principal: Principal;
  readonly origin: EventContext;
  /** Version named by `If-Match`; 0 for routes that do not demand it. */
  readonly ifMatch: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface HttpReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What has to be written before this reply is true. */
  readonly writes?: readonly Write[];
}

/** One implementation for each route of a contract. */
export type Implementation<C extends Contract> = {
  readonly [Name in keyof C['routes']]: (
    request: HttpRequest<C['routes'][Name]>,
  ) => Promise<ReplyOf<C['routes'][Name]> & Pick<HttpReply, 'headers' | 'writes'>>;
};

/** A reply that needs no write. */
export function answer<const Status extends number, Body>(
  status: Status,
  body: Body,
  headers: Record<string, string> = {},
) {
  return { status, body, headers };
}

/** The reply that becomes true when the change is written. */
export function answerAfter<const Status extends number, Result>(status: Status, change: Change<Result>) {
  return { status, body: change.result, writes: change.writes };
}

/** The reply without a body that becomes true when the change is written. */
export function emptyAfter<const Status extends number>(status: Status, change: Change<unknown>) {
  return { status, body: undefined, writes: change.writes };
}

type Result = APIGatewayProxyStructuredResultV2;
type Bound = { readonly route: Route; readonly run: (request: HttpRequest) => Promise<HttpReply> };

/** What the runtime itself needs of the table: the records of idempotency keys, and commits. */
export type RequestTable = Pick<Table, 'find' | 'commit'>;

/** How often an operation is tried again when somebody else was faster. */
const maximumAttempts = 5;

/** Makes the Lambda handler for a contract; `unmatched` answers what comes under another route key. */
export function httpHandler<C extends Contract>(
  contract: C,
  table: RequestTable,
  implementation: Implementation<C>,
  unmatched: (event: APIGatewayProxyEventV2) => Result = refuseUnmatched,
) {
  const bound = new Map<string, Bound>(
    routesOf({ [contract.name]: contract }).map(({ key, name, route }) => [
      key,
      { route, run: implementation[name] as unknown as Bound['run'] },
    ]),
  );
  // Errors pass the middlewares from the last to the first, so the log sees the status of the problem.
  return middy<APIGatewayProxyEventV2, Result>()
    .use(accessLog())
    .use(problems())
    .handler((event) => {
      const target = bound.get(event.routeKey);
      return target === undefined ? unmatched(event) : respond(target, event, table);
    });
}

function refuseUnmatched(event: APIGatewayProxyEventV2): never {
  throw new AppError('not-found', `Nothing is served under ${event.routeKey}.`);
}

async function respond(
  { route, run }: Bound,
  event: APIGatewayProxyEventV2,
  table: RequestTable,
): Promise<Result> {
  const principal = callerOf(event);
  if (route.permission !== 'public') assertPermission(principal, route.permission);
  const parsed = parseRequest(route, event);
  const request: HttpRequest = {
    params: parsed.params as undefined,
    query: parsed.query as undefined,
    body: parsed.body as undefined,
    ifMatch: parsed.ifMatch,
    headers: event.headers,
    principal,
    origin: {
      actor: { kind: route.permission === 'public' ? 'customer' : principal.kind, id: principal.id },
      correlationId: event.requestContext.requestId,
      hops: 0,
      at: now(),
    },
  };
  return toResult(route, await perform(run, request, keyed(event, principal, parsed), table));
}

async function perform(
  run: Bound['run'],
  request: HttpRequest,
  keyedBy: KeyedRequest | undefined,
  table: RequestTable,
): Promise<HttpReply> {
  for (let race = 1; race <= maximumAttempts; race += 1) {
    try {
      const reply = await run(request);
      const writes = reply.writes ?? [];
      await table.commit(keyedBy === undefined ? writes : [rememberReply(keyedBy, reply), ...writes]);
      return reply;
    } catch (error) {
      if (error instanceof ConcurrentModification) continue;
      // A repeated request may fail because the first one has succeeded: then that answer is the right one.
      const repeated = keyedBy && isDecision(error) ? await findReply(table, keyedBy) : undefined;
      if (repeated === undefined) throw error;
      return repeated;
    }
  }
  throw new AppError('unavailable', 'Many are changing the same thing at once. Please try again.');
}

function isDecision(error: unknown): boolean {
  return error instanceof AppError || error instanceof AnsweredBefore;
}

function keyed(
  event: APIGatewayProxyEventV2,
  principal: Principal,
  { idempotencyKey, rawBody }: ParsedRequest,
): KeyedRequest | undefined {
  if (idempotencyKey === undefined) return undefined;
  const caller = `${principal.kind}:${principal.id}`;
  return keyedRequest({
    caller,
    route: event.routeKey,
    key: idempotencyKey,
    path: event.rawPath,
    body: rawBody,
  });
}

const Authorized = z.object({
  authorizer: z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) }),
});

/** Public routes have no authorizer: their caller is nobody in particular. */
function callerOf(event: APIGatewayProxyEventV2): Principal {
  const context = Authorized.safeParse(event.requestContext);
  return principalOf({ claims: context.success ? context.data.authorizer.jwt.claims : {} });
}

function toResult(route: Route, reply: HttpReply): Result {
  const schema = route.replies[reply.status];
  const isHtml = schema === html;
  const version = versionOf(reply.body);
  return {
    statusCode: reply.status,
    headers: {
      'cache-control': 'no-store',
      ...(reply.body === undefined
        ? {}
        : { 'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json' }),
      ...(version === undefined ? {} : { etag: `"${version}"` }),
      ...reply.headers,
    },
    ...(reply.body === undefined ? {} : { body: isHtml ? String(reply.body) : JSON.stringify(reply.body) }),
  };
}

/** Entities carry their version, which is their ETag. */
function versionOf(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('version' in body)) return undefined;
  return typeof body.version === 'number' ? body.version : undefined;
}
