import { describe, expect, it } from 'vitest';
import { destinationOf } from '../../../infra/commands/dead-letters.ts';

/** As in the example of https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
const firing = {
  body: JSON.stringify({
    MessageBody: '{"campaignId":"campaign_1"}',
    QueueUrl: 'https://sqs.us-west-2.amazonaws.com/123456789012/rapport-prod-campaigns-runs',
  }),
  attributes: {
    ERROR_CODE: 'AWS.SimpleQueueService.NonExistentQueue',
    IS_PAYLOAD_TRUNCATED: 'false',
    SCHEDULE_ARN: 'arn:aws:scheduler:us-west-2:123456789012:schedule/rapport-prod-schedules/x',
    TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
  },
};

/** As in https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
const event = {
  body: '{"version":"0","detail-type":"customer.created"}',
  attributes: {
    RULE_ARN: 'arn:aws:events:us-west-2:123456789012:rule/rapport-prod-events/x',
    TARGET_ARN: 'arn:aws:sqs:us-west-2:123456789012:rapport-prod-customers-events',
    ERROR_CODE: 'NO_PERMISSIONS',
  },
};

describe('a dead letter', () => {
  it('of the scheduler holds the call that failed', () => {
    expect(destinationOf('rapport-prod-undelivered-firings', firing)).toEqual({
      queue: 'rapport-prod-campaigns-runs',
      body: '{"campaignId":"campaign_1"}',
    });
  });

  it('of the scheduler is taken as it is where it names the queue itself', () => {
    const attributes = { ...firing.attributes, TARGET_ARN: event.attributes.TARGET_ARN };
    const letter = { body: '{"job":"callbacks-sweep"}', attributes };
    expect(destinationOf('rapport-prod-undelivered-firings', letter)).toEqual({
      queue: 'rapport-prod-customers-events',
      body: letter.body,
    });
  });

  it('of a rule is the event, and says for which queue', () => {
    expect(destinationOf('rapport-prod-undelivered-events', event)).toEqual({
      queue: 'rapport-prod-customers-events',
      body: event.body,
    });
  });

  it('of a queue is the message', () => {
    expect(destinationOf('rapport-prod-messaging-sending-dead', { body: 'x', attributes: {} })).toEqual({
      queue: 'rapport-prod-messaging-sending',
      body: 'x',
    });
  });

  it.each([
    ['cut off', { ...firing, attributes: { ...firing.attributes, IS_PAYLOAD_TRUNCATED: 'true' } }],
    ['does not say', { body: 'hello', attributes: {} }],
    [
      'does not say',
      { body: 'hello', attributes: { SCHEDULE_ARN: 'x', TARGET_ARN: firing.attributes.TARGET_ARN } },
    ],
  ])('stays where it is when it is of no use: %s', (reason, letter) => {
    expect(() => destinationOf('rapport-prod-undelivered-firings', letter)).toThrow(reason);
  });
});
