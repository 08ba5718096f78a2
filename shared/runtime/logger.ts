/** Structured logs. Only ids, codes and counts are logged, never bodies, names, addresses or tokens. */
import { Logger } from '@aws-lambda-powertools/logger';

export const logger = new Logger();

/** What is worth knowing of an error without printing what it was given. */
export function describeError(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: 'Unknown', message: typeof error };
  return {
    name: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}
