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

/**
 * Answers to a number of ours. It manages opt-outs for us, as numbers do until they are told otherwise: STOP and HELP it
 * keeps for itself, and START it was told to know (docs/operations.md). With `selfManaged` it hands on all of them and stops
 * nothing (https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-self-managed.html).
 */
export function createReplies(cloud: Cloud, optedOut: Map<string, number>) {
  const reporting = reportTopics(cloud);

  return (from: string, answer: string, { selfManaged = false } = {}): void => {
    const word = answer.trim().toUpperCase();
    if (!selfManaged && stops.has(word)) optedOut.set(from, cloud.clock.now());
    if (!selfManaged && (stops.has(word) || word === 'HELP')) return;
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
