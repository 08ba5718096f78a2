/** What an error of a call to AWS says of the message that it was to send. */
import type { SendOutcome } from './channel.ts';

export interface CallError {
  readonly name: string;
  /** Without addresses, which must not get into logs and queues. */
  readonly reason: string;
  /** HTTP status of the reply; undefined when there was none. */
  readonly status: number | undefined;
  readonly code: string;
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * What is the same for every service; undefined where the service has said no and only its own words tell why.
 * A reply of 408 or 5xx may have come after the message was taken, and so may a 200 whose body was cut off.
 */
export function outcomeOfCall({ name, reason, status, code }: CallError): SendOutcome | undefined {
  if (status === undefined) {
    const wasNeverSent =
      neverConnected.has(code) ||
      name === 'CredentialsProviderError' ||
      reason.includes('did not establish a connection');
    return wasNeverSent ? { outcome: 'retry', reason } : { outcome: 'unknown', reason, isError: false };
  }
  if (status >= 500) return { outcome: 'unknown', reason, isError: true };
  if (status < 400 || status === 408) return { outcome: 'unknown', reason, isError: false };
  return undefined;
}

export function readCallError(error: unknown): CallError {
  if (!(error instanceof Error)) return { name: '', reason: String(error), status: undefined, code: '' };
  const status = property(property(error, '$metadata'), 'httpStatusCode');
  const code = property(error, 'code');
  return {
    name: error.name,
    // Services quote addresses in their reasons.
    reason: `${error.name}: ${error.message}`
      .replaceAll(/[^\s<]+@[^\s>]+|\+\d{7,15}/g, '(address)')
      .slice(0, 500),
    status: typeof status === 'number' ? status : undefined,
    code: typeof code === 'string' ? code : '',
  };
}

/** A property of what may be no object. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
