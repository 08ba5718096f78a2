import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { Report } from './bus-rule.ts';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import type { WorkQueue } from './work-queue.ts';

/** What text messages come from: a number, pool or sender id that was registered by hand. */
export class TextSender {
  private readonly settings: Settings;
  /** Stands in the context of each text: the service reports to every deployment of the account. */
  private readonly name: string;

  constructor({ settings, nameOf }: Deployment) {
    this.settings = settings;
    this.name = nameOf('texts');
  }

  get isOn(): boolean {
    return isTexting(this.settings);
  }

  get variables() {
    return {
      SMS_FROM: this.settings.smsFrom ?? '',
      SMS_SENDER: this.name,
      SMS_PER_SECOND: String(this.settings.smsPerSecond),
    } as const;
  }

  /** https://docs.aws.amazon.com/service-authorization/latest/reference/list_pinpoint-sms-voice-v2.html */
  allowSending(fn: DomainFunction): void {
    const { smsFrom } = this.settings;
    if (smsFrom !== undefined) fn.allow(['sms-voice:SendTextMessage'], [smsFrom]);
  }

  /**
   * What the service reports by itself on the default bus, see https://docs.aws.amazon.com/sms-voice/latest/userguide/monitor-event-bridge.html.
   * It tells the number, too; only which text it was and what became of it goes on into a queue.
   */
  get reports(): readonly Report[] {
    if (!this.isOn) return [];
    const pattern = {
      source: ['aws.sms-voice'],
      detailType: ['Text Message Delivery Status Updated'],
      detail: { context: { sender: [this.name], sendId: [{ exists: true }] } },
    };
    return [{ name: 'texts', pattern, keep: ['$.detail.eventType', '$.detail.context.sendId'] }];
  }
}

/** Whether text messages are sent. */
export function isTexting({ smsFrom }: Settings): boolean {
  return smsFrom !== undefined;
}

/**
 * The topic to which a number hands over what people answer; it is told so by hand, once
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms.html). The queue lets the topic in.
 */
export function createRepliesTopic(scope: Construct, { nameOf }: Deployment, queue: WorkQueue): void {
  const topic = new Topic(scope, 'RepliesTopic', { topicName: nameOf('replies'), enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  // What SNS cannot hand over would be lost, and with it somebody's STOP.
  topic.addSubscription(
    new SqsSubscription(queue.queue, { rawMessageDelivery: true, deadLetterQueue: queue.deadLetters }),
  );
  new CfnOutput(scope, 'RepliesTopicArn', { value: topic.topicArn });
}
