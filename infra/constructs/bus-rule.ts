import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Undelivered } from './undelivered.ts';
import type { WorkQueue } from './work-queue.ts';

/** A bus of ours or the default one. */
export type Bus = NonNullable<RuleProps['eventBus']>;

export interface BusRuleProps {
  readonly bus: Bus;
  readonly pattern: EventPattern;
  readonly queue: WorkQueue;
  readonly undelivered: Undelivered;
  readonly description: string;
}

/**
 * Puts what matches on a bus into a queue; what cannot be handed over is kept apart: at once where a permission or the
 * queue is missing, after a day of tries otherwise (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html).
 */
export class BusRule extends Construct {
  private readonly rule: Rule;

  constructor(scope: Construct, id: string, props: BusRuleProps) {
    super(scope, id);
    // Named by its ARN, the queue gets no policy for this rule alone, which would come after the rule: it lets all in.
    const queue = Queue.fromQueueArn(this, 'Target', props.queue.queue.queueArn);
    this.rule = new Rule(this, 'Rule', {
      description: props.description.slice(0, 512),
      eventBus: props.bus,
      eventPattern: props.pattern,
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: Queue.fromQueueArn(this, 'Undelivered', props.undelivered.arnOf(this, 'events')),
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    this.rule.node.addDependency(props.queue);
  }

  /** Is put into place, and changed, only after another rule: of what moves from one to the other nothing is missed. */
  comesAfter(other: BusRule): void {
    this.rule.node.addDependency(other.rule);
  }
}
