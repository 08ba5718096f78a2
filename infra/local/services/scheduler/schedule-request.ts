/**
 * What CreateSchedule, UpdateSchedule and a declared AWS::Scheduler::Schedule may say, with the limits of the
 * EventBridge Scheduler API reference.
 */
import * as z from 'zod';
import { AwsError, type Cloud } from '../../cloud.ts';
import { InvalidExpression, readTimetable, type Timetable } from './timetable.ts';

/** Seconds since the epoch on the wire, RFC 3339 in a template; seconds from here on. */
const instant = z.union([z.number(), z.iso.datetime({ offset: true })]).transform((value) => {
  return typeof value === 'number' ? value : Date.parse(value) / 1000;
});

const targetSchema = z.strictObject({
  Arn: z.string().min(1).max(1600),
  RoleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of a role'),
  Input: z.string().min(1).max(262_144).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().max(1600).optional() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).optional(),
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
    })
    .optional(),
});

const windowSchema = z
  .strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.coerce.number().int().min(1).max(1440).optional(),
  })
  .refine((value) => (value.Mode === 'FLEXIBLE') === (value.MaximumWindowInMinutes !== undefined), {
    message: 'MaximumWindowInMinutes goes with Mode FLEXIBLE, and only with it',
  });

const name = z.string().regex(/^[0-9a-zA-Z-_.]{1,64}$/, 'must match [0-9a-zA-Z-_.]+ and be at most 64 long');

export const scheduleSchema = z.strictObject({
  Name: name.optional(),
  GroupName: name.default('default'),
  Description: z.string().max(512).optional(),
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default('UTC'),
  StartDate: instant.optional(),
  EndDate: instant.optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: windowSchema,
  Target: targetSchema,
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  KmsKeyArn: z.string().optional(),
  ClientToken: z.string().min(1).max(64).optional(),
});
export type ScheduleRequest = z.output<typeof scheduleSchema>;

/** Refuses what the schema cannot see: the expression, the dates, the role. */
export function checkSchedule(cloud: Cloud, request: ScheduleRequest): void {
  timetableOf(request, cloud.clock.now());
  const { StartDate, EndDate, Target } = request;
  // https://github.com/getmoto/moto/pull/8172 quotes AWS; one-time schedules ignore the date.
  const isRecurring = !request.ScheduleExpression.startsWith('at');
  if (isRecurring && StartDate !== undefined && StartDate * 1000 < cloud.clock.now() - 5 * 60_000) {
    throw new AwsError(
      400,
      'ValidationException',
      'The StartDate you specify cannot be earlier than 5 minutes ago.',
    );
  }
  if (StartDate !== undefined && EndDate !== undefined && EndDate <= StartDate) {
    throw new AwsError(400, 'ValidationException', 'The EndDate must come after the StartDate.');
  }
  if (!/^arn:aws[a-z-]*:(sqs|lambda):/.test(Target.Arn)) {
    throw new AwsError(
      400,
      'ValidationException',
      `Target ${Target.Arn}: only queues and functions are imitated.`,
    );
  }
  if (cloud.template.byArn(Target.RoleArn) === undefined) {
    const hint = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
    throw new AwsError(400, 'ValidationException', `${hint} No stack declares ${Target.RoleArn}.`);
  }
}

/** `changedAt`: when the schedule was created or last updated, in milliseconds. */
export function timetableOf(request: ScheduleRequest, changedAt: number): Timetable {
  const start = request.StartDate === undefined ? changedAt : request.StartDate * 1000;
  try {
    return readTimetable(request.ScheduleExpression, request.ScheduleExpressionTimezone, start);
  } catch (error) {
    if (error instanceof InvalidExpression) throw new AwsError(400, 'ValidationException', error.message);
    throw error;
  }
}
