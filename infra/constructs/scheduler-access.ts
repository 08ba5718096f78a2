import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DomainFunction } from './domain-function.ts';
import type { WorkQueue } from './work-queue.ts';

export interface SchedulerAccessProps {
  readonly group: CfnScheduleGroup;
}

export type ScheduleAction = 'CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule' | 'GetSchedule';

/** The one role with which EventBridge Scheduler puts messages into our queues, for schedules of our group only. */
export class SchedulerAccess extends Construct {
  readonly role: Role;
  readonly groupName: string;
  private readonly group: CfnScheduleGroup;

  constructor(scope: Construct, id: string, props: SchedulerAccessProps) {
    super(scope, id);
    this.group = props.group;
    this.groupName = props.group.ref;
    this.role = new Role(this, 'Role', {
      description: 'Schedules put their messages into queues with this role',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': props.group.attrArn },
        },
      }),
    });
  }

  /** Lets schedules of the group send to this queue, and to its dead letters what could not be sent. */
  target(queue: WorkQueue): void {
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [queue.queue.queueArn, queue.deadLetters.queueArn],
      }),
    );
  }

  /** What a function needs to know to keep schedules that fire into this queue. */
  variablesFor(queue: WorkQueue) {
    return {
      SCHEDULE_GROUP: this.groupName,
      SCHEDULE_ROLE_ARN: this.role.roleArn,
      SCHEDULE_TARGET_ARN: queue.queue.queueArn,
      SCHEDULE_DLQ_ARN: queue.deadLetters.queueArn,
    } as const;
  }

  /**
   * Lets a function keep schedules whose names begin with `prefix`, and hand this one role to the Scheduler.
   * Resources are schedules of the group, never of the account.
   */
  allowManaging(fn: DomainFunction, prefix: string, actions: readonly ScheduleAction[]): void {
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.groupName}/${prefix}*`,
    });
    fn.allow(
      actions.map((action) => `scheduler:${action}`),
      [schedules],
    );
    fn.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }

  /** The ARN of the group: all schedules of this deployment. */
  get groupArn(): string {
    return this.group.attrArn;
  }
}
