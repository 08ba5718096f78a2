import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { patternOf, type Subscription } from '../../shared/events/subscription.ts';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { QueueConsumer, type QueueConsumerProps } from './queue-consumer.ts';
import { WorkQueue } from './work-queue.ts';

/** A bus of ours or the default one. */
export type Bus = NonNullable<RuleProps['eventBus']>;

export interface BusRuleProps {
  readonly bus: Bus;
  readonly pattern: EventPattern;
  readonly queue: WorkQueue;
  readonly description: string;
}

/** Puts what matches on a bus into a queue; what cannot be handed over for a day goes to its dead letters. */
export class BusRule extends Construct {
  constructor(scope: Construct, id: string, props: BusRuleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: props.description,
      eventBus: props.bus,
      eventPattern: props.pattern,
      targets: [
        new SqsQueue(props.queue.queue, {
          deadLetterQueue: props.queue.deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
  }
}

export interface EventSubscriptionProps extends Omit<QueueConsumerProps, 'queue'> {
  readonly deployment: Deployment;
  readonly bus: Bus;
  readonly subscription: Subscription;
  readonly function: DomainFunction;
}

/** Everything between the bus and a consumer: a rule for exactly the subscribed types, a queue, a mapping. */
export class EventSubscription extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id);
    const { deployment, bus, subscription, ...consumer } = props;
    this.queue = new WorkQueue(this, 'Queue', {
      deployment,
      name: subscription.name,
      consumerTimeout: props.function.timeout,
    });
    const types = subscription.events.map((each) => each.type).join(', ');
    new BusRule(this, 'Rule', {
      bus,
      pattern: patternOf(subscription),
      queue: this.queue,
      description: `${subscription.name} listens to ${types}`.slice(0, 512),
    });
    new QueueConsumer(this, 'Consumer', { ...consumer, queue: this.queue });
  }
}
