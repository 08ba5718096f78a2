import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import { allowRules } from './work-queue.ts';

export interface UndeliveredProps {
  readonly deployment: Deployment;
}

/**
 * What EventBridge and EventBridge Scheduler could not put into a queue. They write letters of their own, which no
 * consumer could read, and SQS does not move back what it has not moved itself: so these stand apart from the dead
 * letters of our queues, one queue for each form of letter, and `npm run redrive` reads both.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export class Undelivered extends Construct {
  /** Physical names, known without a reference to the stack. */
  readonly eventsName: string;
  readonly firingsName: string;

  constructor(scope: Construct, id: string, { deployment }: UndeliveredProps) {
    super(scope, id);
    this.eventsName = deployment.nameOf('undelivered-events');
    this.firingsName = deployment.nameOf('undelivered-firings');
    const events = this.createQueue('Events', this.eventsName);
    // The schedules come with a role that may send; rules need the policy of the queue.
    allowRules(events, deployment);
    this.createQueue('Firings', this.firingsName);
  }

  /** Composed, not referred to: no stack has to export anything. */
  arnOf(scope: Construct, kind: 'events' | 'firings'): string {
    const resource = kind === 'events' ? this.eventsName : this.firingsName;
    return Stack.of(scope).formatArn({ service: 'sqs', resource });
  }

  private createQueue(id: string, queueName: string): sqs.Queue {
    const queue = new sqs.Queue(this, id, {
      queueName,
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      redriveAllowPolicy: { redrivePermission: sqs.RedrivePermission.DENY_ALL },
    });
    for (const rule of ['Serverless-SQSRedrivePolicy', 'AwsSolutions-SQS3'])
      Validations.of(queue).acknowledge({ id: rule, reason: 'It holds dead letters itself.' });
    return queue;
  }
}
