/** How one request is answered: permission, parsing, the operation, its writes with the idempotency key, the reply. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { BatchRows } from '../contract/batch.ts';
import { limits } from '../contract/limits.ts';
import { html, type ReplySchema, type RequestOf, type Route, takesNoToken } from '../contract/route.ts';
import { AppError } from '../errors/app-error.ts';
import type { InChinese } from '../errors/in-chinese.ts';
import { languageOf } from '../errors/problem.ts';
import type { IfMatch } from '../events/entity.ts';
import type { EventContext } from '../events/event.ts';
import { type HiddenFields, holdsDefinedValues, shownTo } from '../identity/fields.ts';
import { assertPermission, type Principal, principalOf, worksHereNoLonger } from '../identity/principal.ts';
import { ConcurrentModification } from '../table/commit.ts';
import { retryOnConflict } from '../table/retry.ts';
import type { Table } from '../table/table.ts';
import type { Write } from '../table/write.ts';
import { now } from '../time/clock.ts';
import { staffIdSchema } from '../values/staff-id.ts';
import type { AccessTrail, Visit } from './access-trail.ts';
import { type ParsedRequest, parseRequest } from './http-request.ts';
import { type PerformRows, performRows } from './http-rows.ts';
import { AnsweredBefore, findReply, type KeyedRequest, keyedRequest, rememberReply } from './idempotency.ts';

export type Result = APIGatewayProxyStructuredResultV2;

/** A parsed and permitted request, as an operation of this route receives it. */
export interface HttpRequest<R extends Route = Route> extends RequestOf<R> {
  readonly principal: Principal;
  readonly origin: EventContext;
  /** What `If-Match` names; `*` for routes that do not demand it. */
  readonly ifMatch: IfMatch;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As the browser sends them, `name=value` each. */
  readonly cookies: readonly string[];
  /** Path and query as they were asked for. */
  readonly address: string;
}

export interface HttpReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the browser is to keep, as `Set-Cookie` has it. */
  readonly cookies?: readonly string[];
  /** What has to be written before this reply is true. */
  readonly writes?: readonly Write[];
}

/** A route with what serves it. */
export interface BoundRoute {
  readonly key: string;
  readonly route: Route;
  readonly run: (request: HttpRequest) => Promise<HttpReply>;
}

/** What the runtime itself needs of the table: the records of idempotency keys, and commits. */
export type RequestTable = Pick<Table, 'find' | 'commit'>;

/** Says that a reply is the first answer to a request that has come again. */
const replayedHeader = 'idempotent-replayed';

/** What answering needs beside the route and the request. */
export interface Serving {
  readonly table: () => RequestTable;
  readonly trail: AccessTrail;
  readonly inChinese: InChinese;
  readonly callers: CallerReader | undefined;
}

/** What is asked about a person who calls. */
export interface CallerReader {
  /** Whose rows a member of staff reaches like their own, themselves among them. */
  readonly reachOf: (staffId: string) => Promise<ReadonlySet<string>>;
  /** Whether they work here no longer; whoever was never registered has not left. */
  readonly hasLeft: (staffId: string) => Promise<boolean>;
  /** Which of the fields that are defined at run time the caller is not shown. @default all of them */
  readonly hiddenFieldsOf?: (principal: Principal) => Promise<ReadonlySet<string>>;
}

/** Throws `forbidden` for somebody whose token is still good although they work here no longer. */
async function assertStillHere({ kind, id }: Principal, callers: CallerReader | undefined): Promise<void> {
  if (kind === 'person' && (await callers?.hasLeft(id))) throw worksHereNoLonger();
}

/** Read only where it decides: for whoever reaches own rows only, or is shown more of them. */
async function withReach(
  caller: Principal,
  { permission, ofReach }: Route,
  callers: CallerReader | undefined,
): Promise<Principal> {
  const isOfRows = !takesNoToken(permission) && permission !== 'signed-in';
  if (callers === undefined || caller.kind !== 'person' || !isOfRows) return caller;
  const reachesAll = caller.rowAccess[permission] !== 'own' && !ofReach;
  return reachesAll ? caller : { ...caller, reach: await callers.reachOf(caller.id) };
}

