/** From API Gateway's event (HTTP API, payload format 2.0) to a parsed request. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { bareBatch } from '../contract/batch.ts';
import { limits } from '../contract/limits.ts';
import { needsIdempotencyKey, type Route, takesNoToken } from '../contract/route.ts';
import { AppError, type Violation } from '../errors/app-error.ts';
import { languageOf } from '../errors/problem.ts';
import { wordingIn } from '../errors/wording.ts';
import { type IfMatch, unconditional } from '../events/entity.ts';
import { faultsOfQuery, isWhatWasSent } from './http-query.ts';
import { repeatedNames } from './json-names.ts';
import { isMultipart, multipartValues } from './multipart.ts';

/** Deeper JSON than this is no request of ours. */
const maximumDepth = 32;

export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly rawBody: string;
  /** What `If-Match` names; `*` where the route does not ask for it. */
  readonly ifMatch: IfMatch;
  readonly idempotencyKey: string | undefined;
}

/** Parses all parts of a request; every violation of the input is named in one answer. */
export async function parseRequest(route: Route, event: APIGatewayProxyEventV2): Promise<ParsedRequest> {
  const idempotencyKey = readIdempotencyKey(route, event);
  const ifMatch = readIfMatch(route, event);
  const bytes = readBytes(event);
  const isUpload = route.upload === true && isMultipart(event.headers['content-type']);
  // A file is no text, and nothing is known again by a form with one.
  const rawBody = isUpload ? '' : decodeUtf8(bytes);
  const json = isUpload ? await uploaded(event, bytes) : readBody(route, event, rawBody);
  const violations: Violation[] = [];
  const language = languageOf(event.headers['accept-language']);
  const parse = (part: string, schema: z.ZodType, value: unknown) => {
    const result = schema.safeParse(value, { error: wordingIn(language) });
    if (result.success) return result.data;
    violations.push(...result.error.issues.flatMap((issue) => violationsOf(part, issue)));
    return undefined;
  };
  const params = parse('params', route.params ?? z.strictObject({}), event.pathParameters ?? {});
  // Links in mails come back with parameters that mail programs add, so public pages overlook them.
  const noQuery = takesNoToken(route.permission) ? z.object({}) : z.strictObject({});
  const query = parse('query', route.query ?? noQuery, event.queryStringParameters ?? {});
  violations.push(...unreadable(route, event));
  const bodySchema = route.row === undefined ? route.body : bareBatch(route.row);
  const body = bodySchema === undefined ? undefined : parse('body', bodySchema, json);
  if (route.body === undefined && rawBody !== '' && rawBody !== '{}' && !takesNoToken(route.permission)) {
    violations.push({ pointer: '/body', reason: 'This route takes no body.' });
  }
  if (violations.length > 0) {
    throw new AppError('invalid-request', 'Some values of the request are missing or not valid.', {
      violations,
    });
  }
  return { params, query, body, rawBody, ifMatch, idempotencyKey };
}

/** Values of path and query that are not what was sent; what public pages overlook may be anything. */
function unreadable(route: Route, event: APIGatewayProxyEventV2): readonly Violation[] {
  const known = Object.keys(route.query?.shape ?? {});
  const path = Object.entries(event.pathParameters ?? {}).filter(([, value = '']) => !isWhatWasSent(value));
  const query = faultsOfQuery(event.rawQueryString).filter(
    ({ name }) => !takesNoToken(route.permission) || known.includes(name),
  );
  return [
    ...path.map(([name]) => ({
      pointer: pointerOf(['params', name]),
      reason: 'Send it percent-encoded in UTF-8, a percent sign as %25.',
    })),
    ...query.map(({ name, fault }) => ({
      pointer: pointerOf(['query', name]),
      reason:
        fault === 'repeated'
          ? 'Stands in the query twice.'
          : 'Send it percent-encoded in UTF-8, a percent sign as %25.',
    })),
  ];
}

function readBytes(event: APIGatewayProxyEventV2): Buffer<ArrayBuffer> {
  if (event.body === undefined) return Buffer.alloc(0);
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > limits.bodyBytes) {
    throw new AppError(
      'body-too-large',
      `A body may have at most ${limits.bodyBytes} bytes; this one has ${bytes.length}.`,
    );
  }
  return bytes;
}

async function uploaded({ headers }: APIGatewayProxyEventV2, bytes: Buffer<ArrayBuffer>): Promise<unknown> {
  const values = await multipartValues(headers['content-type'] ?? '', bytes);
  if (values !== undefined) return values;
  throw new AppError('invalid-request', 'The form did not arrive as a whole.', {
    violations: [{ pointer: '/body', reason: 'Send it again.' }],
  });
}

/**
 * Bytes that are no UTF-8 would be kept as something else than what was meant. The gateway may have put U+FFFD into
 * their place before it hands a text over, so a raw one is refused too.
 */
function decodeUtf8(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\ufffd')) return text;
  } catch {
    // Answered like a replaced character.
  }
  throw new AppError('invalid-request', 'The body is not encoded as UTF-8.', {
    violations: [{ pointer: '/body', reason: 'Send it encoded as UTF-8.' }],
  });
}

