/** How each service says that a permission is missing. */
import { AwsError } from '../cloud.ts';
import type { Permission } from './decision.ts';

/** JSON services answer 400, REST services 403, SQS 403 by its older protocol. */
const answers: Readonly<Record<string, { readonly status: number; readonly code: string }>> = {
  dynamodb: { status: 400, code: 'AccessDeniedException' },
  events: { status: 400, code: 'AccessDeniedException' },
  secretsmanager: { status: 400, code: 'AccessDeniedException' },
  sqs: { status: 403, code: 'AccessDeniedException' },
  scheduler: { status: 403, code: 'AccessDeniedException' },
  ses: { status: 403, code: 'AccessDeniedException' },
};

/** `who` is the session of a role or the name of a service. */
export function accessDenied(
  service: string,
  who: string,
  { action, resource }: Permission,
  reason: string,
): AwsError {
  const { status, code } = answers[service] ?? { status: 403, code: 'AccessDenied' };
  const what = `is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError(status, code, `User: ${who} ${what}`);
}
