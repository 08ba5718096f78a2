import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { html, type Route } from '../../../shared/contract/route.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { parseRequest } from '../../../shared/runtime/http-request.ts';

const query = z.object({ a: z.string().optional(), b: z.string().optional() });
const route = (permission: 'public' | 'people.read'): Route => ({
  ...{ method: 'GET', path: '/things/{id}', permission, summary: 'Read', replies: { 200: html }, errors: [] },
  ...{ params: z.object({ id: z.string() }), query },
});

/** As the gateway hands a request over: decoded, with U+FFFD in place of what is no UTF-8. */
async function violations(
  raw: string,
  { id = 'x', permission = 'people.read' as 'public' | 'people.read' } = {},
) {
  const event = {
    ...{ headers: {}, isBase64Encoded: false, rawQueryString: raw, pathParameters: { id } },
    queryStringParameters: Object.fromEntries(new URLSearchParams(raw)),
  };
  try {
    await parseRequest(route(permission), event as never);
    return [];
  } catch (error) {
    return (error as AppError).violations.map(({ pointer, reason }) => [pointer, reason]);
  }
}

const notUtf8 = 'Send it percent-encoded in UTF-8, a percent sign as %25.';

describe('a query', () => {
  it.each(['', 'a=%E5%BC%A0&b=1%2C2', 'a=1+2', 'a=100%25', 'a=&b', '&a=1&', 'a=b=c'])(
    'may be %j',
    async (raw) => expect(await violations(raw)).toEqual([]),
  );

  // GB 18030, a byte of Latin-1, half a pair of surrogates, an overlong form, the replacement itself, a bare percent sign.
  it.each(['%D5%C5', '%E5', '%ED%A0%80', '%C0%AF', '%EF%BF%BD', '50%', '%zz'])(
    'holds no value %s',
    async (value) => expect(await violations(`b=1&a=${value}`)).toEqual([['/query/a', notUtf8]]),
  );

  it.each(['a=1&a=2', 'a=1&b=1&a=1', 'a=1&%61=2', 'a&a'])('names nothing twice: %s', async (raw) =>
    expect(await violations(raw)).toEqual([['/query/a', 'Stands in the query twice.']]),
  );

  it('of a public page may hold anything besides what the page reads', async () => {
    expect(await violations('utm=%E5&utm=2&a=1', { permission: 'public' })).toEqual([]);
    expect(await violations('a=1&a=2', { permission: 'public' })).toHaveLength(1);
  });
});

it.each(['\ufffd\ufffd', 'x\ud800'])('a path holds no value %j', async (id) =>
  expect(await violations('', { id })).toEqual([['/params/id', notUtf8]]),
);
