/** What people answer to texts: handed over to the topic of the number, whose subscriptions put it into their queues. */
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../cloud.ts';
import { reportTopics } from './reports.ts';
import { publishToTopics } from './topics.ts';

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

/** A number is told to know START, too (docs/operations.md); STOP it knows by itself. */
export function createReplies(cloud: Cloud, optedOut: Map<string, true>) {
  const reporting = reportTopics(cloud);

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
    publishToTopics(cloud, payload, (topicArn) => !reporting.has(topicArn));
  };
}
