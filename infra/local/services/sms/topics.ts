/** The topics to which the SMS service publishes: their subscriptions put it into queues. */
import type { Cloud } from '../../cloud.ts';
import { mayPublish } from '../../iam/topic-policy.ts';
import { record, text } from '../../reading.ts';

/** Publishes to every topic that is `meant` and whose policy lets the service publish. */
export function publishToTopics(cloud: Cloud, payload: string, meant: (topicArn: string) => boolean): void {
  for (const { properties } of cloud.template.ofType('AWS::SNS::Subscription')) {
    const topicArn = text(properties.TopicArn);
    if (properties.Protocol !== 'sqs' || !meant(topicArn) || !isForTexts(cloud, topicArn)) continue;
    const queueArn = text(properties.Endpoint);
    cloud.access?.asService(
      { service: 'sns.amazonaws.com', sourceArn: topicArn },
      'sqs:SendMessage',
      queueArn,
    );
    const wrapped = { Type: 'Notification', TopicArn: topicArn, Message: payload };
    const body = properties.RawMessageDelivery === true ? payload : JSON.stringify(wrapped);
    cloud.queues.send(queueArn, { body });
  }
}

function isForTexts({ template, accountId, region }: Cloud, topicArn: string): boolean {
  const policies = template
    .ofType('AWS::SNS::TopicPolicy')
    .filter(({ properties }) => JSON.stringify(properties.Topics).includes(topicArn))
    .map(({ properties }) => record(properties).PolicyDocument);
  const sourceArn = `arn:aws:sms-voice:${region}:${accountId}:phone-number/local`;
  const publishing = { policies, topicArn, service: 'sms-voice.amazonaws.com', sourceArn };
  return policies.length > 0 && mayPublish({ ...publishing, sourceAccount: accountId });
}
