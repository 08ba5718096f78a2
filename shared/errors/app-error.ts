/** The one error an operation throws for a reason the caller can understand, and its closed list of codes. */

/** Every code the API answers, with its HTTP status. The code ends the problem's `type` URI and never changes. */
export const errorStatus = {
  'invalid-request': 400,
  'invalid-json': 400,
  'missing-idempotency-key': 400,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  gone: 410,
  'precondition-failed': 412,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'not-allowed-now': 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

/** One thing that is wrong with the input: `pointer` is a JSON Pointer from the request, e.g. `/body/email`. */
export interface Violation {
  readonly pointer: string;
  readonly reason: string;
}

export interface ErrorDetails {
  readonly violations?: readonly Violation[];
  /** Extra members of the problem document, e.g. the id of the customer who already has this e-mail. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
  /** What was asked for is there, and hidden from the caller. @default false */
  readonly hidden?: boolean;
}

/** An answer that is not the one hoped for. `message` is written for the person who called. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly violations: readonly Violation[];
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the caller may not have what is there, although the answer may read as if it were not. */
  readonly isRefusal: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.violations = details.violations ?? [];
    this.members = details.members ?? {};
    this.headers = details.headers ?? {};
    this.isRefusal = code === 'forbidden' || details.hidden === true;
  }
}

/** `not-found` in the words every route uses, so that "not yours" and "not there" read the same. */
export function notFound(what: string): AppError {
  return new AppError('not-found', `There is no such ${what}.`);
}

/** The same answer for what is there and not the caller's; the attempt is kept in the audit trail. */
export function notYours(what: string): AppError {
  return new AppError('not-found', `There is no such ${what}.`, { hidden: true });
}
