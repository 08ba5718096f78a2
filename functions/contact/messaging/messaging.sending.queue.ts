/** Sends messages: one mail or text for each that may be sent. */
import { createLinkSecrets } from '../../../shared/messaging/links.ts';
import { openMailChannel } from '../../../shared/messaging/mail-channel.ts';
import { parseMailbox } from '../../../shared/messaging/mailbox.ts';
import { openTextChannel, sendsTexts, takesAnswers } from '../../../shared/messaging/text-channel.ts';
import { brandOf } from '../../../shared/pages/brand.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { countFailures } from '../../../shared/runtime/failures.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { putMetric } from '../../../shared/runtime/metrics.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { holdsMessages } from '../../../shared/runtime/queue-depth.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { now } from '../../../shared/time/clock.ts';
import type { Language } from '../../../shared/values/language.ts';
import { createAddressMarks, createCustomerReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import * as renderers from '../../renderers.ts';
import { openContactBudget } from '../budgets/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { openPacer } from '../pacing/index.ts';
import { messagingSending } from './messaging.domain.ts';
import { messagingSendingEnvironment } from './messaging.environment.ts';
import { SendTurn } from './messaging.messages.ts';
import { createMessagesStore } from './messaging.store.ts';
import type { Reachable } from './operations/find-recipient.ts';
import { sendMessage } from './operations/send-message.ts';

const sending = consumers(({ table, env }) => {
  const messages = createMessagesStore(table);
  const sqs = createSqsClient();
  const secrets = createSecretsClient();
  const later = createQueueSender(SendTurn, { client: sqs, queueUrl: env.SENDING_QUEUE_URL });
  const context = {
    // The messages of a batch are mostly about the same thing: reads of it at the same time are one read.
    messages: {
      ...messages,
      findContent: sharedWhilePending(messages.findContent),
      isHeld: sharedWhilePending(messages.isHeld),
    },
    marks: createAddressMarks(table),
    customers: createCustomerReader(table),
    staff: createStaffReader(table),
    consents: createConsentReader(table),
    renderers: Object.values(renderers),
    links: createLinkSecrets(secrets, env.LINK_SECRET_ARN),
    publicUrl: env.PUBLIC_URL,
    brand: brandOf(env),
    budget: openContactBudget(table, { askAgainAfterDays: env.ASK_AGAIN_AFTER_DAYS }),
    department: departmentOf(env),
    email: openMailChannel(env, secrets),
    isLagging: () => holdsMessages(sqs, [env.DELIVERIES_QUEUE_URL, env.DELIVERIES_DLQ_URL]),
    sms: openTextChannel(env, secrets),
    sendsTexts: sendsTexts(env),
    takesAnswers: takesAnswers(env),
    pacers: {
      email: openPacer(table, 'email', { perSecond: env.MAILS_PER_SECOND, now }),
      sms: openPacer(table, 'sms', { perSecond: env.SMS_PER_SECOND, now }),
    },
    sendLater: (turn: SendTurn, delaySeconds: number) => later.send([turn], { delaySeconds }),
    countFailure: () => countFailures(1),
    // For the alarm `mail-paused`.
    countPause: () => putMetric({ name: 'MailPauses', unit: 'Count', value: 1 }),
    now,
  };
  const handle = async (messageId: string, turn?: number) => {
    const message = await sendMessage(messageId, context, turn);
    logger.info('message handled', { messageId, state: message?.state, reason: message?.reason });
  };
  return [
    on(messagingSending, async (event) => {
      const messageId = event.type === 'message.overdue' ? event.data.id : event.data.messageId;
      await handle(messageId);
    }),
    onMessage('messaging-sending', SendTurn, ({ messageId, second }) => handle(messageId, second)),
  ];
}, messagingSendingEnvironment);

function departmentOf(env: { DEPARTMENT_MAILBOX: string; DEPARTMENT_LANGUAGE: Language }): Reachable {
  const { address, name = '' } = parseMailbox(env.DEPARTMENT_MAILBOX);
  return { name, address, language: env.DEPARTMENT_LANGUAGE };
}

function sharedWhilePending<Found>(find: (id: string) => Promise<Found>): (id: string) => Promise<Found> {
  const pending = new Map<string, Promise<Found>>();
  return (id) => {
    const found = pending.get(id) ?? find(id).finally(() => pending.delete(id));
    pending.set(id, found);
    return found;
  };
}

export const handler = eventsFunction({ sending });
