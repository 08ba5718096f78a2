/**
 * The handler of an HTTP function: the routes of an area, or the public pages of one domain. API Gateway has matched
 * the route already; its key finds the implementation, the contract says how to parse, who may call, what is kept.
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
import { retryOnConflict } from '../table/retry.ts';
import type { Table } from '../table/table.ts';
import type { Change, Write } from '../table/write.ts';
import { now } from '../time/clock.ts';
import { type Environment, tableEnvironment } from './environment.ts';
import { accessLog, problems } from './http-middlewares.ts';
import { type ParsedRequest, parseRequest } from './http-request.ts';
import { AnsweredBefore, findReply, type KeyedRequest, keyedRequest, rememberReply } from './idempotency.ts';
import { openResources, type Resources } from './resources.ts';

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

/** An implementation for one route. */
type Serve<R extends Route> = (
  request: HttpRequest<R>,
) => Promise<ReplyOf<R> & Pick<HttpReply, 'headers' | 'writes'>>;

/** One implementation for each route of a contract that needs a token. */
export type Implementation<C extends Contract> = {
  readonly [Name in keyof C['routes'] as C['routes'][Name]['permission'] extends 'public'
    ? never
    : Name]: Serve<C['routes'][Name]>;
};

/** One implementation for each public route of a contract. */
export type PagesImplementation<C extends Contract> = {
  readonly [Name in keyof C['routes'] as C['routes'][Name]['permission'] extends 'public'
    ? Name
    : never]: Serve<C['routes'][Name]>;
};

/** What a domain adds to the HTTP function of its area. */
export interface DomainRoutes {
  readonly bind: (resources: Resources<typeof tableEnvironment>) => readonly Bound[];
}

/** Binds every route of a contract that needs a token; `build` makes the services once, when the function starts. */
export function routes<C extends Contract>(
  contract: C,
  build: (resources: Resources<typeof tableEnvironment>) => Implementation<C>,
): DomainRoutes {
  return { bind: (resources) => bind(contract, build(resources)) };
}

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

interface Bound {
  readonly key: string;
  readonly route: Route;
  readonly run: (request: HttpRequest) => Promise<HttpReply>;
}

/** What the runtime itself needs of the table: the records of idempotency keys, and commits. */
export type RequestTable = Pick<Table, 'find' | 'commit'>;

/** The HTTP function of an area: every route of its domains that needs a token. */
export function httpFunction(domains: Readonly<Record<string, DomainRoutes>>) {
  const resources = openResources(tableEnvironment);
  const bound = Object.values(domains).flatMap((each) => each.bind(resources));
  return handlerOf(bound, () => resources.table, refuseUnmatched);
}

/** The function of the public pages of one domain; `unmatched` answers what comes under another route key. */
export function pagesFunction<C extends Contract, E extends Environment>(
  contract: C,
  environment: E,
  build: (resources: Resources<E>) => PagesImplementation<C>,
  unmatched: (event: APIGatewayProxyEventV2) => Result = refuseUnmatched,
) {
  const resources = openResources(environment);
  return handlerOf(bind(contract, build(resources)), () => resources.table, unmatched);
}

function bind(contract: Contract, implementation: Readonly<Record<string, unknown>>): readonly Bound[] {
  return routesOf({ [contract.name]: contract }).flatMap(({ key, name, route }) => {
    const run = implementation[name];
    return run === undefined ? [] : [{ key, route, run: run as Bound['run'] }];
  });
}

function handlerOf(
  bound: readonly Bound[],
  table: () => RequestTable,
  unmatched: (event: APIGatewayProxyEventV2) => Result,
) {
  const byKey = new Map(bound.map((each) => [each.key, each]));
  // Errors pass the middlewares from the last to the first, so the log sees the status of the problem.
  return middy<APIGatewayProxyEventV2, Result>()
    .use(accessLog())
    .use(problems())
    .handler((event) => {
      const target = byKey.get(event.routeKey);
      return target === undefined ? unmatched(event) : respond(target, event, table);
    });
}

function refuseUnmatched(event: APIGatewayProxyEventV2): never {
  throw new AppError('not-found', `Nothing is served under ${event.routeKey}.`);
}

async function respond(
  { route, run }: Bound,
  event: APIGatewayProxyEventV2,
  table: () => RequestTable,
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
  table: () => RequestTable,
): Promise<HttpReply> {
  try {
    return await retryOnConflict(async () => {
      const reply = await run(request);
      const writes = [
        ...(keyedBy === undefined ? [] : [rememberReply(keyedBy, reply)]),
        ...(reply.writes ?? []),
      ];
      if (writes.length > 0) await table().commit(writes);
      return reply;
    });
  } catch (error) {
    // A repeated request may fail because the first one has succeeded: then that answer is the right one.
    const repeated = keyedBy && isDecision(error) ? await findReply(table(), keyedBy) : undefined;
    if (repeated !== undefined) return repeated;
    if (!(error instanceof ConcurrentModification)) throw error;
    throw new AppError('unavailable', 'Many are changing the same thing at once. Please try again.', {
      headers: { 'retry-after': '2' },
      cause: error,
    });
  }
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