function readBody(route: Route, event: APIGatewayProxyEventV2, raw: string): unknown {
  if (route.body === undefined) return undefined;
  const expected = route.form ? 'application/x-www-form-urlencoded' : 'application/json';
  assertReadable(event.headers, expected);
  return route.form ? formValues(raw) : jsonOf(raw);
}

/** RFC 9110, sections 8.3 and 8.4: what is declared as something else than what we read is not guessed. */
function assertReadable(headers: APIGatewayProxyEventV2['headers'], expected: string): void {
  const [mediaType, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (mediaType?.trim() !== expected)
    throw unsupported(`Send the body as ${expected}.`, { accept: expected });
  const charset = parameters
    .map((each) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(each)?.[1])
    .find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw unsupported('Send the body in UTF-8.', { accept: expected });
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity')
    throw unsupported('Send the body as it is, without Content-Encoding.', { 'accept-encoding': 'identity' });
}

function jsonOf(raw: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch (error) {
    throw new AppError('invalid-json', 'The body cannot be read as JSON.', { cause: error });
  }
  if (depthOf(json, 0) > maximumDepth) {
    throw new AppError('invalid-request', 'The body is nested too deeply.', {
      violations: [{ pointer: '/body', reason: `At most ${maximumDepth} levels.` }],
    });
  }
  const repeated = repeatedNames(raw);
  if (repeated.length > 0) {
    throw new AppError('invalid-request', 'The body names a field twice.', {
      violations: repeated.map((path) => ({
        pointer: pointerOf(['body', ...path]),
        reason: 'Stands twice in its object.',
      })),
    });
  }
  const unnamable = protoNames(json, ['body']);
  if (unnamable.length > 0) {
    throw new AppError('invalid-request', 'The body names a field that nothing has.', {
      violations: unnamable.map((path) => ({
        pointer: pointerOf(path),
        reason: 'Nothing has a field of this name.',
      })),
    });
  }
  return json;
}

/** Where a field is called `__proto__`: a record of zod would drop it in silence. */
function protoNames(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === '__proto__' ? [[...path, name]] : protoNames(each, [...path, name]),
  );
}

/** A field that comes once is a string, one that comes several times a list of strings. */
function formValues(raw: string): Record<string, string | string[]> {
  const form = new URLSearchParams(raw);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function unsupported(detail: string, headers: Readonly<Record<string, string>>): AppError {
  return new AppError('unsupported-media-type', detail, { headers });
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > maximumDepth) return depth;
  return Object.values(value).reduce<number>(
    (deepest, each) => Math.max(deepest, depthOf(each, depth + 1)),
    depth + 1,
  );
}

const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,128}$/);

function readIdempotencyKey(route: Route, event: APIGatewayProxyEventV2): string | undefined {
  if (!needsIdempotencyKey(route)) return undefined;
  const header = event.headers['idempotency-key'];
  if (header === undefined) {
    throw new AppError(
      'missing-idempotency-key',
      'Send an Idempotency-Key header with a value of your own for each new thing, so that a repeated request does no harm.',
      { violations: [{ pointer: '/headers/idempotency-key', reason: 'Required.' }] },
    );
  }
  const key = IdempotencyKey.safeParse(header);
  if (key.success) return key.data;
  throw new AppError('invalid-request', 'The Idempotency-Key is not valid.', {
    violations: [{ pointer: '/headers/idempotency-key', reason: '1 to 128 visible ASCII characters.' }],
  });
}

/** One entity tag of RFC 9110, section 8.8.3, alone or in a list. */
const entityTag = /(W\/)?"([\x21\x23-\x7e\x80-\uffff]*)"/;
const entityTags = new RegExp(`^${entityTag.source}(?:[ \\t]*,[ \\t]*${entityTag.source})*$`);

/** RFC 9110, section 13.1.1: one of a list suffices, and a weak tag never matches. */
function readIfMatch(route: Route, event: APIGatewayProxyEventV2): IfMatch {
  if (!route.ifMatch && !route.ifMatchOnceThere) return '*';
  const header = event.headers['if-match']?.trim();
  if (header === undefined && route.ifMatchOnceThere) return 'unsaid';
  if (header === undefined) throw unconditional();
  if (header === '*') return '*';
  if (!entityTags.test(header)) {
    throw new AppError('invalid-request', 'The If-Match header is not valid.', {
      violations: [
        {
          pointer: '/headers/if-match',
          reason: 'Must be an ETag in double quotes such as "3", several of them separated by commas, or *.',
        },
      ],
    });
  }
  return [...header.matchAll(new RegExp(entityTag, 'g'))].flatMap(([, weak, tag = '']) =>
    weak === undefined && /^[1-9]\d{0,14}$/.test(tag) ? [Number(tag)] : [],
  );
}

/** What an issue of a schema means for the caller, who sent it in this part of the request. */
export function violationsOf(part: string, issue: z.core.$ZodIssue): readonly Violation[] {
  const path = [part, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), reason: 'Not known here.' }));
  }
  return [{ pointer: pointerOf(path), reason: issue.message }];
}

/** RFC 6901: `~` and `/` are escaped. */
function pointerOf(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
