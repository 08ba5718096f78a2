/** Reads from a signed request which service is meant, which operation, and who calls. */
import type { IncomingMessage } from 'node:http';
import { AwsError, type AwsService, type Caller } from '../cloud.ts';
import type { Runs } from '../runs.ts';

interface Signature {
  readonly accessKeyId: string;
  readonly service: string;
  readonly sessionToken?: string | undefined;
  /** Made by a function for somebody else, who sends the request when they like. */
  readonly isPresigned: boolean;
}

/** The endpoint does not check signatures: it listens on this machine only. */
export function readSignature(
  headers: IncomingMessage['headers'],
  url: URL,
  form: ReadonlyMap<string, string> | undefined,
): Signature {
  const inHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const presigned = (name: string) => url.searchParams.get(name) ?? form?.get(name.toLowerCase());
  const credential = inHeader ?? presigned('X-Amz-Credential');
  const [accessKeyId, , , service] = credential?.split('/') ?? [];
  if (!accessKeyId || !service) {
    throw new AwsError(403, 'MissingAuthenticationTokenException', 'The request is not signed with SigV4.');
  }
  const inHeaders = headers['x-amz-security-token'];
  const token = typeof inHeaders === 'string' ? inHeaders : presigned('X-Amz-Security-Token');
  return { accessKeyId, service, sessionToken: token ?? undefined, isPresigned: inHeader === undefined };
}

export function readOperation(service: AwsService, request: IncomingMessage, url: URL): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  if (service.operationOf) return service.operationOf(request.method ?? 'GET', url);
  throw new AwsError(400, 'UnknownOperationException', 'The request names no operation (X-Amz-Target).');
}

/** Whoever is not a worker of ours is the operator: a test, a script, the AWS command line. */
export function readCaller({ accessKeyId, sessionToken, isPresigned }: Signature, runs: Runs): Caller {
  if (!sessionToken?.startsWith(`${accessKeyId}/`)) return { functionId: 'operator' };
  if (isPresigned) return { functionId: accessKeyId };
  const run = runs.find(sessionToken);
  return {
    functionId: accessKeyId,
    workerId: sessionToken,
    ...(run ? { trace: run.trace, cause: run.cause } : {}),
  };
}
