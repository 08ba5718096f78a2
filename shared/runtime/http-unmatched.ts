import { type Address, type Asked, classify } from '../contract/addresses.ts';
import { AppError } from '../errors/app-error.ts';

/**
 * Answers a request that no route has matched: OPTIONS on any path that is there; throws the reason for every other. Preflights come here, for `$default` catches OPTIONS; the gateway adds their headers:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function answerUnmatched(request: Asked, addresses: readonly Address[]) {
  const match = classify(request, addresses);
  switch (match.kind) {
    case 'options':
      return { statusCode: 204, headers: { allow: match.allow.join(', ') } };
    case 'wrong-method':
      throw new AppError(
        'method-not-allowed',
        `${request.method} is not possible here. Possible: ${match.allow.join(', ')}.`,
        { headers: { allow: match.allow.join(', ') } },
      );
    case 'unknown-path':
      throw new AppError(
        'not-found',
        'There is nothing under this path, in which %2F counts as a slash. /reference lists all that there is.',
      );
  }
}
