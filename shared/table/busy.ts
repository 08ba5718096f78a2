/** Errors that pass by themselves. */
import { TableThrottled } from './commit.ts';

const busy = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'TransactionConflictException',
  'TimeoutError',
]);

/**
 * Whether a service had no room for a call just now: the table for a transaction, or DynamoDB for any other call, see
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isBusy(error: unknown): boolean {
  return error instanceof TableThrottled || (error instanceof Error && busy.has(error.name));
}
