/** What the service tells of texts by their configuration set: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html */
import type { Cloud, SentText } from '../../cloud.ts';
import { record, text } from '../../reading.ts';
import { publishToTopics } from './topics.ts';

/** Topic of the reports → name of the configuration set. */
export function reportTopics({ template }: Cloud): ReadonlyMap<string, string> {
  return new Map(
    template
      .ofType('AWS::SMSVOICE::ConfigurationSet')
      .flatMap(({ ref, properties }) =>
        destinationsOf(properties.EventDestinations).map((topicArn) => [topicArn, ref] as const),
      ),
  );
}

function destinationsOf(destinations: unknown): string[] {
  if (!Array.isArray(destinations)) return [];
  return destinations
    .map(record)
    .filter(
      ({ Enabled, MatchingEventTypes }) =>
        Enabled === true && JSON.stringify(MatchingEventTypes) === '["TEXT_ALL"]',
    )
    .map(({ SnsDestination }) => text(record(SnsDestination).TopicArn));
}

export function reportText(
  cloud: Cloud,
  sent: SentText,
  configurationSet: string,
  eventType: string,
  isFinal: boolean,
): void {
  const topics = reportTopics(cloud);
  const payload = {
    eventType,
    eventVersion: '1.0',
    eventTimestamp: cloud.clock.now(),
    isFinal,
    originationPhoneNumber: sent.from,
    destinationPhoneNumber: sent.to,
    messageId: sent.id,
    messageStatus: eventType.replace('TEXT_', ''),
    context: sent.context,
  };
  publishToTopics(cloud, JSON.stringify(payload), (topicArn) => topics.get(topicArn) === configurationSet);
}
