/** Takes what people answer to texts, and once a day what they have answered to the service that sends them. */
import { optedOutNumbers } from '../../../shared/messaging/opted-out.ts';
import { createSmsReader } from '../../../shared/runtime/clients/sms.ts';
import { consumers, onJob, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createPhoneReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { Reply } from './messaging.messages.ts';
import { createMessagesStore } from './messaging.store.ts';
import { sweepOptOuts } from './operations/sweep-opt-outs.ts';
import { takeReply } from './operations/take-reply.ts';

const replies = consumers(({ table }) => {
  const service = createSmsReader();
  const context = {
    table,
    messages: createMessagesStore(table),
    consents: createConsentReader(table),
    customers: createPhoneReader(table),
    staff: createStaffReader(table),
  };
  return [
    onMessage('messaging-replies', Reply, async (reply, origin) => {
      const taken = await takeReply(reply, { ...context, origin });
      logger.info('reply handled', { taken });
    }),

    onJob('messaging-opt-outs', async (origin) => {
      const swept = await sweepOptOuts(optedOutNumbers(service), { ...context, origin });
      logger.info('opt-outs swept', swept);
    }),
  ];
});

export const handler = eventsFunction({ replies });
