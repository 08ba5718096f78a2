import { AppError } from '../../../shared/errors/app-error.ts';
import { type Address, judge, type Misdirected } from '../platform.rules.ts';

/** Answers a request that no route has matched; throws the reason, except for HEAD on a public page. */
export function answerMisdirected(request: Misdirected, addresses: readonly Address[]) {
  const verdict = judge(request, addresses);
  switch (verdict.kind) {
    case 'head-of-page':
      return {
        statusCode: 200,
        headers: { 'cache-control': 'no-store' },
      };
    case 'wrong-method':
      throw new AppError(
        'method-not-allowed',
        `${request.method} is not possible here. Possible: ${verdict.allow.join(', ')}.`,
        { headers: { allow: verdict.allow.join(', ') } },
      );
    case 'unknown-path':
      throw new AppError(
        'not-found',
        'There is nothing under this path. /reference lists all that there is.',
      );
  }
}
