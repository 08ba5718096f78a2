/** Takes what people answer to texts. */
import { tableEnvironment } from '../../../shared/runtime/environment.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { queueFunction } from '../../../shared/runtime/queue.ts';
import { createPhoneReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { Reply } from './messaging.messages.ts';
import { createMessagesStore } from './messaging.store.ts';
import { takeReply } from './operations/take-reply.ts';

export const handler = queueFunction({
  name: 'messaging-replies',
  message: Reply,
  environment: tableEnvironment,
  build: ({ table }) => ({
    table,
    messages: createMessagesStore(table),
    consents: createConsentReader(table),
    customers: createPhoneReader(table),
    staff: createStaffReader(table),
  }),
  handle: async (reply, services, origin) => {
    const taken = await takeReply(reply, { ...services, origin });
    logger.info('reply handled', { taken });
  },
});
