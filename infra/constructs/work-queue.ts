import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';

export interface WorkQueueProps {
  readonly deployment: Deployment;
  /** Kebab-case, unique in the application, e.g. `messaging-sending`. */
  readonly name: string;
  /** Timeout of the function that reads; a message stays hidden for six times as long. */
  readonly consumerTimeout: Duration;
  /** Every message waits so long before it can be read. @default none */
  readonly delay?: Duration | undefined;
}

/** A queue and its dead letters: encrypted, TLS only, five tries, dead letters kept for 14 days. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;
  /** Physical name, known without a reference to the stack. */
  readonly name: string;
  readonly deadLettersName: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.name = props.deployment.nameOf(props.name);
    this.deadLettersName = `${this.name}-dead`;
    // The queue names its dead letters, and they name the queue: the fixed name keeps that from being a cycle.
    const arn = Stack.of(this).formatArn({ service: 'sqs', resource: this.name });
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      queueName: this.deadLettersName,
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      redriveAllowPolicy: {
        redrivePermission: sqs.RedrivePermission.BY_QUEUE,
        sourceQueues: [sqs.Queue.fromQueueArn(this, 'Source', arn)],
      },
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'These are the dead letters themselves.',
    });
    this.queue = new sqs.Queue(this, 'Queue', {
      queueName: this.name,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()),
      deliveryDelay: props.delay ?? Duration.seconds(0),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    allowRules(this.queue, props.deployment);
  }

  get url(): string {
    return this.queue.queueUrl;
  }

  get deadLettersUrl(): string {
    return this.deadLetters.queueUrl;
  }

  /** Lets a function put aside, for a person to look at, what must not be tried again by itself. */
  allowParking(fn: DomainFunction): void {
    fn.allow(['sqs:SendMessage'], [this.deadLetters.queueArn]);
  }

  /** Lets a function see how much waits here and in the dead letters. */
  allowCounting(fn: DomainFunction): void {
    fn.allow(['sqs:GetQueueAttributes'], [this.queue.queueArn, this.deadLetters.queueArn]);
  }

  /** Lets a function put messages into this queue. */
  allowSending(fn: DomainFunction): void {
    fn.allow(['sqs:SendMessage'], [this.queue.queueArn]);
  }
}

/**
 * Lets every rule of this deployment put events into a queue. A rule that comes later finds the permission already there,
 * without which EventBridge would give its events up at once. The names of rules begin with those of their stacks or of
 * the bus.
 */
export function allowRules(queue: sqs.Queue, deployment: Deployment): void {
  const rules = Stack.of(queue).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: deployment.nameOf('*'),
  });
  const conditions = { ArnLike: { 'aws:SourceArn': rules } };
  queue.grantSendMessages(new ServicePrincipal('events.amazonaws.com', { conditions }));
}
