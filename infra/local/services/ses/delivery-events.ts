/**
 * The events that SES publishes about a mail to the default bus, for configuration sets with an EventBridge
 * destination. Shape: SES developer guide, "Monitoring SES events using Amazon EventBridge".
 */
import * as z from 'zod';
import type { Cloud, SentMail } from '../../cloud.ts';
import { bareAddress } from './message.ts';
import { bounceAddress, complaintAddress, listedAddress, simulated } from './simulator.ts';

type EventType = 'SEND' | 'DELIVERY' | 'BOUNCE' | 'COMPLAINT';

const destinationSchema = z.looseObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.looseObject({
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z.looseObject({}).optional(),
  }),
});

const detailTypes: Record<EventType, { detailType: string; eventType: string; key: string }> = {
  SEND: { detailType: 'Email Sent', eventType: 'Send', key: 'send' },
  DELIVERY: { detailType: 'Email Delivered', eventType: 'Delivery', key: 'delivery' },
  BOUNCE: { detailType: 'Email Bounced', eventType: 'Bounce', key: 'bounce' },
  COMPLAINT: { detailType: 'Email Complaint Received', eventType: 'Complaint', key: 'complaint' },
};

/** Publishes what happens to a mail, in the turns after SendEmail has answered. */
export function createSesEvents(cloud: Cloud) {
  const wanted = new Map<string, Set<string>>();
  for (const resource of cloud.template.ofType('AWS::SES::ConfigurationSetEventDestination')) {
    const { ConfigurationSetName, EventDestination } = destinationSchema.parse(resource.properties);
    const { Enabled, EventBridgeDestination, MatchingEventTypes } = EventDestination;
    if (!Enabled || EventBridgeDestination === undefined) continue;
    const types = wanted.get(ConfigurationSetName) ?? new Set();
    for (const type of MatchingEventTypes) types.add(type.toUpperCase());
    wanted.set(ConfigurationSetName, types);
  }

  function publish(type: EventType, configurationSet: string, mail: SentMail): void {
    const { detailType, eventType, key } = detailTypes[type];
    const arn = `arn:aws:ses:${cloud.region}:${cloud.accountId}:configuration-set/${configurationSet}`;
    const about = mailObject(cloud, mail, configurationSet);
    const detail = { eventType, mail: about, [key]: whatHappened(type, cloud, mail) };
    cloud.publish('default', { source: 'aws.ses', detailType, detail, resources: [arn] });
  }

  return (mail: SentMail, configurationSet: string): void => {
    const types = wanted.get(configurationSet);
    const story = fateOf(mail).filter((type) => types?.has(type));
    if (story.length === 0) return;
    const ended = cloud.activity.begin('SES events');
    setImmediate(() => {
      for (const type of story) publish(type, configurationSet, mail);
      ended();
    });
  };
}

function fateOf(mail: SentMail): EventType[] {
  const addresses = mail.to.map(simulated);
  // Taken, never sent: SES counts it as a send all the same.
  if (addresses.includes(bounceAddress) || addresses.includes(listedAddress)) return ['SEND', 'BOUNCE'];
  if (addresses.includes(complaintAddress)) return ['SEND', 'DELIVERY', 'COMPLAINT'];
  return ['SEND', 'DELIVERY'];
}

function mailObject(cloud: Cloud, mail: SentMail, configurationSet: string) {
  const own = {
    'ses:configuration-set': [configurationSet],
    'ses:from-domain': [bareAddress(mail.from).split('@')[1]],
  };
  const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]));
  const headers = { From: mail.from, To: mail.to.join(', '), Subject: mail.subject, ...mail.headers };
  return {
    timestamp: mail.at,
    source: mail.from,
    sendingAccountId: cloud.accountId,
    messageId: mail.id,
    destination: mail.to.map(bareAddress),
    headersTruncated: false,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.id, subject: mail.subject },
    tags: { ...own, ...tags },
  };
}

function whatHappened(type: EventType, cloud: Cloud, mail: SentMail) {
  const timestamp = new Date(cloud.clock.now()).toISOString();
  const recipients = mail.to.map(bareAddress);
  switch (type) {
    case 'SEND':
      return {};
    case 'DELIVERY':
      return {
        timestamp,
        processingTimeMillis: 100,
        recipients,
        smtpResponse: '250 ok',
        reportingMTA: 'local',
      };
    case 'BOUNCE': {
      const isListed = mail.to.map(simulated).includes(listedAddress);
      const diagnosticCode = isListed
        ? 'Amazon SES did not send the message to this address because it is on the suppression list for your account.'
        : 'smtp; 550 5.1.1 user unknown';
      const failed = { action: 'failed', status: '5.1.1', diagnosticCode };
      const bouncedRecipients = recipients.map((emailAddress) => ({ emailAddress, ...failed }));
      return {
        bounceType: 'Permanent',
        bounceSubType: isListed ? 'OnAccountSuppressionList' : 'General',
        bouncedRecipients,
        timestamp,
        feedbackId: mail.id,
      };
    }
    case 'COMPLAINT': {
      const complainedRecipients = recipients.map((emailAddress) => ({ emailAddress }));
      return { complainedRecipients, timestamp, feedbackId: mail.id, complaintFeedbackType: 'abuse' };
    }
  }
}
