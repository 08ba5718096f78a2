import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';

export interface SchedulesSettings {
  client: SchedulerClient;
  /** Schedule group of the stage. */
  group: string;
  /** Role that EventBridge Scheduler takes on to send to the queue. */
  roleArn: string;
  /** Queue that receives the `input` of each firing. */
  targetArn: string;
  /** Queue for firings that could not be handed over. */
  deadLetterArn: string;
}

export interface ScheduleRequest {
  /** From `scheduleName`: the same thing always has the same name. */
  name: string;
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  expression: string;
  /** IANA zone in which the expression is read. */
  timeZone: string;
  /** First firing of a `rate(…)`, which without it fires at once. */
  startDate?: string;
  /** Body of the message; `scheduledTime` in it becomes the instant of the firing. */
  input: Readonly<Record<string, unknown>>;
  /** Removes the schedule after its last firing. For one-time schedules, which count against the quota until then. */
  deleteAfterwards: boolean;
  description: string;
}

export interface Schedules {
  /** Creates the schedule or makes the one of this name equal to the request. Doing it twice changes nothing. */
  put(request: ScheduleRequest): Promise<void>;
  /** Removes a schedule; one that is not there is fine. */
  remove(name: string): Promise<void>;
  /** Names of all schedules that begin like this. */
  list(prefix: string): AsyncGenerator<string, void>;
}

/** Place-holder in a schedule's input for the instant it fired for, e.g. `2026-11-21T01:00:00Z`. */
export const scheduledTime = '<aws.scheduler.scheduled-time>';

/**
 * Name of the one schedule that a thing has, e.g. `callback-callback_01jd…`: at most 64 characters, and the id can
 * be read back from it.
 */
export function scheduleName(kind: string, id: string): string {
  const name = `${kind}-${id}`;
  if (!/^[a-z]+$/.test(kind) || !/^[\w.-]+$/.test(id) || name.length > 64) {
    throw new RangeError(`"${name}" cannot name a schedule: at most 64 letters, digits and "_.-"`);
  }
  return name;
}

/** The id in a name made by `scheduleName`. */
export function scheduledId(name: string): string {
  return name.slice(name.indexOf('-') + 1);
}

/** How often a schedule may vanish between being found and being changed, or be busy: for some five seconds. */
const maximumTries = 20;
const longestPause = 600;

/**
 * Who changes or removes a schedule right after another change of it may be told of a conflict, which passes:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
 */
const untilItRests = (tried: number) => sleep(Math.random() * Math.min(25 * 2 ** tried, longestPause));

export function createSchedules(settings: SchedulesSettings): Schedules {
  const { client, group } = settings;
  return {
    async put(request) {
      const schedule = scheduleOf(settings, request);
      for (let tried = 1; ; tried += 1) {
        try {
          await client.send(new CreateScheduleCommand(schedule));
          return;
        } catch (error) {
          if (!(error instanceof ConflictException)) throw error;
        }
        try {
          await client.send(new UpdateScheduleCommand(schedule));
          return;
        } catch (error) {
          if (tried === maximumTries) throw error;
          if (error instanceof ConflictException) await untilItRests(tried);
          // Removed since it was in the way of the new one: then there is room for that one now.
          else if (!(error instanceof ResourceNotFoundException)) throw error;
        }
      }
    },
    async remove(name) {
      for (let tried = 1; ; tried += 1) {
        try {
          await client.send(new DeleteScheduleCommand({ GroupName: group, Name: name }));
          return;
        } catch (error) {
          if (error instanceof ResourceNotFoundException) return;
          if (!(error instanceof ConflictException) || tried === maximumTries) throw error;
        }
        await untilItRests(tried);
      }
    },
    async *list(prefix) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListSchedulesCommand({
            GroupName: group,
            NamePrefix: prefix,
            NextToken: token,
            MaxResults: 100,
          }),
        );
        for (const schedule of page.Schedules ?? []) if (schedule.Name !== undefined) yield schedule.Name;
        token = page.NextToken;
      } while (token !== undefined);
    },
  };
}

function scheduleOf(settings: SchedulesSettings, request: ScheduleRequest): CreateScheduleCommandInput {
  return {
    GroupName: settings.group,
    Name: request.name,
    Description: request.description.slice(0, 512),
    ScheduleExpression: request.expression,
    ScheduleExpressionTimezone: request.timeZone,
    StartDate: request.startDate === undefined ? undefined : new Date(request.startDate),
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: request.deleteAfterwards ? 'DELETE' : 'NONE',
    Target: {
      Arn: settings.targetArn,
      RoleArn: settings.roleArn,
      Input: JSON.stringify(request.input),
      DeadLetterConfig: { Arn: settings.deadLetterArn },
      // A firing that cannot be delivered within the hour is of no more use: the sweep repairs what was missed.
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
    },
  };
}
