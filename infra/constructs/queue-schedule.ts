import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { SchedulerAccess } from './scheduler-access.ts';
import type { WorkQueue } from './work-queue.ts';

export interface QueueScheduleProps {
  readonly deployment: Deployment;
  readonly scheduler: SchedulerAccess;
  /** Of the job; kebab-case, unique in the application, e.g. `platform-due-sweep`. */
  readonly name: string;
  readonly description: string;
  /** In EventBridge Scheduler's words, e.g. `rate(1 minute)`. */
  readonly expression: string;
  readonly queue: WorkQueue;
}

/** Puts the message of a job into a queue again and again, so that a failed run is retried and kept. */
export class QueueSchedule extends Construct {
  constructor(scope: Construct, id: string, props: QueueScheduleProps) {
    super(scope, id);
    const { queue, scheduler } = props;
    scheduler.target(queue);
    const schedule = new CfnSchedule(this, 'Schedule', {
      name: props.deployment.nameOf(props.name),
      groupName: scheduler.groupName,
      description: props.description,
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: queue.queue.queueArn,
        roleArn: scheduler.role.roleArn,
        input: JSON.stringify({ job: props.name, scheduledTime: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: scheduler.undeliveredArn },
      },
    });
    // A rate starts at once: the role must be allowed to send by then, and its policy is part of its construct.
    schedule.node.addDependency(scheduler.role);
  }
}
