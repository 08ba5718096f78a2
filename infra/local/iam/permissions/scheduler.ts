/**
 * Sources: "Actions, resources, and condition keys for Amazon EventBridge Scheduler"; Scheduler user guide,
 * "Setting up": whoever writes a schedule hands the Scheduler the role of its target.
 */
import { optionalText, record } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

const written = new Set(['CreateSchedule', 'UpdateSchedule']);
const named = new Set(['GetSchedule', 'DeleteSchedule']);

export const schedulerPermissions: PermissionsOf = ({ operation, url, body }, { arn }) => {
  const name = decodeURIComponent(url.pathname.split('/')[2] ?? '');
  const action = `scheduler:${operation}`;
  // Asked for whatever group is listed: https://github.com/aws/aws-cdk/issues/38201
  if (operation === 'ListSchedules') return [{ action, resource: arn('scheduler', 'schedule/*/*') }];
  if (named.has(operation)) {
    const group = url.searchParams.get('groupName') ?? 'default';
    return [{ action, resource: arn('scheduler', `schedule/${group}/${name}`) }];
  }
  if (!written.has(operation)) return undefined;
  const request = record(body());
  const group = optionalText(request.GroupName) ?? 'default';
  const role = optionalText(record(request.Target).RoleArn);
  const passing = {
    action: 'iam:PassRole',
    resource: role ?? '',
    context: { 'iam:passedtoservice': 'scheduler.amazonaws.com' },
  };
  const writing = { action, resource: arn('scheduler', `schedule/${group}/${name}`) };
  return role === undefined ? [writing] : [writing, passing];
};
