/** Declaring the routes of a domain. Everything else that needs a route is derived from this declaration. */
import type * as z from 'zod';
import type { ErrorCode } from '../errors/app-error.ts';
import type { Permission } from '../identity/permissions.ts';
import { personScope, scopeOf } from '../identity/principal.ts';
import type { BatchRows } from './batch.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A reply that is a page for people, not JSON. */
export const html = 'html';
/** A reply without a body. */
export const empty = 'empty';

export type ReplySchema = z.ZodType | typeof html | typeof empty;

export interface Route {
  readonly method: Method;
  /** e.g. `/customers/{customerId}`. */
  readonly path: `/${string}`;
  /**
   * `public` routes need no token and are for pages with a secret in their link; `signed-in` ones any token that the
   * provider has issued for this API, whatever it permits. `session` ones are pages of the desk: whoever comes without a
   * session is sent to sign in, and each form says that it is ours (functions/desk/desk). What is done there needs the
   * permissions of the routes that the page calls.
   */
  readonly permission: Permission | 'signed-in' | 'public' | 'session';
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The route takes many of these in one body, see shared/contract/batch.ts. */
  readonly row?: BatchRows;
  /** The body is an HTML form (`application/x-www-form-urlencoded`) instead of JSON. */
  readonly form?: true;
  /** The form may come with a file (`multipart/form-data`), see `multipartValues`. */
  readonly upload?: true;
  /** Demands `If-Match` with the version that the caller has read. */
  readonly ifMatch?: true;
  /** Demands `If-Match` of whoever changes what is there: for what is created and replaced by the same route. */
  readonly ifMatchOnceThere?: true;
  /** What it shows depends on whom the caller reaches, although the permission opens the rows of all. */
  readonly ofReach?: true;
  /** Demands `Idempotency-Key`. @default true for POST routes that need a token */
  readonly idempotent?: boolean;
  /**
   * Its operation takes something outside of the transaction of its writes, so a repeated key is looked for before it is
   * run, for one read unit. Two requests at the same moment may still both take it.
   */
  readonly takesAtOnce?: true;
  readonly replies: Readonly<Record<number, ReplySchema>>;
  /**
   * What names whose personal data the reply shows, a parameter of the path or else a field of the reply: that they were
   * opened is kept.
   */
  readonly opens?: string;
  /** The reply 200 is a page for whoever would rather have one (`Accept`); what serves the route answers a text then. */
  readonly orPage?: true;
  /** Codes the operation may throw, beyond those every route of its kind may answer. */
  readonly errors: readonly ErrorCode[];
  /** The problem document of its `conflict`, where that says more than every other; with an example. */
  readonly conflict?: z.ZodType;
  /**
   * A good request: the example of the OpenAPI document, and what the tests that loop over all routes send. Needed
   * where the schemas of the parts give no example of their own, so always where there is a body.
   */
  readonly example?: RouteExample;
}

export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Contract<Routes extends Record<string, Route> = Record<string, Route>> {
  readonly name: string;
  /** What the routes are about, in a sentence for those who look for one. */
  readonly about: string;
  readonly routes: Routes;
}

/** Declares the routes of one domain: the name of its folder, and what they are about, which describes their tag. */
export function contract<const Routes extends Record<string, Route>>(
  name: string,
  about: string,
  routes: Routes,
): Contract<Routes> {
  return { name, about, routes };
}

/** A route with its place in the whole surface. */
export interface PlacedRoute {
  readonly domain: string;
  readonly name: string;
  readonly route: Route;
  /** API Gateway's route key, e.g. `POST /customers`. */
  readonly key: string;
  /** Scopes of which a token needs any one, none where any token will do, or `public` where the gateway asks for none. */
  readonly scopes: readonly string[] | 'public';
}

/** Every route of every contract, in the order of declaration. */
export function routesOf(contracts: Readonly<Record<string, Contract>>): readonly PlacedRoute[] {
  return Object.values(contracts).flatMap((each) =>
    Object.entries(each.routes).map(([name, route]) => ({
      domain: each.name,
      name,
      route,
      key: `${route.method} ${route.path}`,
      scopes: scopesFor(route.permission),
    })),
  );
}

function scopesFor(permission: Route['permission']): PlacedRoute['scopes'] {
  if (takesNoToken(permission)) return 'public';
  return permission === 'signed-in' ? [] : [scopeOf(permission), personScope];
}

/** The contracts of the API: pages of the desk are for people, and programs have the routes that these pages call. */
export function apiOf<Contracts extends Readonly<Record<string, Contract>>>(
  contracts: Contracts,
): Readonly<Record<string, Contract>> {
  const isDesk = ({ routes }: Contract) =>
    Object.values(routes).some(({ permission }) => permission === 'session');
  return Object.fromEntries(Object.entries(contracts).filter(([, each]) => !isDesk(each)));
}

/** Whether it is a page for a browser, which sends no token. */
export function takesNoToken(permission: Route['permission']): permission is 'public' | 'session' {
  return permission === 'public' || permission === 'session';
}

/**
 * The keys of a route. Pages for everybody, which scanners of links in mails ask for, answer HEAD like GET; programs and
 * pages for staff have no use for it.
 */
