import { Duration } from 'aws-cdk-lib';
import { EventField, type EventPattern, Rule, type RuleProps, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Undelivered } from './undelivered.ts';
import type { WorkQueue } from './work-queue.ts';

/** A bus of ours or the default one. */
export type Bus = NonNullable<RuleProps['eventBus']>;

/** What an AWS service reports on the default bus. */
export interface Report {
  /** Tells several of one function apart. */
  readonly name?: string;
  readonly pattern: EventPattern;
  /** Paths of what goes on into the queue, each of which every event has. @default the whole event */
  readonly keep?: readonly string[];
}

export interface BusRuleProps extends Omit<Report, 'name'> {
  readonly bus: Bus;
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
          ...(props.keep === undefined ? {} : { message: RuleTargetInput.fromObject(partsOf(props.keep)) }),
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

/** The paths as an object that lies like the event, with what the event has there: `$.detail.id` → `{ detail: { id } }`. */
function partsOf(paths: readonly string[]): Record<string, unknown> {
  const parts: Record<string, unknown> = {};
  for (const path of paths) {
    const names = path.split('.').slice(1);
    let place = parts;
    for (const name of names.slice(0, -1)) {
      place[name] ??= {};
      place = place[name] as Record<string, unknown>;
    }
    place[names.at(-1) ?? ''] = EventField.fromPath(path);
  }
  return parts;
}
