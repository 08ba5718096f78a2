import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import type { Undelivered } from './undelivered.ts';
import type { WorkQueue } from './work-queue.ts';

export interface SchedulerAccessProps {
  readonly deployment: Deployment;
  readonly undelivered: Undelivered;
}

export type ScheduleAction = 'CreateSchedule' | 'UpdateSchedule' | 'DeleteSchedule' | 'GetSchedule';

/** The one role with which EventBridge Scheduler puts messages into our queues, for schedules of our group only. */
export class SchedulerAccess extends Construct {
  readonly role: Role;
  readonly groupName: string;
  /** Takes the firings that could not be sent. */
  readonly undeliveredArn: string;

  constructor(scope: Construct, id: string, props: SchedulerAccessProps) {
    super(scope, id);
    // Composed, not referred to: the group stands in another stack under this fixed name.
    this.groupName = props.deployment.nameOf('schedules');
    this.undeliveredArn = props.undelivered.arnOf(this, 'firings');
    const groupArn = this.arnOf('schedule-group', this.groupName);
    this.role = new Role(this, 'Role', {
      description: 'Schedules put their messages into queues with this role',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': groupArn },
        },
      }),
    });
    this.allowSending(this.undeliveredArn);
  }

  /** Lets schedules of the group send to this queue. */
  target(queue: WorkQueue): void {
    this.allowSending(queue.queue.queueArn);
  }

  /** What a function needs to know to keep schedules that fire into this queue. */
  variablesFor(queue: WorkQueue) {
    return {
      SCHEDULE_GROUP: this.groupName,
      SCHEDULE_ROLE_ARN: this.role.roleArn,
      SCHEDULE_TARGET_ARN: queue.queue.queueArn,
      SCHEDULE_DLQ_ARN: this.undeliveredArn,
    } as const;
  }

  /** Lets a function keep schedules of the group, and hand this one role to the Scheduler. */
  allowManaging(fn: DomainFunction, actions: readonly ScheduleAction[]): void {
    // The documentation knows no permission for schedules by name, so the group is as narrow as it gets.
    const resource = this.arnOf('schedule', `${this.groupName}/*`);
    fn.allow(
      actions.map((action) => `scheduler:${action}`),
      [resource],
    );
    fn.acknowledgeWildcard(
      resource,
      'Schedules come and go with what they are for; the group holds no others.',
    );
    fn.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
  }

  /** Lets a function list schedules. */
  allowListing(fn: DomainFunction): void {
    // Scheduler asks for this very resource whatever group is listed: https://github.com/aws/aws-cdk/issues/38201
    const resource = this.arnOf('schedule', '*/*');
    fn.allow(['scheduler:ListSchedules'], [resource]);
    fn.acknowledgeWildcard(resource, 'ListSchedules cannot be limited to a group.');
  }

  private allowSending(queueArn: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueArn] }));
  }

  private arnOf(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'scheduler', resource, resourceName });
  }
}
