/** Stands at the endpoint and lets a call of a function pass only if its role allows it. */
import { type AwsCall, AwsError, type AwsReply } from '../cloud.ts';
import type { CallGuard } from '../endpoint/guards.ts';
import { record } from '../reading.ts';
import type { RoleAccess } from './access.ts';
import type { Place } from './permissions/request.ts';
import { requiredPermissions } from './permissions/required-permissions.ts';

/** The operator, a test or a person at the command line, may do everything. */
export function accessGuard(access: () => RoleAccess, place: () => Place): CallGuard {
  return async (call, next) => {
    const { functionId } = call.caller;
    if (functionId === 'operator') return next(call);
    access().authorize(call.service, functionId, requiredPermissions(call, place()));
    if (call.service === 'scheduler') checkTargetRole(call, access(), place());
    return call.service === 's3' ? hideMissing(call, access(), () => next(call)) : next(call);
  };
}

/** The Scheduler takes only roles that it may assume. */
function checkTargetRole(call: AwsCall, access: RoleAccess, { arn }: Place): void {
  if (call.operation !== 'CreateSchedule' && call.operation !== 'UpdateSchedule') return;
  const { GroupName: group = 'default', Target: target } = record(JSON.parse(call.body.toString()));
  const roleArn = String(record(target).RoleArn);
  if (access.trusts(roleArn, 'scheduler.amazonaws.com', arn('scheduler', `schedule-group/${group}`))) return;
  throw new AwsError(
    400,
    'ValidationException',
    'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
  );
}

/**
 * Whoever may not list a bucket is not told either that an object is missing.
 * Source: S3 API reference, GetObject, "Permissions".
 */
async function hideMissing(
  call: AwsCall,
  access: RoleAccess,
  pass: () => Promise<AwsReply>,
): Promise<AwsReply> {
  try {
    return await pass();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchKey') {
      const bucket = call.url.pathname.split('/')[1];
      const listing = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
      access.authorize('s3', call.caller.functionId, [listing]);
    }
    throw error;
  }
}
