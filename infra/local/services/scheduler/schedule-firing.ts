/** One firing of a schedule: the input with its keywords replaced, handed to the queue or function. */
import { randomUUID } from 'node:crypto';
import type { Cloud, SentMessage } from '../../cloud.ts';
import { wholeSeconds } from '../../endpoint/json-protocol.ts';
import { invokeLater } from '../lambda/async-invoke.ts';
import { createDeliveries } from '../late-deliveries.ts';
import type { ScheduleRequest } from './schedule-request.ts';

interface Firing {
  readonly scheduleArn: string;
  /** Milliseconds: when it was to happen, not when it does. */
  readonly scheduledAt: number;
  readonly executionId: string;
  readonly input: string;
  readonly target: ScheduleRequest['Target'];
}

/** Answers the function that fires; a fault may let it happen twice or late. */
export function createFiring(cloud: Cloud) {
  const deliveries = createDeliveries<Firing>(cloud, 'schedule', deliver);

  function deliver(firing: Firing): void {
    const { target, input, scheduleArn } = firing;
    const cause = `schedule ${scheduleArn.split('/').at(-1)}`;
    const isQueue = target.Arn.includes(':sqs:');
    try {
      askRole(firing, isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction', target.Arn);
      if (isQueue) cloud.queues.send(target.Arn, { body: input });
      else invokeLater(cloud, target.Arn, { payload: parsed(input), cause });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      cloud.log(`${cause} could not reach ${target.Arn}: ${reason}`);
      if (target.DeadLetterConfig?.Arn !== undefined) bury(firing, target.DeadLetterConfig.Arn, reason);
    }
  }

  /** The Scheduler acts in the role of the target, for the group that the schedule is in. */
  function askRole({ scheduleArn, target }: Firing, action: string, resourceArn: string): void {
    const sourceArn = scheduleArn.replace(/:schedule\/([^/]+)\/.*$/, ':schedule-group/$1');
    cloud.access?.asRole(
      target.RoleArn,
      { service: 'scheduler.amazonaws.com', sourceArn },
      action,
      resourceArn,
    );
  }

  function bury(firing: Firing, deadLetterArn: string, reason: string): void {
    try {
      askRole(firing, 'sqs:SendMessage', deadLetterArn);
      cloud.queues.send(deadLetterArn, deadLetter(firing, reason));
    } catch (error) {
      cloud.log(`The firing of ${firing.scheduleArn} is lost: ${String(error)}`);
    }
  }

  return (scheduleArn: string, request: ScheduleRequest, scheduledAt: number): void => {
    const executionId = randomUUID();
    const input = inputOf(cloud, request, { scheduleArn, scheduledAt, executionId });
    const firing = { scheduleArn, scheduledAt, executionId, input, target: request.Target };
    deliveries.plan(firing, `firing of ${request.Name}`);
  };
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

type Moment = Pick<Firing, 'scheduleArn' | 'scheduledAt' | 'executionId'>;

function inputOf(cloud: Cloud, request: ScheduleRequest, moment: Moment): string {
  const time = wholeSeconds(moment.scheduledAt);
  const input = request.Target.Input ?? JSON.stringify(defaultEvent(cloud, moment, time));
  return input
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.schedule-arn>', moment.scheduleArn)
    .replaceAll('<aws.scheduler.execution-id>', moment.executionId)
    .replaceAll('<aws.scheduler.attempt-number>', '1');
}

/** What a target without Input receives. */
function defaultEvent(cloud: Cloud, { scheduleArn, executionId }: Moment, time: string) {
  const head = { version: '0', id: executionId, 'detail-type': 'Scheduled Event', source: 'aws.scheduler' };
  const place = { account: cloud.accountId, time, region: cloud.region, resources: [scheduleArn] };
  return { ...head, ...place, detail: '{}' };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html: the call, not the input. */
function deadLetter(firing: Firing, reason: string): SentMessage {
  const text = (value: string) => ({ DataType: 'String', StringValue: value.slice(0, 1024) });
  const { Arn } = firing.target;
  const [, , service = '', region = '', account = '', name = ''] = Arn.split(':');
  const call =
    service === 'sqs'
      ? { MessageBody: firing.input, QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}` }
      : { FunctionName: Arn, InvocationType: 'Event', Payload: firing.input };
  return {
    body: JSON.stringify(call),
    attributes: {
      ERROR_CODE: text('AWS.SimpleQueueService.NonExistentQueue'),
      ERROR_MESSAGE: text(reason),
      EXECUTION_ID: text(firing.executionId),
      IS_PAYLOAD_TRUNCATED: text('false'),
      RETRY_ATTEMPTS: text('0'),
      SCHEDULED_TIME: text(wholeSeconds(firing.scheduledAt)),
      SCHEDULE_ARN: text(firing.scheduleArn),
      TARGET_ARN: text(
        `arn:aws:scheduler:::aws-sdk:${service === 'sqs' ? 'sqs:sendMessage' : 'lambda:invoke'}`,
      ),
    },
  };
}
