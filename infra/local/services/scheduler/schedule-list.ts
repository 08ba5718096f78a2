import * as z from 'zod';
import { AwsError, type ScheduleState } from '../../cloud.ts';
import { type KeptSchedule, nextFiring } from './schedule-times.ts';

const listQuery = z.object({
  MaxResults: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
  ScheduleGroup: z.string().optional(),
  NamePrefix: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
});

/** Answers ListSchedules: by group and name, up to 100 a page. */
export function listPage(
  query: URLSearchParams,
  all: readonly KeptSchedule[],
  arnOf: (schedule: KeptSchedule) => string,
) {
  const parsed = listQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) throw new AwsError(400, 'ValidationException', z.prettifyError(parsed.error));
  const { MaxResults, NextToken, ScheduleGroup, NamePrefix = '', State } = parsed.data;
  const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
  const found = all
    .map((schedule) => ({ ...schedule, key: `${schedule.group}/${schedule.name}` }))
    .filter(
      ({ key, group, name }) =>
        key > after && group === (ScheduleGroup ?? group) && name.startsWith(NamePrefix),
    )
    .filter(({ request }) => State === undefined || request.State === State)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = found.slice(0, MaxResults);
  const last = found.length > page.length ? page.at(-1)?.key : undefined;
  return {
    Schedules: page.map((schedule) => ({
      Arn: arnOf(schedule),
      Name: schedule.name,
      GroupName: schedule.group,
      State: schedule.request.State,
      CreationDate: schedule.createdAt / 1000,
      LastModificationDate: schedule.changedAt / 1000,
      Target: { Arn: schedule.request.Target.Arn },
    })),
    ...(last !== undefined && { NextToken: Buffer.from(last).toString('base64url') }),
  };
}

export function stateOf(schedule: KeptSchedule): ScheduleState {
  const { request, group, name } = schedule;
  const next = nextFiring(schedule);
  return {
    name,
    group,
    expression: request.ScheduleExpression,
    timezone: request.ScheduleExpressionTimezone,
    enabled: request.State === 'ENABLED',
    next: next === undefined ? null : new Date(next).toISOString(),
    target: request.Target.Arn.split(':').at(-1) ?? request.Target.Arn,
  };
}
