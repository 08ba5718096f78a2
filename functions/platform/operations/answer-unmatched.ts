import { AppError } from '../../../shared/errors/app-error.ts';
import { type Address, classify, type Unmatched } from '../platform.rules.ts';

/** Answers a request that no route has matched; throws the reason, except for HEAD on a public page. */
export function answerUnmatched(request: Unmatched, addresses: readonly Address[]) {
  const match = classify(request, addresses);
  switch (match.kind) {
    case 'head-of-page':
      return {
        statusCode: 200,
        headers: { 'cache-control': 'no-store' },
      };
    case 'wrong-method':
      throw new AppError(
        'method-not-allowed',
        `${request.method} is not possible here. Possible: ${match.allow.join(', ')}.`,
        { headers: { allow: match.allow.join(', ') } },
      );
    case 'unknown-path':
      throw new AppError(
        'not-found',
        'There is nothing under this path. /reference lists all that there is.',
      );
  }
}
