/** RFC 9457 problem details: how every error of our code leaves the API. */
import * as z from 'zod';
import { type Language, languageFor, languages } from '../values/language.ts';
import { type AppError, type ErrorCode, errorStatus } from './app-error.ts';
import type { InChinese } from './in-chinese.ts';

/** Media type of a problem document. */
export const problemMediaType = 'application/problem+json';

/** The body of every error answer of the API. */
export const Problem = z
  .looseObject({
    type: z.string().describe('Stable URI of the kind of problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string().optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), reason: z.string() }))
      .optional()
      .describe('For input: where (JSON Pointer from the request) and why'),
  })
  .meta({
    id: 'Problem',
    description: 'Problem details, RFC 9457, in Chinese or English by `Accept-Language`.',
    examples: [
      {
        type: 'tag:rapport,2026:problem:invalid-request',
        title: 'The request is not valid',
        status: 400,
        detail: 'Some values of the request are missing or not valid.',
        code: 'invalid-request',
        requestId: 'd2c5f0a1-1111-4222-8333-9f0e8d7c6b5a',
        errors: [{ pointer: '/body/email', reason: 'must be an e-mail address such as li.wei@example.com' }],
      },
    ],
  });

export type Problem = z.infer<typeof Problem>;

const titles: Readonly<Record<ErrorCode, string>> = {
  'invalid-request': 'The request is not valid',
  'invalid-json': 'The body is not valid JSON',
  'missing-idempotency-key': 'The Idempotency-Key header is missing',
  forbidden: 'Not allowed for your role',
  'not-found': 'Not found',
  'method-not-allowed': 'Method not allowed',
  conflict: 'In conflict with what is stored',
  gone: 'No longer available',
  'precondition-failed': 'Changed by somebody else in the meantime',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'Unsupported media type',
  'idempotency-key-reused': 'The Idempotency-Key was used for another request',
  'not-allowed-now': 'Not possible in the present state',
  'precondition-required': 'The If-Match header is missing',
  'too-many-requests': 'Too often in a short time',
  internal: 'Something went wrong on our side',
  unavailable: 'Temporarily unavailable',
};

const titlesInChinese: Readonly<Record<ErrorCode, string>> = {
  'invalid-request': '请求内容无效',
  'invalid-json': '请求正文不是有效的 JSON',
  'missing-idempotency-key': '缺少 Idempotency-Key 请求头',
  forbidden: '您的角色无权这样做',
  'not-found': '未找到',
  'method-not-allowed': '不支持该方法',
  conflict: '与已保存的内容冲突',
  gone: '已不再可用',
  'precondition-failed': '内容已被他人修改',
  'body-too-large': '请求正文过大',
  'unsupported-media-type': '不支持的媒体类型',
  'idempotency-key-reused': '该 Idempotency-Key 已用于其他请求',
  'not-allowed-now': '当前状态下不能这样做',
  'precondition-required': '缺少 If-Match 请求头',
  'too-many-requests': '短时间内次数过多',
  internal: '系统内部出错',
  unavailable: '暂时不可用，请稍后重试',
};

/** The language that a caller reads, by `Accept-Language`; English for whoever asks for neither. */
export function languageOf(accepted: string | undefined): Language {
  return languageFor({ accepted }, languages, 'en');
}

/** The title of a kind of problem, as it stands in every document of that kind. */
export function problemTitle(code: ErrorCode): string {
  return titles[code];
}

/** The URI of a kind of problem. A `tag:` URI (RFC 4151): an identifier, not an address to be fetched. */
export function problemType(code: ErrorCode): string {
  return `tag:rapport,2026:problem:${code}`;
}

/** The document of an error, in English, or in Chinese by what says its sentences. */
export function problemOf(error: AppError, requestId?: string, inChinese?: InChinese): Problem {
  const [titled, told] =
    inChinese === undefined ? [titles, (english: string) => english] : [titlesInChinese, inChinese];
  const errors = error.violations.map(({ pointer, reason }) => ({ pointer, reason: told(reason) }));
  return {
    ...error.members,
    type: problemType(error.code),
    title: titled[error.code],
    status: errorStatus[error.code],
    detail: told(error.message),
    code: error.code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}
