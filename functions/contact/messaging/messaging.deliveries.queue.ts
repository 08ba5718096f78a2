/** Takes what the services tell of our mails and texts. */
import * as z from 'zod';
import { tableEnvironment } from '../../../shared/runtime/environment.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { queueFunction } from '../../../shared/runtime/queue.ts';
import { createAddressMarks } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createConsentReader } from '../consents/index.ts';
import { MailEvent, TextEvent } from './messaging.messages.ts';
import { createMessagesStore } from './messaging.store.ts';
import { settleDelivery } from './operations/settle-delivery.ts';

export const handler = queueFunction({
  name: 'messaging-deliveries',
  message: z.union([TextEvent, MailEvent]),
  environment: tableEnvironment,
  build: ({ table }) => ({
    messages: createMessagesStore(table),
    consents: createConsentReader(table),
    marks: createAddressMarks(table),
    staff: createStaffReader(table),
  }),
  handle: async (event, services, origin) => {
    const message = await settleDelivery(event, { ...services, origin });
    const { eventType } = 'detail' in event ? event.detail : event;
    logger.info('delivery event handled', { eventType, messageId: message?.id, state: message?.state });
  },
});
