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

/** Puts what matches on a bus into a queue; what cannot be handed over for a day is kept apart. */
export class BusRule extends Construct {
  constructor(scope: Construct, id: string, props: BusRuleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: props.description.slice(0, 512),
      eventBus: props.bus,
      eventPattern: props.pattern,
      targets: [
        new SqsQueue(props.queue.queue, {
          deadLetterQueue: Queue.fromQueueArn(this, 'Undelivered', props.undelivered.arnOf(this, 'events')),
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
  }
}
