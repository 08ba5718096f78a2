import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import { ServiceKey } from './service-key.ts';
import type { WorkQueue } from './work-queue.ts';

/** What text messages go through: a number, pool or sender id of AWS that was registered by hand, or a provider. */
export class TextSender {
  private readonly scope: Construct;
  private readonly settings: Settings;
  private readonly configurationSet: string;
  private readonly key: ServiceKey | undefined;

  constructor(scope: Construct, { settings, nameOf }: Deployment) {
    this.scope = scope;
    this.settings = settings;
    this.configurationSet = isByAws(settings) ? nameOf('texts') : '';
    if (settings.smsProvider === undefined) return;
    this.key = new ServiceKey(scope, 'TextProviderKey', {
      description: 'Opens the provider of the setting smsProvider, and signs what it reports',
      content: { token: 'to be replaced by the token of the provider' },
      generated: 'signingKey',
    });
  }

  get isOn(): boolean {
    return isByAws(this.settings) || this.key !== undefined;
  }

  get variables() {
    return {
      SMS_FROM: this.settings.smsFrom ?? '',
      SMS_CONFIGURATION_SET: this.configurationSet,
      SMS_PER_SECOND: String(this.settings.smsPerSecond),
      ...this.providerVariables,
    } as const;
  }

  get providerVariables() {
    return {
      SMS_PROVIDER: this.settings.smsProvider ?? '',
      SMS_PROVIDER_KEY_ARN: this.key?.arn ?? '',
    } as const;
  }

  /** https://docs.aws.amazon.com/service-authorization/latest/reference/list_pinpoint-sms-voice-v2.html */
  allowSending(fn: DomainFunction): void {
    const { smsFrom } = this.settings;
    this.allowReadingKey(fn);
    if (smsFrom === undefined) return;
    const configurationSet = Stack.of(this.scope).formatArn({
      ...{ service: 'sms-voice', resource: 'configuration-set', resourceName: this.configurationSet },
    });
    fn.allow(['sms-voice:SendTextMessage'], [smsFrom, configurationSet]);
  }

  /** The list of a number or pool until it is given another. */
  allowReadingOptOuts(fn: DomainFunction): void {
    const list = Stack.of(this.scope).formatArn({
      ...{ service: 'sms-voice', resource: 'opt-out-list', resourceName: 'Default' },
    });
    fn.allow(['sms-voice:DescribeOptedOutNumbers'], [list]);
  }

  allowReadingKey(fn: DomainFunction): void {
    this.key?.allowReading(fn);
  }
}

/** Whether text messages go through AWS, which reports and hands on answers by topics. */
export function isByAws({ smsFrom }: Settings): boolean {
  return smsFrom !== undefined;
}

/** Whether what texts come from takes answers: a sender id takes none. */
export function takesReplies({ smsFrom = '' }: Settings): boolean {
  return smsFrom !== '' && !smsFrom.includes(':sender-id/');
}

/** Puts what becomes of our texts into a queue: all that concerns them names which one it was, and nobody else's does. */
export function createTextReports(scope: Construct, deployment: Deployment, queue: WorkQueue): void {
  const topic = createTopic(scope, 'TextReportsTopic', deployment.nameOf('text-reports'), queue);
  const set = new CfnConfigurationSet(scope, 'Texts', {
    configurationSetName: deployment.nameOf('texts'),
    eventDestinations: [
      {
        eventDestinationName: 'reports',
        enabled: true,
        matchingEventTypes: ['TEXT_ALL'],
        snsDestination: { topicArn: topic.topicArn },
      },
    ],
  });
  // It may try the topic, which has to let it in by then.
  set.node.addDependency(topic);
}

/**
 * The topic to which a number hands over what people answer; it is told so by hand, once
 * (https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms.html).
 */
export function createRepliesTopic(scope: Construct, deployment: Deployment, queue: WorkQueue): void {
  const topic = createTopic(scope, 'RepliesTopic', deployment.nameOf('replies'), queue);
  new CfnOutput(scope, 'RepliesTopicArn', { value: topic.topicArn });
}

/** The service may publish, and the queue lets the topic in. */
function createTopic(scope: Construct, id: string, topicName: string, queue: WorkQueue): Topic {
  const topic = new Topic(scope, id, { topicName, enforceSSL: true });
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
  return topic;
}
