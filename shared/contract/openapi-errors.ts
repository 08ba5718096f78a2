/** The error replies of a route, as the OpenAPI document tells them. */
import * as z from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { AppError, type ErrorCode, errorStatus } from '../errors/app-error.ts';
import { problemMediaType, problemOf, problemTitle } from '../errors/problem.ts';
import { limits } from './limits.ts';
import { errorsOf, type Route, takesNoToken } from './route.ts';

/** What API Gateway itself answers when our code was not reached. It never is a problem document. */
const GatewayMessage = z.strictObject({ message: z.string() }).meta({
  id: 'GatewayMessage',
  description: 'An answer of the gateway itself, before any of our code has run.',
});

/**
 * Statuses that the gateway answers by itself. It never answers 404 or 405: a path or method it does not know goes
 * to our own `$default` route, or to the function whose routes are below the same first step.
 */
const gatewayReplies: Readonly<Record<number, GatewayReply>> = {
  401: { message: 'Unauthorized', when: 'token' },
  403: { message: 'Forbidden', when: 'token' },
  413: { message: 'Request Entity Too Large', when: 'body' },
  429: { message: 'Too Many Requests', when: 'always' },
  500: { message: 'Internal Server Error', when: 'always' },
  503: { message: 'Service Unavailable', when: 'always' },
};

interface GatewayReply {
  readonly message: string;
  /** Possible only where a token is demanded, only where a body is taken, or on every route. */
  readonly when: 'token' | 'body' | 'always';
}

function gatewayStatusesOf(route: Route): readonly number[] {
  const possible = new Set(['always', !takesNoToken(route.permission) && 'token', route.body && 'body']);
  return Object.entries(gatewayReplies).flatMap(([status, { when }]) =>
    possible.has(when) ? [Number(status)] : [],
  );
}

/** The error replies of a route by status: its problem documents and what the gateway may answer in its place. */
export function errorReplies(route: Route): Record<`${4 | 5}${string}`, ZodOpenApiResponseObject> {
  const codesByStatus = Map.groupBy<number, ErrorCode>(errorsOf(route), (code) => errorStatus[code]);
  const fromGateway = gatewayStatusesOf(route);
  const statuses = [...new Set([...codesByStatus.keys(), ...fromGateway])].sort((one, other) => one - other);
  // A status whose reply the contract declares, e.g. a page that says 404, keeps the declared one.
  const undeclared = statuses.filter((status) => route.replies[status] === undefined);
  return Object.fromEntries(
    undeclared.map((status) => [
      String(status),
      sharedReply(status, [...(codesByStatus.get(status) ?? [])].sort(), {
        fromGateway: fromGateway.includes(status),
        says: status === errorStatus.conflict ? route.conflict : undefined,
      }),
    ]),
  );
}

/** What the gateway may answer with this status in place of what the contract declares, such as a page. */
export function gatewayContent(route: Route, status: number) {
  const message = gatewayStatusesOf(route).includes(status) ? gatewayReplies[status]?.message : undefined;
  return message === undefined ? {} : contentOf(message);
}

function contentOf(message: string) {
  return { 'application/json': { schema: GatewayMessage, example: { message } } };
}

/** One object for each distinct reply, so that the document holds it once as a component. */
const made = new Map<string, ZodOpenApiResponseObject>();

function sharedReply(
  status: number,
  codes: readonly ErrorCode[],
  { fromGateway, says }: { readonly fromGateway: boolean; readonly says: z.ZodType | undefined },
): ZodOpenApiResponseObject {
  const { id: saying, examples } = says?.meta() ?? {};
  const id = [
    status,
    ...codes,
    ...(saying === undefined ? [] : [saying]),
    ...(fromGateway ? ['gateway'] : []),
  ].join('.');
  const known = made.get(id);
  if (known) return known;
  const gatewayMessage = fromGateway ? gatewayReplies[status]?.message : undefined;
  const reply: ZodOpenApiResponseObject = {
    id,
    description: [
      ...codes.map((code) => `\`${code}\`: ${problemTitle(code)}.`),
      ...(gatewayMessage === undefined ? [] : [`From the gateway: \`${gatewayMessage}\`.`]),
    ].join(' '),
    ...(codes.some((code) => code === 'unavailable' || code === 'too-many-requests')
      ? { headers: z.object({ 'Retry-After': RetryAfter.optional() }) }
      : {}),
    content: {
      ...(codes.length === 0
        ? {}
        : {
            [problemMediaType]: {
              schema: says ?? problemWith(codes),
              example: examples?.[0] ?? exampleOf(codes),
            },
          }),
      ...(gatewayMessage === undefined ? {} : contentOf(gatewayMessage)),
    },
  };
  made.set(id, reply);
  return reply;
}

function problemWith(codes: readonly ErrorCode[]) {
  return {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: [...codes] } } }],
  };
}

const RetryAfter = z
  .string()
  .regex(/^[0-9]+$/)
  .meta({
    description: 'After how many seconds it is worth trying again. A repeated request does nothing twice.',
    examples: [String(limits.retryAfterSeconds)],
    header: { id: 'RetryAfter' },
  });

function exampleOf([code]: readonly ErrorCode[]) {
  if (code === undefined) return undefined;
  return problemOf(new AppError(code, `${problemTitle(code)}.`), 'd2c5f0a1-1111-4222-8333-9f0e8d7c6b5a');
}
