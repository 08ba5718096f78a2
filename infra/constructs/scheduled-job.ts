import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { SchedulerAccess } from './scheduler-access.ts';
import { WorkQueue } from './work-queue.ts';

export interface ScheduledJobProps {
  readonly deployment: Deployment;
  readonly scheduler: SchedulerAccess;
  /** Kebab-case, unique in the application, e.g. `platform-due-sweep`. */
  readonly name: string;
  /** In EventBridge Scheduler's words, e.g. `rate(1 minute)`. */
  readonly expression: string;
  /** IANA zone of a `cron` expression. @default UTC */
  readonly timeZone?: string;
  readonly function: DomainFunction;
}

/** Runs a function again and again: schedule → queue → function, so that a failed run is retried and kept. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const queue = new WorkQueue(this, 'Queue', {
      deployment: props.deployment,
      name: props.name,
      consumerTimeout: props.function.timeout,
    });
    props.scheduler.target(queue);
    new CfnSchedule(this, 'Schedule', {
      name: props.deployment.nameOf(props.name),
      groupName: props.scheduler.groupName,
      description: props.function.purpose,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: props.timeZone ?? 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: queue.queue.queueArn,
        roleArn: props.scheduler.role.roleArn,
        input: JSON.stringify({ scheduledTime: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: queue.deadLetters.queueArn },
      },
    });
    new QueueConsumer(this, 'Consumer', {
      queue,
      function: props.function,
      batchSize: 1,
      maximumConcurrency: 2,
    });
  }
}
