/** The typed client: made from the contracts, used by the tests, the commands and whoever integrates with us. */
import { Problem } from '../errors/problem.ts';
import {
  type Contract,
  empty,
  errorsOf,
  html,
  type InputOf,
  needsIdempotencyKey,
  type ReplyOf,
  type Route,
} from './route.ts';

export interface ClientOptions {
  /** e.g. `https://abc.execute-api.eu-central-1.amazonaws.com`. */
  readonly baseUrl: string;
  /** Asked for before each request, so that an expired token can be replaced. */
  readonly token?: () => string | Promise<string>;
  /** How often a request that is safe to repeat is repeated after 429, a fault of the server or a lost connection. @default 4 */
  readonly retries?: number;
  /** Ends all calls of this client, with the reason of the signal. @default none: as long as the runtime waits */
  readonly signal?: AbortSignal;
  /** In which texts of problems are asked for, as `Accept-Language`, e.g. `zh-CN`. */
  readonly language?: string;
}

export interface CallOptions {
  /** The version that was read, or `*` for whichever is there; for routes that demand or honour `If-Match`. */
  readonly ifMatch?: number | '*';
  /** @default a new random key for each call, kept over its retries */
  readonly idempotencyKey?: string;
}

/** An error answer, with its problem document. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    const violations = (problem.errors ?? [])
      .map((violation) => ` ${violation.pointer}: ${violation.reason}`)
      .join(';');
    super(`${problem.title} (${status}): ${problem.detail}${violations}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

type Call<R extends Route> =
  Record<never, never> extends InputOf<R>
    ? (input?: InputOf<R>, options?: CallOptions) => Promise<ReplyOf<R>>
    : (input: InputOf<R>, options?: CallOptions) => Promise<ReplyOf<R>>;

/** `client.customers.createCustomer({ body })`: a function for each route of each contract. */
export type Client<Contracts extends Readonly<Record<string, Contract>>> = {
  readonly [Domain in keyof Contracts]: {
    readonly [Name in keyof Contracts[Domain]['routes']]: Call<Contracts[Domain]['routes'][Name]>;
  };
};

type Input = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };

/** Makes a client. Its calls throw `ApiError`, and an error of their own for a reply that breaks the contract. */
export function createClient<Contracts extends Readonly<Record<string, Contract>>>(
  contracts: Contracts,
  options: ClientOptions,
): Client<Contracts> {
  const domains = Object.entries(contracts).map(([domain, contract]) => [
    domain,
    Object.fromEntries(
      Object.entries(contract.routes).map(([name, route]) => [
        name,
        (input: Input = {}, call: CallOptions = {}) => send(route, input, call, options),
      ]),
    ),
  ]);
  return Object.fromEntries(domains) as Client<Contracts>;
}

async function send(route: Route, input: Input, call: CallOptions, options: ClientOptions): Promise<unknown> {
  const headers = headersOf(route, input, call);
  const url = urlOf(route, input, options.baseUrl);
  const body = bodyOf(route, input);
  for (let tried = 0; ; tried += 1) {
    if (options.language) headers['accept-language'] = options.language;
    if (options.token) headers.authorization = `Bearer ${await options.token()}`;
    const last = tried >= (options.retries ?? 4);
    try {
      const response = await fetch(url, {
        method: route.method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      if (last || (response.status < 500 && response.status !== 429)) return await read(route, response);
    } catch (error) {
      if (last || options.signal?.aborted || error instanceof ApiError || error instanceof ContractBroken)
        throw error;
      // It may have been done, and the second try would be told of the first as if it were another's.
      if (route.method === 'DELETE' || call.ifMatch !== undefined) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * 2 ** tried));
  }
}

/** The server answered something that its contract does not allow. */
export class ContractBroken extends Error {}

async function read(route: Route, response: Response): Promise<unknown> {
  const text = await response.text();
  const schema = route.replies[response.status];
  if (schema === undefined) throw refusal(route, response.status, text);
  if (schema === empty) return { status: response.status, body: undefined };
  if (schema === html) return { status: response.status, body: text };
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return { status: response.status, body: parsed.data };
  throw new ContractBroken(`${route.method} ${route.path} broke its contract: ${parsed.error.message}`);
}

function refusal(route: Route, status: number, text: string): Error {
  const error = new ApiError(status, problemFrom(status, text));
  const { code } = error.problem;
  if (code === gatewayCode || errorsOf(route).some((listed) => listed === code)) return error;
  return new ContractBroken(`${route.method} ${route.path} does not list the code ${code}: ${error.message}`);
}

const gatewayCode = 'gateway';

/** The gateway itself answers `{"message"}`, for instance without a valid token. */
function problemFrom(status: number, text: string): Problem {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const problem = Problem.safeParse(json);
  if (problem.success) return problem.data;
  const message =
    typeof json === 'object' && json !== null && 'message' in json ? String(json.message) : text;
  return { type: 'about:blank', title: 'Refused by the gateway', status, detail: message, code: gatewayCode };
}

function headersOf(route: Route, input: Input, call: CallOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  if (input.body !== undefined) {
    headers['content-type'] = route.form ? 'application/x-www-form-urlencoded' : 'application/json';
  }
  if (needsIdempotencyKey(route)) headers['idempotency-key'] = call.idempotencyKey ?? crypto.randomUUID();
  if ((route.ifMatch || route.ifMatchOnceThere) && call.ifMatch !== undefined)
    headers['if-match'] = call.ifMatch === '*' ? '*' : `"${call.ifMatch}"`;
  return headers;
}

function urlOf(route: Route, input: Input, baseUrl: string): URL {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  );
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  }
  return url;
}

function bodyOf(route: Route, input: Input): string | undefined {
  if (input.body === undefined) return undefined;
  if (!route.form) return JSON.stringify(input.body);
  const fields = Object.entries(input.body ?? {}).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new URLSearchParams(fields).toString();
}
