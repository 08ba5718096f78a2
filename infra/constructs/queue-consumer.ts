import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { DomainFunction } from './domain-function.ts';
import type { WorkQueue } from './work-queue.ts';

/** How a function takes messages from its queue. */
export interface Consumption {
  /** Messages in one invocation, at most. @default 10 */
  readonly batchSize?: number | undefined;
  /** How long messages are gathered before an invocation. Needed for more than 10. @default not at all */
  readonly batchingWindow?: Duration | undefined;
  /** Invocations at once, at least 2. @default 5 */
  readonly maximumConcurrency?: number | undefined;
}

export interface QueueConsumerProps extends Consumption {
  readonly queue: WorkQueue;
  readonly function: DomainFunction;
}

/** Feeds a function from a queue; a message that fails comes back alone, without the others of its batch. */
export class QueueConsumer extends Construct {
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    props.function.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [props.queue.queue.queueArn],
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: props.function.function,
      eventSourceArn: props.queue.queue.queueArn,
      batchSize: props.batchSize ?? 10,
      maxBatchingWindow: props.batchingWindow ?? Duration.seconds(0),
      maxConcurrency: props.maximumConcurrency ?? 5,
      reportBatchItemFailures: true,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A mapping of a queue has no such destination: the queue itself keeps dead letters.',
    });
    // Lambda refuses a mapping whose role may not read the queue yet; the policy is part of the role's construct.
    mapping.node.addDependency(props.function.role);
  }
}