/** Answers one request: who calls, what was sent, what is kept, and the reply. */
export async function respond(
  bound: BoundRoute,
  event: APIGatewayProxyEventV2,
  serving: Serving,
): Promise<Result> {
  const principal = callerOf(event);
  const { permission } = bound.route;
  const at = now();
  const visit: Visit = {
    ...{ principal, at },
    route: bound.key,
    record: recordIn(event.pathParameters),
    correlationId: event.requestContext.requestId,
  };
  if (!takesNoToken(permission))
    await serving.trail.keepingRefusals(visit, async () => {
      assertPermission(principal, permission);
      await assertStillHere(principal, serving.callers);
    });
  const reply = await replyTo(bound, event, visit, serving);
  const hidden = await hiddenFields(bound.route.replies[reply.status], principal, serving.callers);
  return toResult(bound.route, reply, { principal, hidden });
}

async function replyTo(
  bound: BoundRoute,
  event: APIGatewayProxyEventV2,
  visit: Visit,
  { table, trail, inChinese, callers }: Serving,
): Promise<HttpReply> {
  const { at, correlationId } = visit;
  const { route } = bound;
  const parsed = await parseRequest(route, event);
  const principal = await withReach(visit.principal, route, callers);
  const request: HttpRequest = {
    params: parsed.params as undefined,
    query: parsed.query as undefined,
    body: parsed.body as undefined,
    ifMatch: parsed.ifMatch,
    headers: event.headers,
    cookies: event.cookies ?? [],
    address: event.rawQueryString === '' ? event.rawPath : `${event.rawPath}?${event.rawQueryString}`,
    principal,
    origin: {
      actor: { kind: takesNoToken(route.permission) ? 'customer' : principal.kind, id: principal.id },
      correlationId,
      hops: 0,
      at,
    },
  };
  /** Where the path names no record, the body may say for whom something was meant. */
  const about = (body: unknown): Visit => ({ ...visit, record: visit.record ?? customerIn(body) });
  if (route.row?.together !== undefined)
    return performBatch(route.row, request, inChinese, async (rows) => {
      const these = { ...request, body: rows.map(({ row }) => row) as unknown as undefined };
      const { body } = await trail.keepingRefusals(visit, () => perform(bound, these, undefined, table));
      return (body as readonly (AppError | HttpReply)[]).map((outcome) =>
        outcome instanceof AppError ? outcome : { ...outcome, replayed: false },
      );
    });
  if (route.row !== undefined)
    return performBatch(route.row, request, inChinese, (rows) =>
      Promise.all(
        rows.map(async ({ key, row }) => {
          const keyedBy = keyed(event, principal, parsed, { key, row });
          const one = { ...request, body: row as undefined };
          const done = await trail.keepingRefusals(about(row), () => perform(bound, one, keyedBy, table));
          return { ...done, replayed: done.headers?.[replayedHeader] !== undefined };
        }),
      ),
    );
  const act = () => perform(bound, request, keyed(event, principal, parsed), table);
  const { opens } = route;
  return trail.keepingRefusals(about(parsed.body), async () => {
    if (opens === undefined) return act();
    const named = event.pathParameters?.[opens];
    if (named !== undefined) return trail.keepingRead({ ...visit, record: named }, act);
    const reply = await act();
    const shown: unknown = Reflect.get(Object(reply.body), opens);
    if (typeof shown === 'string') await trail.keepRead({ ...visit, record: shown });
    return reply;
  });
}

