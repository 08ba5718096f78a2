/** Takes what people answer to texts, and once a day what they have answered to the service that sends them. */
import type { EventContext } from '../../../shared/events/event.ts';
import { readOptedOut } from '../../../shared/messaging/opted-out.ts';
import { createSmsReader } from '../../../shared/runtime/clients/sms.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, onJob, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { createPhoneReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { messagingRepliesEnvironment } from './messaging.environment.ts';
import { OptOutsMessage, Reply } from './messaging.messages.ts';
import { createMessagesStore } from './messaging.store.ts';
import { takeOverOptOuts } from './operations/take-over-opt-outs.ts';
import { takeReply } from './operations/take-reply.ts';

/** The service may be asked once a second; the room is for what another delivery asks beside. */
const secondsBetweenPages = 3;

const replies = consumers(({ table, env }) => {
  const service = createSmsReader();
  const pages = createQueueSender(OptOutsMessage, {
    client: createSqsClient(),
    queueUrl: env.REPLIES_QUEUE_URL,
  });
  const context = {
    table,
    messages: createMessagesStore(table),
    consents: createConsentReader(table),
    customers: createPhoneReader(table),
    staff: createStaffReader(table),
  };
  /** A page at a time, each of which is tried again by itself, so that a long list is read to its end. */
  async function takeOverPage(page: number, after: string | undefined, origin: EventContext): Promise<void> {
    const { numbers, next } = await readOptedOut(service, after);
    const stopped = await takeOverOptOuts(numbers, { ...context, origin });
    logger.info('opt-outs taken over', { page, found: numbers.length, stopped });
    if (next === undefined) return;
    await pages.send([{ optOutsAfter: next, page: page + 1 }], { delaySeconds: secondsBetweenPages });
  }

  return [
    onMessage('messaging-replies', Reply, async (reply, origin) => {
      const taken = await takeReply(reply, { ...context, origin });
      logger.info('reply handled', { taken });
    }),

    onJob('messaging-opt-outs', (origin) => takeOverPage(1, undefined, origin)),

    onMessage('messaging-opt-outs', OptOutsMessage, ({ page, optOutsAfter }, origin) =>
      takeOverPage(page, optOutsAfter, origin),
    ),
  ];
}, messagingRepliesEnvironment);

export const handler = eventsFunction({ replies });
