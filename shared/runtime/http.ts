/**
 * The handler of an HTTP function: the routes of an area, or the public pages of one domain. API Gateway has matched
 * the route already, or where one of its keys leads to many, `ownRoute` has; the key of the route finds the
 * implementation, the contract says how to parse, who may call, what is kept.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { type Address, addressesOf } from '../contract/addresses.ts';
import { type Contract, isShared, keysOf, type ReplyOf, type Route, routesOf } from '../contract/route.ts';
import { AppError } from '../errors/app-error.ts';
import { rewordedBy, type Sentences } from '../errors/in-chinese.ts';
import { sharedSentences } from '../errors/sentences.ts';
import type { Table } from '../table/table.ts';
import type { Change } from '../table/write.ts';
import { type AccessTrail, createAccessTrail } from './access-trail.ts';
import { type Environment, httpEnvironment, tableEnvironment } from './environment.ts';
import { bodies } from './http-body.ts';
import { accessLog, type ProblemPage, problems } from './http-middlewares.ts';
import { ownRoute } from './http-own-route.ts';
import {
  type BoundRoute,
  type CallerReader,
  type HttpReply,
  type HttpRequest,
  type RequestTable,
  type Result,
  respond,
  type Serving,
} from './http-respond.ts';
import { answerUnmatched } from './http-unmatched.ts';
import { openResources, type Resources } from './resources.ts';

/** What became of a row that was carried out with others. */
type RowOutcome = AppError | { readonly status: number; readonly body: { readonly id: string } };

/**
 * An implementation for one route. For a route of batches it is given one row and answers the id of what it is about, or
 * several and answers each.
 */
type Serve<R extends Route> = R extends {
  readonly row: { readonly schema: infer Row extends z.ZodType; readonly together: number };
}
  ? (
      request: Omit<HttpRequest<R>, 'body'> & { readonly body: readonly z.output<Row>[] },
    ) => Promise<{ status: number; body: readonly RowOutcome[] } & Pick<HttpReply, 'writes'>>
  : ServeOne<R>;

type ServeOne<R extends Route> = R extends { readonly row: { readonly schema: infer Row extends z.ZodType } }
  ? (
      request: Omit<HttpRequest<R>, 'body'> & { readonly body: z.output<Row> },
    ) => Promise<
      { status: number; body: { id: string; leftAlone?: readonly string[] } } & Pick<HttpReply, 'writes'>
    >
  : (request: HttpRequest<R>) => Promise<ReplyOf<R> & Pick<HttpReply, 'headers' | 'cookies' | 'writes'>>;

/** One implementation for each route of a contract that needs a token. */
export type Implementation<C extends Contract> = {
  readonly [Name in keyof C['routes'] as C['routes'][Name]['permission'] extends 'public' | 'session'
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
  readonly bind: (resources: Resources<typeof tableEnvironment>) => readonly BoundRoute[];
  /** The Chinese of what the domain tells its callers. */
  readonly sentences: Sentences;
}

export interface RoutesOptions<E extends Environment> {
  /** What they need beside the table; the area's `http` in infra/areas gives it. */
  readonly environment?: E;
  /** The Chinese of what the domain tells its callers. */
  readonly sentences: Sentences;
}

/** Binds every route of a contract that needs a token; `build` makes the services once, when the function starts. */
export function routes<C extends Contract, E extends Environment = typeof tableEnvironment>(
  contract: C,
  { environment, sentences }: RoutesOptions<E>,
  build: (resources: Resources<E>) => Implementation<C>,
): DomainRoutes {
  return {
    sentences,
    bind(resources) {
      const env = (environment ?? tableEnvironment).read() as ReturnType<E['read']>;
      return bind(contract, build({ env, table: resources.table }));
    },
  };
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

/**
 * The HTTP function of an area: every route of its domains that needs a token.
 *
 * @param openCallers what is asked about people who call. @default nothing: they reach their own rows only
 * @param others the Chinese of what domains of other areas tell, where they are asked
 */
export function httpFunction(
  domains: Readonly<Record<string, DomainRoutes>>,
  openCallers?: (table: Table) => CallerReader,
  others: readonly Sentences[] = [],
) {
  const resources = openResources(httpEnvironment);
  const all = Object.values(domains);
  const bound = all.flatMap((each) => each.bind(resources));
  const table = () => resources.table;
  const trail = createAccessTrail(table, resources.env.AUDIT_DAYS);
  return handlerOf(
    bound,
    { table, trail, callers: openCallers?.(resources.table) },
    { sentences: [...all.map(({ sentences }) => sentences), ...others] },
  );
}

export interface PagesOptions {
  /** Answers what comes under another route key. @default as `$default` does, of the routes of this function */
  readonly unmatched?: (event: APIGatewayProxyEventV2) => Result;
  /** The page that tells people what went wrong. @default a problem document */
  readonly problem?: ProblemPage;
  /** The Chinese of what problem documents say. */
  readonly sentences?: readonly Sentences[];
}

/** Whoever comes to a public page is nobody in particular. */
const noTrail: AccessTrail = {
  keepingRefusals: (_, act) => act(),
  keepingRead: (_, act) => act(),
  keepRead: () => Promise.resolve(),
};

/** The function of the public pages of one domain. */
export function pagesFunction<C extends Contract, E extends Environment>(
  contract: C,
  environment: E,
  build: (resources: Resources<E>) => PagesImplementation<C>,
  options: PagesOptions = {},
) {
  const resources = openResources(environment);
  return pagesHandler(bind(contract, build(resources)), () => resources.table, options);
}

/** The handler of a function that serves pages, for callers who need no token. */
export function pagesHandler(bound: readonly BoundRoute[], table: () => RequestTable, options: PagesOptions) {
  return handlerOf(bound, { table, trail: noTrail, callers: undefined }, options);
}

/** Each route of a contract with what serves it; those that nothing serves here are left out. */
export function bind(
  contract: Contract,
  implementation: Readonly<Record<string, unknown>>,
): readonly BoundRoute[] {
  return routesOf({ [contract.name]: contract }).flatMap(({ key, name, route }) => {
    const run = implementation[name];
    return run === undefined ? [] : [{ key, route, run: run as BoundRoute['run'] }];
  });
}

function handlerOf(
  bound: readonly BoundRoute[],
  serving: Omit<Serving, 'inChinese'>,
  { unmatched, problem, sentences = [] }: PagesOptions,
) {
  const inChinese = rewordedBy([...sentences, sharedSentences]);
  const addresses = addressesOf(bound.map(({ route }) => route));
  const byKey = new Map(bound.flatMap((each) => keysOf(each.route).map((key) => [key, each])));
  // Errors pass the middlewares from the last to the first, so the log sees the status of the problem.
  return middy<APIGatewayProxyEventV2, Result>()
    .use(bodies())
    .use(accessLog())
    .use(problems(inChinese, problem))
    .use(ownRoute(bound))
    .handler((event) => {
      const target = byKey.get(event.routeKey);
      if (target === undefined) return unmatched?.(event) ?? answerOther(event, addresses);
      return respond(target, event, { ...serving, inChinese });
    });
}

/** Everything below a key that leads to many routes comes here, so what is nowhere does, too. */
function answerOther(event: APIGatewayProxyEventV2, addresses: readonly Address[]): Result {
  if (isShared(event.routeKey)) return answerUnmatched(event.requestContext.http, addresses);
  throw new AppError('not-found', `Nothing is served under ${event.routeKey}.`);
}