const ourId = /^[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** The record that a path names, the last of several; never what happened to it, nor a value, such as the number of another system. */
function recordIn({
  staffId,
  eventId,
  ...others
}: APIGatewayProxyEventV2['pathParameters'] = {}): string | undefined {
  const ids = Object.values(others).filter((value) => value !== undefined && ourId.test(value));
  return ids.at(-1) ?? staffIdSchema.safeParse(staffId).data;
}

function customerIn(body: unknown): string | undefined {
  const id: unknown = Reflect.get(Object(body), 'customerId');
  return typeof id === 'string' && ourId.test(id) ? id : undefined;
}

/** Whom a request is about, be it that they are only there since: their id is that of the reply then. */
function customerOf({ params, body }: HttpRequest, reply: HttpReply): string | undefined {
  const { id } = Object(reply.body) as { readonly id?: unknown };
  const created = typeof id === 'string' && id.startsWith('customer_') ? id : undefined;
  return customerIn(params) ?? customerIn(body) ?? customerIn(reply.body) ?? created;
}

/** Answers a batch, row by row. */
async function performBatch(
  rows: BatchRows,
  { body, headers }: HttpRequest,
  inChinese: InChinese,
  performTogether: PerformRows,
): Promise<HttpReply> {
  const told = languageOf(headers['accept-language']) === 'zh-CN' ? inChinese : undefined;
  const { reply, replayed } = await performRows(rows, body, told, performTogether);
  return { status: 200, body: reply, ...(replayed ? { headers: { [replayedHeader]: 'true' } } : {}) };
}

async function perform(
  { route, run }: BoundRoute,
  request: HttpRequest,
  keyedBy: KeyedRequest | undefined,
  table: () => RequestTable,
): Promise<HttpReply> {
  const firstReply = async (): Promise<HttpReply | undefined> => {
    const reply = keyedBy && (await findReply(table(), keyedBy));
    return reply && { ...reply, headers: { [replayedHeader]: 'true' } };
  };
  const answered = route.takesAtOnce && (await firstReply());
  if (answered !== undefined) return answered;
  try {
    return await retryOnConflict(async () => {
      const reply = await run(request);
      const writes = [
        ...(keyedBy === undefined ? [] : [rememberReply(keyedBy, reply, customerOf(request, reply))]),
        ...(reply.writes ?? []),
      ];
      if (writes.length > 0) await table().commit(writes);
      return reply;
    });
  } catch (error) {
    // A repeated request may fail because the first one has succeeded: then that answer is the right one.
    const repeated = isDecision(error) ? await firstReply() : undefined;
    if (repeated !== undefined) return repeated;
    if (!(error instanceof ConcurrentModification)) throw error;
    throw new AppError('unavailable', 'Many are changing the same thing at once. Please try again.', {
      headers: { 'retry-after': String(limits.retryAfterSeconds) },
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
  part?: { readonly key: string; readonly row: unknown },
): KeyedRequest | undefined {
  if (idempotencyKey === undefined) return undefined;
  const caller = `${principal.kind}:${principal.id}`;
  return keyedRequest({
    caller,
    route: event.routeKey,
    key: part === undefined ? idempotencyKey : JSON.stringify([idempotencyKey, part.key]),
    path: event.rawPath,
    body: part === undefined ? rawBody : JSON.stringify(part.row),
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

/** Who is shown a reply, and what of it is hidden from them. */
interface Reader {
  readonly principal: Principal;
  readonly hidden: HiddenFields;
}

/** Asked only where a reply can hold any. */
async function hiddenFields(
  schema: ReplySchema | undefined,
  principal: Principal,
  callers: CallerReader | undefined,
): Promise<HiddenFields> {
  if (!holdsDefinedValues(schema)) return new Set();
  return callers?.hiddenFieldsOf === undefined ? 'all' : callers.hiddenFieldsOf(principal);
}

function toResult(route: Route, reply: HttpReply, reader: Reader): Result {
  const schema = route.replies[reply.status];
  const isHtml = schema === html || (route.orPage === true && typeof reply.body === 'string');
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
    ...(reply.cookies === undefined ? {} : { cookies: [...reply.cookies] }),
    ...(reply.body === undefined
      ? {}
      : { body: isHtml ? String(reply.body) : JSON.stringify(shownBody(schema, reply.body, reader)) }),
  };
}

/** What is not for the caller to see is taken out here, so that no route can forget it. */
function shownBody(schema: ReplySchema | undefined, body: unknown, { principal, hidden }: Reader): unknown {
  return typeof schema === 'object' ? shownTo(principal, schema, body, hidden) : body;
}

/** Entities carry their version, which is their ETag. */
function versionOf(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('version' in body)) return undefined;
  return typeof body.version === 'number' ? body.version : undefined;
}
