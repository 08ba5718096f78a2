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

/** Answers ListSchedules up to 100 a page; `all` are by group and name, as the answer is. */
export function listPage(
  query: URLSearchParams,
  all: readonly KeptSchedule[],
  arnOf: (schedule: KeptSchedule) => string,
) {
  const parsed = listQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) throw new AwsError(400, 'ValidationException', z.prettifyError(parsed.error));
  const { MaxResults, NextToken, ScheduleGroup, NamePrefix = '', State } = parsed.data;
  const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
  const isMeant = ({ group, name, request }: KeptSchedule) =>
    group === (ScheduleGroup ?? group) &&
    name.startsWith(NamePrefix) &&
    (State === undefined || request.State === State);
  const found = all.filter((schedule) => keyOf(schedule) > after && isMeant(schedule));
  const page = found.slice(0, MaxResults);
  const end = page.at(-1);
  const last = end !== undefined && found.length > page.length ? keyOf(end) : undefined;
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

function keyOf({ group, name }: KeptSchedule): string {
  return `${group}/${name}`;
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
