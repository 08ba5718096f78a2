/** What the control surface answers to input it cannot use: RFC 9457, naming the field and the remedy. */
import type * as z from 'zod';

export class Problem extends Error {
  readonly status: number;
  readonly errors: readonly { readonly pointer: string; readonly reason: string }[];
  constructor(status: number, detail: string, errors: Problem['errors'] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

const titles: Record<number, string> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Content too large',
  500: 'Internal error',
  503: 'Still busy',
};

export function titleOf({ status }: Problem): string {
  return titles[status] ?? 'Problem';
}

export function problemBody(problem: Problem) {
  const { status, message: detail, errors } = problem;
  return {
    type: 'about:blank',
    title: titleOf(problem),
    status,
    detail,
    ...(errors.length > 0 && { errors }),
  };
}

/** Parses with zod; what does not fit becomes a 400 whose pointers are JSON pointers into the body. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    pointer: issue.path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    reason: issue.message,
  }));
  throw new Problem(400, 'The input does not fit; see errors for the fields.', errors);
}

export function pointing(pointer: string, reason: string): Problem {
  return new Problem(400, 'The input does not fit; see errors for the fields.', [{ pointer, reason }]);
}
