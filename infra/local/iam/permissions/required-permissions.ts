/** Which permissions a call needs: the one place where API operations become IAM actions on resources. */
import { type AwsCall, AwsError } from '../../cloud.ts';
import type { Permission } from '../decision.ts';
import { dynamodbPermissions } from './dynamodb.ts';
import { eventsPermissions } from './events.ts';
import type { PermissionsOf, Place } from './request.ts';
import { s3Permissions } from './s3.ts';
import { schedulerPermissions } from './scheduler.ts';
import { secretsPermissions } from './secrets-manager.ts';
import { sesPermissions } from './ses.ts';
import { smsPermissions } from './sms.ts';
import { sqsPermissions } from './sqs.ts';

const services: Readonly<Record<string, PermissionsOf>> = {
  dynamodb: dynamodbPermissions,
  sqs: sqsPermissions,
  events: eventsPermissions,
  scheduler: schedulerPermissions,
  ses: sesPermissions,
  'sms-voice': smsPermissions,
  s3: s3Permissions,
  secretsmanager: secretsPermissions,
};

/** Refuses an operation whose permissions are not known, so that none slips through unchecked. */
export function requiredPermissions(call: AwsCall, place: Place): readonly Permission[] {
  const { service, operation, url } = call;
  const needed = readRequest(() =>
    services[service]?.({ operation, url, body: () => parse(call.body) }, place),
  );
  if (needed !== undefined) return needed;
  throw new AwsError(
    501,
    'NotImplemented',
    `The local cloud does not know which permissions ${service} ${operation} needs; teach infra/local/iam/permissions.`,
  );
}

/** What the service would refuse for its shape, before it asks for a permission. */
function readRequest<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AwsError(400, 'ValidationException', error.message);
  }
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError(400, 'SerializationException', 'The body is not JSON.');
  }
}
