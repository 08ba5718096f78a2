/** What people answer to texts: handed over to the topic of the number, whose subscriptions put it into their queues. */
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../cloud.ts';
import { mayPublish } from '../../iam/topic-policy.ts';
import { record, text } from '../../reading.ts';

/** The words that the service knows itself (https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html). */
const stops = new Set([
  'ARRET',
  'CANCEL',
  'END',
  'OPT-OUT',
  'OPTOUT',
  'QUIT',
  'REMOVE',
  'STOP',
  'TD',
  'UNSUBSCRIBE',
]);

export function createReplies(cloud: Cloud, optedOut: Map<string, true>) {
  const subscriptions = cloud.template.ofType('AWS::SNS::Subscription').flatMap(({ properties }) => {
    const topicArn = text(properties.TopicArn);
    return properties.Protocol === 'sqs' && isForReplies(cloud, topicArn)
      ? [{ topicArn, queueArn: text(properties.Endpoint), isRaw: properties.RawMessageDelivery === true }]
      : [];
  });

  return (from: string, answer: string): void => {
    const word = answer.trim().toUpperCase();
    if (stops.has(word)) optedOut.set(from, true);
    if (word === 'START') optedOut.delete(from);
    const payload = JSON.stringify({
      originationNumber: from,
      destinationNumber: '+10000000000',
      messageKeyword: 'KEYWORD_local',
      messageBody: answer,
      inboundMessageId: randomUUID(),
    });
    for (const { topicArn, queueArn, isRaw } of subscriptions) {
      const caller = { service: 'sns.amazonaws.com', sourceArn: topicArn };
      cloud.access?.asService(caller, 'sqs:SendMessage', queueArn);
      const wrapped = { Type: 'Notification', TopicArn: topicArn, Message: payload };
      cloud.queues.send(queueArn, { body: isRaw ? payload : JSON.stringify(wrapped) });
    }
  };
}

/** Only a topic whose policy lets the service publish hears of replies. */
function isForReplies({ template, accountId, region }: Cloud, topicArn: string): boolean {
  const policies = template
    .ofType('AWS::SNS::TopicPolicy')
    .filter(({ properties }) => JSON.stringify(properties.Topics).includes(topicArn))
    .map(({ properties }) => record(properties).PolicyDocument);
  const sourceArn = `arn:aws:sms-voice:${region}:${accountId}:phone-number/local`;
  const publishing = { policies, topicArn, service: 'sms-voice.amazonaws.com', sourceArn };
  return policies.length > 0 && mayPublish({ ...publishing, sourceAccount: accountId });
}