export function keysOf({ method, path, permission }: Route): readonly string[] {
  const key = `${method} ${path}`;
  return method === 'GET' && permission === 'public' ? [key, `HEAD ${path}`] : [key];
}

/** A key of the gateway, and the routes that it leads to. */
export interface GatewayKey {
  readonly key: string;
  readonly routes: readonly PlacedRoute[];
  /** Scopes of which a token needs any one to be let through: whether it is that of its route, the function asks. */
  readonly scopes: PlacedRoute['scopes'];
}

/**
 * API Gateway's keys for all routes. Each is one of the 300 that an account has for an API unless it asks for more, so
 * what stands below a first step whose routes all go to one function shares one for each method. Public pages do not,
 * for each has a limit of its own. Nor is a route of such a step kept out for its scope: API Gateway has one name for
 * each variable of a path, so there can be no `/surveys/{surveyId}` beside `/surveys/{page+}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 *
 * @param areaOf the area of a domain, which says what function serves it
 */
export function gatewayKeysOf(
  routes: readonly PlacedRoute[],
  areaOf: (domain: string) => string | undefined,
): readonly GatewayKey[] {
  const functionOf = ({ domain, route }: PlacedRoute) =>
    `${areaOf(domain) ?? domain} ${takesNoToken(route.permission) ? 'pages' : 'http'}`;
  const functions = new Map(
    [...Map.groupBy(routes, firstStepOf)].map(([step, all]) => [step, new Set(all.map(functionOf))]),
  );
  const keyed = routes.flatMap((placed) => {
    const isShared = placed.route.permission !== 'public' && functions.get(firstStepOf(placed))?.size === 1;
    const keys = isShared && isBelow(placed.route) ? [sharedKeyOf(placed)] : keysOf(placed.route);
    return keys.map((key) => ({ key, placed }));
  });
  return [...Map.groupBy(keyed, ({ key }) => key)].map(([key, those]) => {
    const own = those.map(({ placed }) => placed);
    return { key, routes: own, scopes: anyOf(own.map(({ scopes }) => scopes)) };
  });
}

const firstStepOf = ({ route }: PlacedRoute) => route.path.split('/')[1] ?? '';
const isBelow = ({ path }: Route) => path.split('/').length > 2;
const sharedKeyOf = (placed: PlacedRoute) => `${placed.route.method} /${firstStepOf(placed)}/{page+}`;

function anyOf(scopes: readonly PlacedRoute['scopes'][]): PlacedRoute['scopes'] {
  const demanded = scopes.filter((each) => each !== 'public');
  if (demanded.length === 0) return 'public';
  return demanded.some((each) => each.length === 0) ? [] : [...new Set(demanded.flat())];
}

/** Whether a key of the gateway leads to many routes. */
export function isShared(gatewayKey: string): boolean {
  return gatewayKey.endsWith('+}');
}

export function needsIdempotencyKey(route: Route): boolean {
  return route.idempotent ?? (route.method === 'POST' && !takesNoToken(route.permission));
}

/** Every code a route may answer: its own and those that follow from its kind. */
export function errorsOf(route: Route): readonly ErrorCode[] {
  const codes = new Set<ErrorCode>(['invalid-request', 'internal', 'unavailable', ...route.errors]);
  if (!takesNoToken(route.permission)) codes.add('forbidden');
  if (route.body !== undefined) {
    codes.add('body-too-large').add('unsupported-media-type');
    if (route.form === undefined) codes.add('invalid-json');
  }
  if (route.ifMatch || route.ifMatchOnceThere) codes.add('precondition-required').add('precondition-failed');
  if (needsIdempotencyKey(route))
    codes.add('missing-idempotency-key').add('idempotency-key-reused').add('gone');
  return [...codes];
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Part<R, Key extends 'params' | 'query' | 'body'> =
  R extends Record<Key, infer Schema> ? Schema : undefined;

/** What an operation receives of a request, parsed. */
export interface RequestOf<R extends Route> {
  readonly params: Output<Part<R, 'params'>>;
  readonly query: Output<Part<R, 'query'>>;
  readonly body: Output<Part<R, 'body'>>;
}

/** What a client sends for a route: the parts that the route declares; a query that may be empty may be left out. */
export type InputOf<R extends Route> = LeaveOutEmpty<{
  readonly [Key in 'params' | 'query' | 'body' as Part<R, Key> extends z.ZodType ? Key : never]: Input<
    Part<R, Key>
  >;
}>;

type Empty = Record<never, never>;

type LeaveOutEmpty<Parts> = {
  [Key in keyof Parts as Empty extends Parts[Key] ? never : Key]: Parts[Key];
} & { [Key in keyof Parts as Empty extends Parts[Key] ? Key : never]?: Parts[Key] | undefined };

type ReplyBody<Schema> = Schema extends z.ZodType
  ? z.output<Schema>
  : Schema extends typeof html
    ? string
    : undefined;

/** The replies a route may give: a union of status and body. */
export type ReplyOf<R extends Route> = {
  [Status in keyof R['replies'] & number]: {
    readonly status: Status;
    readonly body: ReplyBody<R['replies'][Status]> | (R extends { readonly orPage: true } ? string : never);
  };
}[keyof R['replies'] & number];
